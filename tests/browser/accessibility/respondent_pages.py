"""Every page of a respondent that is no page of questions: in its plain state, and with its errors where it has any."""

from __future__ import annotations

CONTINUE = "main .btn-primary"


def go_on_with_nothing(page):
    """What is missing is listed on top."""
    page.locator(CONTINUE).click()
    page.locator(".problems").wait_for()


def before_questions(page, path):
    """From the link to the list of sections."""
    page.goto("/survey/")
    yield "no link"
    page.goto("/answer/cut-short/")
    yield "unknown link"
    page.goto("/survey/link/")
    yield "new link"
    go_on_with_nothing(page)
    yield "new link, wrong"
    page.locator("#id_email").fill("rosa@example.org")
    page.locator(CONTINUE).click()
    page.wait_for_url("**/sent/")
    yield "new link sent"
    page.goto(path)
    yield "start"
    page.locator(CONTINUE).click()
    page.wait_for_url("**/survey/consent/")
    yield "consent"
    go_on_with_nothing(page)
    yield "consent, wrong"
    for decision in page.locator("main fieldset").all():
        decision.locator("input").first.check(force=True)
    page.locator(CONTINUE).click()
    page.wait_for_url("**/survey/")
    yield "sections"


def while_answering(page):
    """Around the questions; some of them are answered."""
    for place in ("", "you/check/", "check/", "later/", "copy/", "information/", "choices/", "withdraw/"):
        page.goto(f"/survey/{place}")
        yield place
    page.goto("/survey/check/")
    go_on_with_nothing(page)
    yield "check, wrong"


def as_coordinator(page):
    """Asking colleagues, and answering together."""
    page.goto("/survey/colleagues/invite/")
    yield "ask a colleague"
    go_on_with_nothing(page)
    yield "ask a colleague, wrong"
    page.locator("#id_email").fill("ann-margaret.featherstonehaugh@very-long-name-of-a-site.example")
    page.locator("main [type=checkbox]").first.check(force=True)
    page.locator(CONTINUE).click()
    page.wait_for_url("**/survey/colleagues/")
    yield "colleagues"
    page.locator(".asked-of a").last.click()
    page.locator("main form").first.wait_for()
    yield "one colleague"
    page.goto("/survey/colleagues/meeting/")
    yield "meeting"
    go_on_with_nothing(page)
    yield "meeting, wrong"


def afterwards(page):
    """Everything is sent."""
    for place in ("done/", "levels/", "copy/", "choices/"):
        page.goto(f"/survey/{place}")
        yield place
    page.goto("/survey/withdraw/")
    page.locator("main .btn-bad").click()
    page.wait_for_load_state()
    yield "withdrawn"
