"""How a survey under way comes in, what to expect of it, and whom to telephone."""
