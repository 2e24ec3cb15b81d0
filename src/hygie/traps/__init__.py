"""Is it a trap? A mail, an SMS, a letter or a link is judged here, offline, in plain words.

For whoever hesitates before clicking. Its door: "Est-ce un piège ?" and `hygie trap`. Nothing of
what is judged is opened, asked or followed, and nothing is kept. It never says that something is
safe: only that it found nothing.
"""
