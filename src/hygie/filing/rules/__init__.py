"""What a file seems to be about, and whether it can be read now. Pure."""
