"""Template tags of the guide, which every page may use."""
