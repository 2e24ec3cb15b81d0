"""What is typed about records, a file a part."""
