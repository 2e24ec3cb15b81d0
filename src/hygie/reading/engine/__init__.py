"""What a page says: asked here (`pages`), read in a process of its own (`child`). No Django."""
