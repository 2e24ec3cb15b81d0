"""Images of discs and keys, read without the system mounting them."""
