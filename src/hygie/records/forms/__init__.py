"""What people type about records, a file a part."""
