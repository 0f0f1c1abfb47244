"""The sector report. Nothing is served here yet."""
