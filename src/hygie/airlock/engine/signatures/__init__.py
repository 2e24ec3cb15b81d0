"""Signatures: they add reasons, they never absolve. Our rules, imported packs, and clamd."""
