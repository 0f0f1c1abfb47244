"""A coordinator's pages: where the organisation stands, from released figures and its own stored results."""
