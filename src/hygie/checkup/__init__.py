"""Looks at this computer: browsers, saved passwords, disks, updates, firewall, antivirus.

Doors: `engine.look.look_around` sees, `rules.findings_from` says what it means. It reads versions,
states and counts; it never opens a secret, asks no administrator right, changes nothing and
sends nothing. What it could not see is said so, never taken for good.
"""
