"""What a coordinator does from signing in to the board's papers, step by step; each step hands on the page it ends at."""

from __future__ import annotations

import re

from tests.browser import taken

RESULTS, PLAN = "/benchmarks/", "/benchmarks/plan/"


def sign_in(page, email, password):
    page.goto(f"/accounts/login/?next={RESULTS}")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("html[data-drawn=yes]")


def in_short(page):
    """Its heads and what they say."""
    said = page.locator("#short")
    heads = [" ".join(head.split()) for head in said.locator("h3").all_inner_texts()]
    assert heads
    assert all(text.strip() for text in said.locator("p").all_inner_texts())
    return heads


def compare_with(page, group):
    """Chosen from the list; the address names the group and never the organisation."""
    page.get_by_label("Compare with", exact=True).select_option(label=group)
    page.locator("#standing").get_by_role("button", name="Compare").first.click()
    page.wait_for_selector("html[data-drawn=yes]")
    assert re.fullmatch(r"\?survey=\w+&group=[\w%./-]+", page.url.partition(RESULTS)[2].partition("#")[0])
    return " ".join(page.locator("#profile .sub").inner_text().split())


def next_levels(page):
    """Question → where one stands, what comes next, and the first step: one question of each dimension."""
    found = {}
    for each in page.locator("#part-items article.item:not(details *)").all():
        found[each.locator("h4").inner_text()] = each.locator(".pair p").all_inner_texts()
    return found


def skills_short(page):
    """Names of the skills, the widest gap first, as the table below the chart prints them."""
    skills = next(each for each in taken.findings(page) if each.id == "skills")
    return [row["name"] for row in skills.rows]


def choose_courses(page, days, budget):
    """The names of the courses that are best within the limits, and the facts beside them; they are put into the plan."""
    page.get_by_role("link", name="Choose courses").click()
    page.get_by_label("Days of courses").fill(days)
    page.get_by_label("Money for all people").fill(budget)
    page.get_by_role("button", name="Choose within this").click()
    names = page.locator("ol.targets h3").all_inner_texts()
    facts = dict(
        zip(page.locator("dl.facts dt").all_inner_texts(), page.locator("dl.facts dd").all_inner_texts(), strict=True)
    )
    page.get_by_role("button", name="Put this choice into the plan").click()
    page.wait_for_url(f"**{PLAN}")
    return names, facts


def settle(page, target, *, responsible, due):
    """Say who and by when; returns the target as the plan then prints it."""
    page.get_by_role("link", name=target, exact=True).click()
    page.get_by_label("Who is responsible").fill(responsible)
    page.get_by_label("By when").fill(due)
    page.get_by_role("button", name="Keep the change").click()
    row = page.locator(".targets > li", has=page.get_by_role("link", name=target, exact=True))
    row.get_by_text(responsible).wait_for()
    return row.inner_text()


def order(page, name):
    """Asked for, and the address of the page on which it will be ready."""
    page.goto(RESULTS)
    page.get_by_role("link", name="Take these results with you").click()
    page.get_by_role("radio", name=name).check()
    page.get_by_role("button", name="Make the file").click()
    page.wait_for_url("**/reports/*-*/")
    return page.url


def take(page, address):
    """The file, once a worker has made it: the page looks again by itself."""
    page.goto(address)
    link, ready = page.get_by_role("link", name="Download"), page.get_by_role("link", name="Go to the file")
    link.or_(ready).wait_for(timeout=150_000)
    if ready.count():
        ready.click()
    with page.expect_download() as download:
        link.click()
    return download.value.path().read_bytes()


def take_to_the_board(page, begin_work):
    """Both files of the whole comparison, made by a real worker, hold what the page shows: returns what they say."""
    page.goto(RESULTS)
    page.wait_for_selector("html[data-drawn=yes]")
    shown = [each for each in taken.findings(page) if each.rows]
    addresses = [order(page, name) for name in ("PDF", "PowerPoint")]
    begin_work()
    pdf, slides = (take(page, address) for address in addresses)
    assert taken.missing_in_pdf(pdf, shown) == []
    wrong, n_compared = taken.wrong_on_slides(slides, shown)
    assert wrong == []
    assert n_compared > 0
    return taken.pdf_text(pdf), taken.words_of_slides(slides), n_compared
