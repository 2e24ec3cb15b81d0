"""The reads of the airlock."""
