"""COLLECT: what people told us."""
