"""REST over released figures. Nothing is served here yet."""
