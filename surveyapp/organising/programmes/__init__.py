"""A programme itself: its desk, its surveys, starting one, its settings, and who may organise it."""
