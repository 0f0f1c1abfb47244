"""An organiser's pages on invitations in four looks, and every URL name of theirs held against the table."""

from __future__ import annotations

import pytest
from django.utils import timezone

from surveyapp.actions import mailings
from surveyapp.actions.letters import keep_letter
from surveyapp.models.delivery import Delivery
from surveyapp.models.organisation import Organisation
from tests.browser.accessibility.pairs import LOOKS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("accessibility")]
HERE = "/organise/sector/2026/invitations/"
# URL name → where and how that state is called; what stands between braces is made below.
PAGES: dict[str, tuple[tuple[str, str], ...]] = {
    "wave-invitations": (("", "several"), ("?q=nobody", "nobody found")),
    "wave-invite": (("invite/", "several"), ("invite/?without=yes", "without an address")),
    "wave-invite-person": (("invite/{site}/", "form"),),
    "wave-invite-list": (("invite/list/", "form"),),
    "wave-invited": (("organisations/{participation}/", "came back and in doubt"),),
    "wave-invited-change": (("people/{ann}/change/", "form"),),
    "wave-invited-revoke": (("people/{ann}/revoke/", "question"),),
    "wave-uncertain": (("uncertain/", "one"),),
    "wave-remind": (("remind/?despite_recent=yes", "some"), ("remind/?kind=thanks", "none")),
    "wave-mailing": (("mailings/{prepared}/", "to be confirmed"), ("mailings/{confirmed}/", "being written")),
    "wave-letters": (("letters/", "own words and standard ones"),),
    "wave-letter": (("letters/invitation/en/", "own words"), ("letters/thanks/en/", "standard words")),
}
ACTIONS = {
    "wave-invited-resend", "wave-invited-allow", "wave-mailing-confirm", "wave-mailing-take-back", "wave-letter-test", "wave-letter-let-go",
    "wave-letter-put-back",
}  # fmt: skip


@pytest.fixture
def made(invited, people, wave, programme):
    """Two of Alpha's people with letters that came back or are in doubt, two mailings, and words of one's own."""
    olga = people.olga.account
    (ann, _), (bob, _) = (invited(email=f"{name}@alpha.example", name=name.title()) for name in ("ann", "bob"))
    now = timezone.now()
    came_back = {"state": "bounced", "server_words": "550 5.1.1 User unknown"}
    Delivery.objects.filter(invitation=ann).update(handed_over_at=now, finished_at=now, **came_back)
    Delivery.objects.filter(invitation=bob).update(handed_over_at=now, state="uncertain")
    beta = people.beta.organisation
    Organisation.objects.filter(pk=beta.pk).update(email="office@beta.example", contact_name="Rosa Beta")
    chosen = Organisation.objects.filter(pk=beta.pk)
    both = [mailings.prepare_organisations(wave=wave, organisations=chosen, by=olga) for _ in range(2)]
    mailings.confirm(mailing=both[1], by=olga)
    said = {"kind": "invitation", "language": "en", "body": "{greeting}\n\n{link}", "by": olga}
    for subject in ("Our words", "Our better words"):
        keep_letter(programme=programme, wave=None, subject=subject, **said)
    ids = {"site": beta.pk, "participation": ann.participation_id, "ann": ann.pk}
    return ids | {"prepared": both[0].pk, "confirmed": both[1].pk}


@pytest.fixture
def organise(visit, client, people, live_server):
    """`organise(look)` is Olga's browser, signed in."""

    def make(look):
        page = visit(look)
        client.force_login(people.olga.account)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    return make


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_page_on_invitations(organise, made, judge, look):
    page = organise(look)
    for name, states in PAGES.items():
        for where, state in states:
            assert page.goto(HERE + where.format(**made)).status == 200, (name, state)
            for summary in page.locator("main summary").all():
                summary.evaluate("summary => { summary.parentElement.open = true; }")
            judge(page, f"{name}, {state}")


def test_every_url_name_is_a_page_above_or_acts(client):
    client.get("/")
    from surveyapp.organising.invitations.urls import urlpatterns  # once the addresses' own kinds are registered

    assert sorted(each.name for each in urlpatterns) == sorted([*PAGES, *ACTIONS])
