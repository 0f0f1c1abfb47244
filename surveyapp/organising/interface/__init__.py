"""The organiser's pages on the REST interface: tokens, and webhooks with what became of their messages."""
