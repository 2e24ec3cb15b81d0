"""How long each record is kept, and why: for whoever answers for the practice's records.

Doors: `rules.evaluate` explains one record, `rules.batch` decides many at once, `csvfile` does it
for a file. Durations, texts and certainty live in `data/*.toml`, for a jurist to read. Doubt keeps.
It proposes, and erases only what one person signed and another confirmed (`actions.erasing`).
"""
