"""Formats and drivers of the airlock: no Django.

Modules named `*_inside` run in the sandbox only: nothing else may import them.
"""
