"""The airlock's reads, for its pages. Those of the station's own pages know no base."""
