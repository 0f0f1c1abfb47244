"""The organiser's page on how questions belong together, the report that leads to it, and the coordinator's table of the sector."""

import pytest
from django.urls import reverse

from tests.benchmarking.small_sector import DEFINITION, answers, fill, respond, take_part

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]

UNKNOWN = {"missing": "dont_know"}


def said(number):
    """Levels of their own; one in six does not know something of A, and B is all but the same for everybody."""
    own = {code: {"value": str(1 + (number + i % 2) % 5)} for i, code in enumerate(("A1", "A2", "A3"))}
    return answers(3) | own | ({"A1": UNKNOWN} if number % 6 == 5 else {})


@pytest.fixture
def release(people, programme, make_wave, as_worker):
    """Forty companies in two groups, of whom one is Alpha, published."""
    from benchmarking.actions.releases import publish_release
    from benchmarking.models.release import Release
    from benchmarking.tasks import sweep
    from surveyapp.actions.instruments import publish_instrument
    from surveyapp.actions.waves import close_wave

    programme.peer_tree = ["kind"]
    programme.save()
    with as_worker():
        wave = make_wave(publish_instrument(definition=DEFINITION, by=None, by_kind="operator"))
        fill(wave, {"red": [said(n) for n in range(24)], "blue": [said(n + 1) for n in range(15)]})
        people.alpha.organisation.facets = {"kind": "red", "type": "plant"}
        people.alpha.organisation.save()
        respond(take_part(wave, people.alpha.organisation), said(2), coordinator=True)
        close_wave(wave=wave, by=None, by_kind="operator")
        sweep()
        made = Release.objects.get(wave=wave)
    return publish_release(release=made, by=people.olga.account)


@pytest.fixture
def visit(open_browser, client, live_server):
    """`visit(device, locale, person, path)`: a page that this person, signed in, has opened."""

    def make(device, locale, person, path):
        page = open_browser(device, locale=locale)
        client.force_login(person.account)
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        page.goto(path)
        return page

    return make


def test_all_three_can_be_read_on_a_phone_and_on_a_desk_from_right_to_left(visit, people, release, look):
    for device, locale in (("phone", "en-GB"), ("desk", "ar")):
        for name in ("questions", "detail"):
            path = reverse(f"benchmarking:release-{name}", args=[release.pk])
            look(visit(device, locale, people.olga, path), f"{name}-{locale}")
        page = visit(device, locale, people.alpha, reverse("benchmarking:view-results"))
        page.locator("#sector summary").click()
        look(page, f"results-{locale}")
