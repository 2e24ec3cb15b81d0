"""What the airlock decides, pure: verdicts, the words of their reasons, names, limits."""
