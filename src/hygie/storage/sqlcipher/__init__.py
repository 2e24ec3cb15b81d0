"""Django's SQLite backend over SQLCipher: same SQL, the file encrypted page by page."""
