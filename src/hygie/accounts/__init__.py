"""People, roles and unlocking: who is a member of the practice, who may open Hygie, who did leave.

For everybody who sits at the practice's computers; its doors are the sign-in page and `actions`.
It never keeps a passphrase, and a role never protects the base against someone who has one.
"""
