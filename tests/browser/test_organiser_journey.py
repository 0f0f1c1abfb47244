"""An organiser's way from an empty installation to a public report that is corrected, with 80 organisations that answer."""

from __future__ import annotations

import os
from types import SimpleNamespace
from urllib.parse import urlsplit, urlunsplit

import pytest
import xlsxwriter
from django.core.management import call_command
from django.db import connection

from benchmarking.management.synthetic_sector.names import FIRST
from surveyapp.config.celery import app, filesystem_broker
from tests.browser import organised_wave as survey
from tests.browser import organiser, sector_report
from tests.browser.post_office import PostOffice
from tests.browser.simulated_people import SimulatedPerson, at_the_same_time
from tests.worker_process import kill_worker, start_worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
OLGA, SIGNE = "olga@guild.example", "signe@guild.example"
HEADS = ("Site", "Reference", "Owner", "E-mail", "Contact", "Sub-sector", "Earns its living", "Activity", "Country")
REPORT = "/reports/bioprocess/2027/"
GROUPS = (
    (28, "Vaccines", "With products of its own"),
    (28, "Cell therapy", "With products of its own"),
    (20, "Vaccines", "By developing or making products for others"),
    (8, "Industrial biotechnology", "By developing or making products for others"),
)
WHY = "The share of digital twins counted planned ones as started; it no longer does."
STEPS = (
    (OLGA, "Started the programme"),
    (OLGA, "Changed the settings: Limits of publishing"),
    (OLGA, f"Let {SIGNE} run the programme"),
    (OLGA, "Wrote a list into the register"),
    (OLGA, "Said what the register is"),
    (OLGA, "Opened the survey"),
    (OLGA, "Corrected whom an invitation is for"),
    (OLGA, "Had letters sent: Reminder"),
    (OLGA, "Let the survey close later"),
    (OLGA, "Had letters sent: More time"),
    (OLGA, "Downloaded the list of organisations to telephone"),
    (OLGA, "Closed the survey"),
    (OLGA, "Asked a second person to sign results off"),
    (SIGNE, "Published results"),
    (OLGA, "Made the report public"),
    (OLGA, f"Asked for corrected results: “{WHY}”"),
    (SIGNE, "Published results"),
)
N = sum(n for n, _, _ in GROUPS)
NAMES = [f"{first}{second} Works" for second in ("wick", "mere", "holm", "stead") for first in FIRST][:N]
SILENT = NAMES[-3:]  # three of the last group, which would need one of them: they never finish
BEGUN, UNSUBSCRIBED, WITHDRAWN, MISTYPED = NAMES[-1], NAMES[-2], NAMES[4], NAMES[7]


def address(name):
    return f"contact@{name.split()[0].lower()}.example"


FINISHING = [name for name in NAMES if name not in SILENT]
FIRST_HALF, SECOND_HALF = FINISHING[::2], FINISHING[1::2]
FINISHED = [name for name in FINISHING if name != WITHDRAWN]
RATE = f"{100 * len(FINISHED) / N:.0f}"
WRONG_ADDRESS = address(MISTYPED).replace("contact", "contcat")


@pytest.fixture(autouse=True)
def no_broker(tmp_path):
    """Here messages go where the worker of the test reads them."""
    there = filesystem_broker(tmp_path / "broker")
    before = {name: app.conf[name] for name in there}
    app.conf.update(there)
    app._pool = None  # connections that a test before this one made
    yield
    app.conf.update(before)
    app._pool = None


@pytest.fixture
def post_office():
    office = PostOffice()
    office.open()
    yield office
    office.close()


