"""The register in a real browser: a list brought and written by a worker, an organisation's history, a request to join."""

from __future__ import annotations

import re

import pytest

from surveyapp import tasks
from surveyapp.models.joining import JoinLetter
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.register import Register
from surveyapp.models.register_import import RegisterJob
from tests.browser.test_main_job import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
LIST = """Name,Reference,Owner,Website,Size
Alpha works,A1,Alpha Group,alpha.example,
Müller Bread Ltd,M2,,www.muller.example,
,N1,,,
Zeta mill,Z1,Zeta Holding,zeta.example,
"""


@pytest.fixture
def look(shoot, accessible):
    def at(page, name):
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            shoot(page, name)
        accessible(page)

    return at


@pytest.fixture
def work_is_done(as_worker):
    def do():
        with as_worker():
            for job in RegisterJob.objects.filter(state="waiting"):
                tasks.work_on_register(str(job.pk))

    return do


def bring(page, tmp_path, look):
    file = tmp_path / "sites 2027.csv"
    file.write_text(LIST, encoding="utf-8")
    page.goto("/organise/sector/register/import/")
    look(page, "register-1-bring")
    page.get_by_label("Spreadsheet").set_input_files(file)
    page.get_by_role("button", name="Go on to the columns").click()
    page.get_by_role("heading", name="What the columns are").wait_for()
    look(page, "register-2-columns")
    page.get_by_label("This is the whole register").check()
    page.get_by_role("button", name="See what it changes").click()
    page.get_by_role("heading", name="The list is being checked").wait_for()
    look(page, "register-3-checking")


def decide_and_write(page, look, work_is_done):
    work_is_done()
    page.get_by_role("link", name="See what it found").click()
    look(page, "register-4-problems")
    page.get_by_role("link", name="Perhaps there already").click()
    look(page, "register-5-likely")
    page.get_by_label("Müller Bread Ltd").select_option("same")
    page.get_by_role("button", name="Keep these decisions").click()
    page.get_by_role("link", name=re.compile("^Changed")).click()
    look(page, "register-6-changed")
    page.get_by_label("Leave out the row with problems").check()
    page.get_by_label("Type sector to confirm").fill("sector")
    page.get_by_role("button", name="Write all of it").click()
    page.get_by_role("heading", name="The list is being written").wait_for()
    work_is_done()
    page.get_by_role("link", name="See what was written").click()
    page.get_by_text("Added: 1. Changed or back: 2. Left: 1.").wait_for()


def test_a_list_is_brought_decided_and_written_and_somebody_asks_to_join(  # noqa: PLR0913, PLR0917 - its fixtures
    open_browser, people, programme, tmp_path, look, work_is_done
):
    people.alpha.organisation.reference = "A1"
    people.alpha.organisation.save()
    owner = Owner.objects.create(programme=programme, name="Mueller")
    Organisation.objects.create(programme=programme, owner=owner, name="Muller Bread Limited", reference="M1")
    page = open_browser("desk")
    sign_in(page, people.olga.account.email, "correct horse battery")
    bring(page, tmp_path, look)
    decide_and_write(page, look, work_is_done)
    page.get_by_role("link", name="See the register").click()
    look(page, "register-7-list")
    page.get_by_role("link", name="Alpha works").click()
    page.get_by_text("Renamed").wait_for()
    look(page, "register-8-organisation")
    ask(open_browser("phone"), programme, look)
    page.goto("/organise/sector/register/requests/")
    page.get_by_role("link", name="Newcomer").click()
    look(page, "register-11-request")
    page.get_by_role("button", name="Approve", exact=True).click()
    page.get_by_text("Approved. A letter is on its way.").wait_for()
    assert Organisation.objects.get(name="Newcomer").owner.name == "Newcomer Group"
    for name in ("owners", "settings"):
        page.goto(f"/organise/sector/register/{name}/")
        look(page, f"register-12-{name}")
    look_from_the_right(open_browser, page, look)


def look_from_the_right(open_browser, page, look):
    """In Arabic, and in the dark."""
    dark = open_browser("desk", locale="ar", color_scheme="dark")
    dark.context.add_cookies(page.context.cookies())
    for at, place in enumerate(("", "import/", "settings/", "requests/", "organisations/new/")):
        dark.goto(f"/organise/sector/register/{place}")
        look(dark, f"register-13-dark-{at}")


def ask(page, programme, look):
    Register.objects.update_or_create(programme=programme, defaults={"takes_requests": True})
    page.goto("/join/sector/")
    look(page, "register-9-join")
    page.get_by_label("Name of your organisation or site").fill("Newcomer")
    page.get_by_label("The company that owns it").fill("Newcomer Group")
    page.get_by_label("Your name").fill("Nora")
    page.get_by_label("Your e-mail address at work").fill("nora@newcomer.example")
    page.get_by_role("button", name="Send the request").click()
    page.get_by_role("heading", name="Look in your mailbox").wait_for()
    link = re.search(r"/join/sector/confirm/\S+", body_of_the_letter())[0]
    page.goto(link)
    look(page, "register-10-confirm")
    page.get_by_role("button", name="Yes, send it to the organiser").click()
    page.get_by_role("heading", name="Your request is with the organiser").wait_for()


def body_of_the_letter():
    from tests.committed import _as_role

    with _as_role("waymark_worker"):
        return JoinLetter.objects.get().body
