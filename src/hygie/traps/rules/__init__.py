"""What makes a message suspicious, pure: who it claims to be, where it leads, what it asks."""
