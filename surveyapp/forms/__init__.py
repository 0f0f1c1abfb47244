"""Forms of pages, one file per noun."""
