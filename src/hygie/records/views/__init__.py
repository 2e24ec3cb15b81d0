"""The pages of records, a file a part."""
