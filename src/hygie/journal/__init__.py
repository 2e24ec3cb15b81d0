"""The journal: who did what, and when; append-only, each line holding the hash of the one before.

For the practice and whoever must prove something; its door is `actions.record`, called inside the
transaction of the action. It never holds a value: object types and ids only.
"""
