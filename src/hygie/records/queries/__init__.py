"""The reads of records, a file a part."""
