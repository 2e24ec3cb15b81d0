"""How long each record is kept, and why: for whoever answers for the practice's records.

Doors: `rules.evaluate` explains one record, `rules.batch` decides many at once, `csvfile` does it
for a file. Durations, texts and certainty live in `data/*.toml`, for a jurist to read. Doubt keeps:
it never deletes anything, and never calls eliminable what it is not sure of.
"""
