"""The organiser's pages on questionnaires: bring one, look at it, translate it, compare it, publish it."""
