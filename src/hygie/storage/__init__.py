"""The encrypted base: one SQLCipher file, the named key slots that open it, who holds the key now.

For every room, through Django's ordinary connection; its door is `opening`.
It never writes a key, a passphrase or a name in clear, and never asks a person anything.
"""
