"""A respondent's pages: from the link to the confirmation."""
