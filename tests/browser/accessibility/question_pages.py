"""The pages of questions as somebody finds them, and after Continue with everything wrong or missing."""

from __future__ import annotations

PLACES = (
    ("you", "welcome"),
    ("you", "area"),
    ("work", "records"),
    ("work", "tools"),
    ("work", "numbers"),
    ("work", "order"),
    ("views", "recommend"),
    ("views", "agree"),
    ("views", "skills"),
    ("views", "detail"),
)
NEVER_WRONG = {("you", "welcome"), ("views", "skills")}  # one asks nothing, the other is answered
OPENS_MORE = {"BATCHES": "500", "SCREEN": "partly"}  # a long text and the two levels of a skill rest on these
TYPED = "many words " * 30


def plain(page):
    """Go to each page in turn; yields its name."""
    for section, place in PLACES:
        page.goto(f"/survey/{section}/{place}/")
        yield place


def wrong(page):
    """Each page again, as Continue gives it back: every question left open, or answered with what does not fit."""
    for section, place in (each for each in PLACES if each not in NEVER_WRONG):
        page.goto(f"/survey/{section}/{place}/")
        page.evaluate("sessionStorage.clear(); localStorage.clear()")
        _spoil(page)
        page.locator("form#questions .btn-primary").click()
        page.locator(".problems").wait_for()
        yield place


def _spoil(page):
    for field in page.locator("form#questions :is(input[type=text], textarea)").all():
        field.fill(TYPED)
    for ranking in page.locator(".ranking").all():
        # Two options of the same place: the script would exchange them, so it is not told.
        ranking.evaluate("list => list.querySelectorAll('select').forEach((s, n) => { if (n < 2) s.value = '1'; })")
