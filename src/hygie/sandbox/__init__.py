"""A process that can do nothing but parse: bytes go in by one descriptor, a few values come out.

For every room that must open a file made by a stranger; its door is `pool.Pool`, and
`strength.strength` says what holds on this computer. It never falls back: without its walls it
opens nothing and says what to install. It knows no format: each room brings its own jobs.
"""