@pytest.fixture
def installation(live_server, settings, tmp_path, as_worker, post_office):
    """What the operator sets up: a questionnaire, an account, a worker that sends through a mail server."""
    settings.SITE_URL = live_server.url
    with as_worker():
        call_command("publish_instrument", "bioprocess-digital/1", verbosity=0)
        call_command("make_organiser", OLGA, password=organiser.PASSWORD, verbosity=0)
    parts = urlsplit(os.environ["DATABASE_URL"])
    database = urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))
    folders = {"BROKER_FOLDER": str(tmp_path / "broker"), "VAR_FOLDER": str(tmp_path)}
    mail = {"EMAIL_URL": post_office.url, "MAIL_PER_MINUTE": "6000", "MAIL_PER_DOMAIN": "6000"}
    process = start_worker(database, tmp_path / "worker.log", **folders, **mail, SITE_URL=live_server.url)
    yield SimpleNamespace(url=live_server.url, folder=tmp_path)
    kill_worker(process)


@pytest.fixture
def register(tmp_path):
    """A spreadsheet as a sector body has it, with one row that has no name."""
    groups = [group for n, *group in GROUPS for _ in range(n)]
    with xlsxwriter.Workbook(tmp_path / "members.xlsx") as book:
        sheet = book.add_worksheet("Members")
        sheet.write_row(0, 0, HEADS)
        for at, (name, (sub_sector, model)) in enumerate(zip(NAMES, groups, strict=True), start=1):
            written_to = WRONG_ADDRESS if name == MISTYPED else address(name)
            facts = (sub_sector, model, "GMP manufacture for the market", "Ireland")
            sheet.write_row(at, 0, (name, f"M{at}", f"{name} Group", written_to, f"Contact of {name}", *facts))
        sheet.write_row(N + 1, 0, ("", "M999", "Nobody Group"))
    return tmp_path / "members.xlsx"


def test_from_an_empty_installation_to_a_public_report_that_is_corrected(
    installation, register, post_office, open_browser
):
    post_office.refused.add(WRONG_ADDRESS)
    olga = open_browser()
    organiser.sign_in(olga, OLGA)
    signe = prepare(olga, open_browser, register, post_office)
    invite(olga, post_office)
    people = answer_and_chase(olga, post_office, installation)
    survey.close(olga)
    results = publish(olga, signe)
    first = read_in_public(open_browser(scripts=False), olga)
    correct(olga, signe, results, people[FINISHED[0]])
    read_the_correction(open_browser(scripts=False), first)
    look_at_the_log(olga)


def prepare(olga, open_browser, register, post_office):
    organiser.start_programme(olga)
    organiser.say_who_answers_for_it(olga)
    organiser.take_in(olga, SIGNE)
    post_office.after(0, 1)
    signe = open_browser()
    organiser.set_password(signe, post_office.link(SIGNE, "/accounts/"))
    organiser.bring_register(olga, register, N)
    organiser.make_survey(olga)
    organiser.preview_and_open(olga)
    return signe


def invite(olga, post_office):
    """Everybody; one letter comes back, and goes again to the address as it should be."""
    mark = len(post_office.taken)
    survey.invite_everybody(olga, N)
    assert recipients(post_office, mark, N - 1) == {address(name) for name in NAMES if name != MISTYPED}
    assert survey.states(olga, "Came back") == {"Sent": N - 1, "Came back": 1}
    survey.correct_address(olga, WRONG_ADDRESS, address(MISTYPED))
    post_office.after(mark, N)
    assert survey.states(olga, "Sent") == {"Sent": N}


def recipients(post_office, mark, n):
    """Who got the next `n` letters, one each."""
    came = [to for to, _ in post_office.after(mark, n)]
    assert len(came) == len(set(came)) == n
    return set(came)


