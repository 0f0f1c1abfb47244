"""REST over collecting. Nothing is served here yet."""
