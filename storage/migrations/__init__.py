"""The history of the schema, a step a file in `versions/`."""
