"""Data only: the base document and the page an issue is laid out on."""
