"""The verbs of records, a file a part. Each writes the journal in its transaction."""
