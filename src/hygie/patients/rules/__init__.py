"""What a patient's identity must be, and how it is looked for. Pure."""