def answer_and_chase(olga, post_office, installation):
    """Half of them, a reminder and more time for the others, the other half; then one withdraws."""

    def person(name):
        return SimulatedPerson(NAMES.index(name), post_office.link(address(name), "/answer/"), installation.url)

    people = {name: person(name) for name in FIRST_HALF}
    at_the_same_time(people.values(), SimulatedPerson.answer)
    person(BEGUN).begin()
    out = post_office.link(address(UNSUBSCRIBED), "/unsubscribe/")
    assert "You get no more e-mails" in person(UNSUBSCRIBED).unsubscribe(out)
    said = survey.watched(olga)
    assert (said["Invited"], said["Started"], said["Finished"]) == (
        str(N),
        str(len(FIRST_HALF) + 1),
        str(len(FIRST_HALF)),
    )

    unfinished = {address(name) for name in NAMES if name not in {*FIRST_HALF, UNSUBSCRIBED}}
    mark = len(post_office.taken)
    survey.remind(olga, len(unfinished))
    assert recipients(post_office, mark, len(unfinished)) == unfinished
    survey.give_more_time(olga)
    assert recipients(post_office, mark + len(unfinished), len(unfinished)) == unfinished

    people |= {name: person(name) for name in SECOND_HALF}
    references = at_the_same_time((people[name] for name in SECOND_HALF), SimulatedPerson.answer)
    assert len(set(references)) == len(SECOND_HALF)
    assert "You have withdrawn" in people[WITHDRAWN].withdraw()
    said = survey.watched(olga)
    assert (said["In the register"], said["Invited"], said["Finished"]) == (str(N), str(N), str(len(FINISHED)))
    assert said["Response rate"].split()[0].rstrip("%") == RATE
    assert survey.to_telephone(olga) == set(SILENT)
    return people


def publish(olga, signe):
    olga.get_by_role("link", name="Watch the results being built").click()
    results = survey.built(olga)
    assert "6 companies" in olga.locator("body").inner_text()
    survey.publish_with_two(olga, signe, results)
    return results


def read_in_public(reader, olga):
    """Nobody before it is made public; then everybody, signed in or not. What they then read."""
    assert reader.goto(REPORT).status == 404
    olga.goto(f"{organiser.SURVEY}report/")
    organiser.press(olga, "Make the report public")
    reader.goto(REPORT)
    compare(reader)
    return SimpleNamespace(url=reader.url, figures=sector_report.shown(reader))


def compare(reader):
    """How many answered, and the response rate, are what was played; each figure of the page stands in its file."""
    assert sector_report.about(reader)["Who answered"] == f"{len(FINISHED)} companies"
    assert f"{len(FINISHED)} of {N} companies in the register answered" in reader.locator("body").inner_text()
    shown, filed = sector_report.shown(reader), sector_report.downloaded(reader)
    assert filed["sector.response.rate"]["value"] == RATE
    assert len(shown) > 100
    assert shown == {name: filed[name]["value"] for name in shown}
    assert {row["release"] for row in filed.values()} == {reader.url.rstrip("/").rsplit("/")[-1]}


def correct(olga, signe, results, gone):
    """Whoever withdraws after the publication changes no figure of it, nor of its correction."""
    assert "You have withdrawn" in gone.withdraw()
    survey.publish_with_two(olga, signe, survey.correct(olga, results, WHY))


def read_the_correction(reader, first):
    """In a browser that has not kept the page of a minute ago."""
    reader.goto(REPORT)
    assert reader.url == first.url.replace("/1/", "/2/")
    compare(reader)
    assert sector_report.shown(reader) == first.figures
    log = sector_report.corrections(reader)
    assert list(log) == ["Publication 2", "Publication 1"]
    assert WHY in log["Publication 2"]
    reader.goto(first.url)
    assert sector_report.shown(reader) == first.figures
    assert "There is a newer publication of this survey." in reader.locator("main").inner_text()


def look_at_the_log(olga):
    """Every step with whoever did it, in order; of those who answered neither a name nor a word."""
    said = organiser.activity(olga)
    entries = iter(said)
    assert [step for step in STEPS if step not in entries] == []
    assert {who for who, _ in said} == {OLGA, SIGNE, "Waymark, by itself"}
    words = " ".join(what for _, what in said)
    assert [each for each in (*NAMES, "WM-", "withdr") if each in words] == []
