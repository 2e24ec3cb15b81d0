"""The house's front: settings, addresses, rights, what every page shares, and the server.

It lists the rooms and decides who may go where; it holds no capability of its own.
"""
