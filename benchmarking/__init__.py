"""PUBLISH: what we can safely say about a sector."""
