"""The age format, streamed. No Django."""
