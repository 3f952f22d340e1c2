"""What did people send us?  Raw messages become letters, letters become items."""
