"""Documents: files in the age format, each for its own identity, which the base keeps.

For every room that keeps a file; its doors are `actions.keep`, `queries.open_into` and
`actions.export`. Destroying the identity destroys the document. It never writes a clear byte in
the home folder, and holds nothing in: the stock `age` tool opens an export without Hygie.
"""
