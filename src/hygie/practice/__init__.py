"""Who we are: the practice, its professionals, computers, disks and suppliers.

Also the registries through which rooms that are blind to each other meet. It holds no patient.
"""
