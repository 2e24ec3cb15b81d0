"""The verbs of records: the only code that changes their state."""
