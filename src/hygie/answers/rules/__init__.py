"""Search of the guide: from a question in everyday French to an entry, cards, or "je ne sais pas".

Words alone, no model: each step can be read, and `data/thesaurus.toml` corrected by anyone.
`words` folds spelling, `vocabulary` knows the words of the field, `index` weighs them by entry,
`scores` compares a question with each entry, `search` decides what may be said.
"""
