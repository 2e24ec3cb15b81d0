"""The airlock's reads, for its pages. None of those used by the station's own pages knows a base."""
