"""Files made of released figures."""
