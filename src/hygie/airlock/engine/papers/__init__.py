"""Papers: PDF, clinical documents (CDA), text, and the archives that carry them."""
