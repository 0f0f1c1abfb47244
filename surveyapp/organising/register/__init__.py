"""The organiser's pages on the register: the list, its import over the years, owners, and who asks to join."""
