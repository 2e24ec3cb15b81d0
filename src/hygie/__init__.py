"""Hygie: the 22 answers on security and patient data, checked and done in a French practice."""

__version__ = "0.1.0"
