"""The law as dated data, and what it says of one record or one request. Pure."""
