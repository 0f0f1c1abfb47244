"""What an organiser does with an open survey until its results are public, step by step."""

from __future__ import annotations

import csv
import io

from tests.browser.organiser import SURVEY, facts, heading, in_days, press, worked

INVITATIONS = f"{SURVEY}invitations/"


def invite_everybody(page, n):
    page.get_by_role("link", name="Invite organisations").click()
    page.get_by_role("link", name="Invite organisations").click()
    press(page, f"Go on with all {n}")
    heading(page, f"Invite {n} people?")
    send(page, n)
    written(page, n)


def send(page, n):
    """Many letters need their number typed."""
    if page.get_by_label(f"Type {n} to confirm").count():
        page.get_by_label(f"Type {n} to confirm").fill(str(n))
    press(page, "Send the letters")


def written(page, n):
    worked(page, "See who was left out", f"{n} letters written")


def states(page, awaited):
    """State → how many, of those invited, once nobody's letter is queued any more."""
    page.goto(INVITATIONS)
    while page.get_by_role("link", name="Queued").count():
        page.reload()
    page.get_by_role("link", name=awaited).first.wait_for()
    links = page.locator("ul.parts a:has(strong)").all_inner_texts()
    return {words.rsplit(None, 1)[0]: int(words.rsplit(None, 1)[1]) for words in links}


def correct_address(page, wrong, right):
    """Of the one person whose letter came back."""
    page.goto(f"{INVITATIONS}?state=bounced")
    row = page.locator("tbody tr", has=page.get_by_text(wrong))
    assert "Came back" in row.inner_text()
    row.get_by_role("link").click()
    page.get_by_text("No such person here").wait_for()
    page.get_by_role("link", name="Correct address or language").click()
    page.get_by_label("E-mail address").fill(right)
    press(page, "Keep the changes")


def remind(page, n):
    """Also those who had a letter within 48 hours, which is everybody of this one day."""
    page.goto(f"{INVITATIONS}remind/")
    page.get_by_role("button", name="who had a letter within 48 hours, too").click()
    heading(page, f"{n} people would get this letter now")
    send(page, n)
    written(page, n)


def give_more_time(page):
    page.goto(f"{SURVEY}extend/")
    page.get_by_label("Closes from now on").fill(in_days(20))
    page.get_by_label("Write to them that there is more time").check()
    press(page, "Give more time")
    page.get_by_text("Everybody who has not finished is written to.").wait_for()


def watched(page):
    page.goto(f"{SURVEY}watch/")
    return facts(page)


def to_telephone(page):
    """The names of the list, from its file."""
    page.goto(f"{SURVEY}watch/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download (CSV)").click()
    rows = csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig")))
    return {row["Organisation"] for row in rows}


def close(page):
    """Not by a slip: only with the survey's name."""
    page.goto(f"{SURVEY}close/")
    press(page, "Close the survey")
    page.get_by_text("Type 2027, exactly as it stands here.").first.wait_for()
    page.get_by_label("Type the short name of the survey").fill("2027")
    press(page, "Close the survey")
    page.get_by_text("The survey is closed. Its results are being built.").wait_for()


def built(page):
    """Where the results are looked at, once a worker has built them; returns the address."""
    page.get_by_role("button", name="Ask for publication").wait_for(timeout=120_000)
    return page.url


def publish_with_two(asking, signing, address):
    press(asking, "Ask for publication")
    signing.goto(address)
    press(signing, "Sign and publish")
    signing.get_by_text("The results are published").first.wait_for()


def correct(page, address, reason):
    """Build them once more, with a reason that everybody will read; returns the address of the correction."""
    page.goto(address)
    page.get_by_role("link", name="Correct published results").click()
    page.get_by_label("What was wrong, and what is corrected?").fill(reason)
    press(page, "Build the correction")
    return built(page)
