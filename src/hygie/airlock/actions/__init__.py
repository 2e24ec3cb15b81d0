"""The airlock's verbs. None of those used by the station's own pages knows a base."""
