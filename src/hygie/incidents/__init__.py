"""What to do when something goes wrong: the red button, its steps, the card on paper.

For anybody in the practice, signed in or not, with the network cut; its door is `probleme/`.
It never asks for a passphrase before saying what to do.
"""
