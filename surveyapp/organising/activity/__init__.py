"""Who did what in a programme, in sentences."""
