"""What an organiser does from starting a programme to its first open survey, step by step."""

from __future__ import annotations

from django.utils import timezone

PASSWORD = "five plants and a broken pump"
DESK = "/organise/bioprocess/"
SURVEY = f"{DESK}2027/"
NAMED_BY_HAND = {"Site": "Name", "Earns its living": "Business model", "Activity": "Most advanced activity"}


def sign_in(page, email):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/organise/")


def press(page, name):
    """A button of this exact name, and the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def heading(page, words, **options):
    page.get_by_role("heading", name=words).first.wait_for(**options)


def worked(page, link, then):
    """A worker is done: by itself the page says so with a link, or it was done before the page was there."""
    done, after = page.get_by_role("link", name=link, exact=True), page.get_by_role("heading", name=then)
    done.or_(after).first.wait_for(timeout=60_000)
    if done.count():
        done.click()
    after.first.wait_for()


def facts(page):
    """The facts at the head of a page: term → what stands there."""
    both = (page.locator(f"dl.facts {tag}").all_inner_texts() for tag in ("dt", "dd"))
    return dict(zip(*both, strict=True))


def start_programme(page):
    page.get_by_role("link", name="Start a programme").click()
    page.get_by_label("Name of the programme").fill("Digital skills in bioprocessing")
    page.get_by_label("Short name (optional)").fill("bioprocess")
    page.get_by_label("Who runs it").fill("Bioprocess Guild")
    page.get_by_label("Contact for respondents").fill("survey@guild.example")
    page.get_by_label("Digital maturity and skills in bioprocessing").check()
    page.get_by_role("checkbox", name="English").check()
    press(page, "Start the programme")
    page.wait_for_url(f"**{DESK}")


def say_who_answers_for_it(page):
    page.goto(f"{DESK}settings/texts/")
    page.get_by_label("Information sheet").fill("We ask every plant once a year.\n\nNobody else sees your answers.")
    page.get_by_label("Data controller").fill("Bioprocess Guild, 1 Fermenter Row, Cork")
    page.get_by_label("Funder").fill("The levy of its members")
    page.get_by_label("Ethics reference").fill("EC 2027/14")
    press(page, "Keep")
    page.goto(f"{DESK}settings/limits/")
    assert page.get_by_label("Fewest companies in a shown group").input_value() == "6"
    page.get_by_role("radio", name="Yes").check()
    press(page, "Keep")


def take_in(page, email):
    page.goto(f"{DESK}people/")
    page.get_by_label("E-mail address").fill(email)
    press(page, "Add and write to them")
    page.get_by_text(f"{email} can run the programme now").wait_for()


def set_password(page, link):
    page.goto(link)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same once more").fill(PASSWORD)
    press(page, "Set it and sign in")


def bring_register(page, file, n_sites):
    """With columns named by hand and one row left out: it has no name."""
    page.goto(f"{DESK}register/import/")
    page.get_by_label("Spreadsheet").set_input_files(file)
    press(page, "Go on to the columns")
    for head, means in NAMED_BY_HAND.items():
        page.get_by_label(head, exact=True).select_option(label=means)
    press(page, "See what it changes")
    worked(page, "See what it found", "What the list would change")
    page.get_by_role("link", name="Problems to mend: 1").wait_for()
    page.get_by_role("link", name=f"New: {n_sites}").wait_for()
    page.goto(f"{DESK}register/")
    heading(page, "0 organisations in the register")
    page.go_back()
    page.get_by_label("Leave out the row with problems").check()
    page.get_by_label("Type bioprocess to confirm").fill("bioprocess")
    press(page, "Write all of it")
    worked(page, "See what was written", "The list is written")
    page.get_by_text(f"Added: {n_sites}.").wait_for()
    page.goto(f"{DESK}register/settings/")
    page.get_by_label("A complete list").check()
    press(page, "Keep")


def make_survey(page):
    page.goto(f"{DESK}surveys/new/")
    page.get_by_label("Title in English").fill("Survey 2027")
    page.get_by_label("Short name").fill("2027")
    page.get_by_label("Closes (optional)").fill(in_days(10))
    page.get_by_label("Reminder 1 (optional)").fill(in_days(7))
    page.get_by_label("Day of the public report").fill(in_days(40)[:10])
    press(page, "Make the draft")
    page.wait_for_url(f"**{SURVEY}")


def in_days(n):
    """As a field for a day and a time takes it, in UTC."""
    return f"{timezone.now() + timezone.timedelta(days=n):%Y-%m-%dT12:00}"


def preview_and_open(page):
    page.get_by_role("link", name="Preview", exact=True).click()
    heading(page, "What those invited will see")
    page.goto(SURVEY)
    press(page, "Open the survey")
    page.get_by_text("The survey is open: invited people can answer.").wait_for()


def activity(page):
    """Who did what, the oldest first, as the log of the programme has it."""
    page.goto(f"{DESK}activity/")
    columns = (page.locator(f"table.activity td[data-label={name}]").all_inner_texts() for name in ("Who", "What"))
    return list(zip(*columns, strict=True))[::-1]
