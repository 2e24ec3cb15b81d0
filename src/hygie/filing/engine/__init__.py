"""The folder on the disk: what is in it, and a file read whole. No Django."""
