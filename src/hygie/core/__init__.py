"""What every floor uses and Django does not know: errors, findings, clock, process, files, rules.

Nothing here opens the base, the network or a window.
"""
