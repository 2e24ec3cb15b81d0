"""The `hygie` command: one door for the terminal, the scheduler and the icon on the desk.

Each sub-command is a few lines around the rooms; errors are told in French, without a traceback.
"""
