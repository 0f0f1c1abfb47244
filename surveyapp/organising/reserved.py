"""Words that stand in addresses where short names stand, so that no programme and no survey may be called by them."""

from __future__ import annotations

NOT_PROGRAMMES = ("new", "releases")
"""After organise/: starting a programme, and the pages of releases."""

NOT_SURVEYS = (
    "activity",
    "earlier",
    "exchange",
    "interface",
    "new",
    "people",
    "questionnaires",
    "register",
    "settings",
    "surveys",
    "training",
)
"""After organise/<programme>/: the programme's own pages."""
