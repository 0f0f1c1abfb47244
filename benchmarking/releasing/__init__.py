"""The organiser's pages on builds and publication."""
