"""The reads of records."""
