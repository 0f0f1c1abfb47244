"""The organiser's pages on a wave: who was invited, who answered, closing it."""
