"""The screens of records, a file a part."""
