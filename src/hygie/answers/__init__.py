"""The guide: the 22 answers of the webinar, corrected, in our own words, each with dated sources.

For anyone of the practice, and for every room that shows or prints an answer.
Its door is `entries()`; the explained acronyms are in `acronyms`.
It never says what this practice does (that is `home`), never opens the base or the network.
"""
