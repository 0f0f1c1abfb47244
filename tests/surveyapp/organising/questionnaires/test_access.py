import uuid

import pytest

from surveyapp.models.instrument import Instrument
from surveyapp.models.programme import Programme

DRAFT = ["draft-detail", "draft-compare", "draft-publish", "draft-translations", "draft-texts"]
DRAFT_POST = [
    "draft-rename",
    "draft-delete",
    "draft-publish",
    "draft-compare",
    "draft-translations-apply",
    "draft-languages",
]
PREVIEW = [
    ("preview-start",),
    ("questionnaire-xlsform",),
    ("preview-conditions",),
    ("preview-page", "you", "area"),
    ("preview-both", "you", "area"),
]
PREVIEW += [("preview-frame", "you", "area")]


@pytest.fixture
def pages(draft, publish, definition, address):
    """Every page that can be looked at, by its address."""
    version = publish(definition | {"slug": "published"})
    found = [address("questionnaire-list"), address("version-detail", version.pk)]
    found += [address(name, draft.pk) for name in DRAFT]
    for kind, stored in (("drafts", draft), ("versions", version)):
        found += [address(name, kind, stored.pk, *place) for name, *place in PREVIEW]
    return found


def test_olga_opens_every_page(olga, pages):
    assert {url: olga.get(url).status_code for url in pages if olga.get(url).status_code not in (200, 302)} == {}


@pytest.mark.parametrize("name", ["alpha", "gamma"])
def test_a_coordinator_and_a_stranger_open_none(client, people, pages, name):
    client.force_login(getattr(people, name).account)
    assert {client.get(url).status_code for url in pages} == {403}


def test_a_stranger_cannot_tell_a_programme_that_exists_from_one_that_does_not(client, people, pages, words):
    client.force_login(people.gamma.account)
    for url in pages:
        there, nowhere = client.get(url), client.get(url.replace("/sector/", "/nowhere/"))
        assert (there.status_code, words(there)) == (nowhere.status_code, words(nowhere)) == (403, words(there))


def test_whoever_is_not_signed_in_is_asked_to(client, pages):
    for url in pages:
        answer = client.get(url)
        assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={url}")


@pytest.mark.parametrize("name", DRAFT_POST)
def test_a_stranger_changes_nothing(client, people, draft, address, name):
    client.force_login(people.gamma.account)
    assert client.post(address(name, draft.pk), {"slug": "x", "version": "9", "add": "fr"}).status_code == 403
    before = draft.definition
    draft.refresh_from_db()
    assert draft.definition == before


def test_another_programmes_draft_is_not_found_under_ones_own(olga, keep, definition):
    theirs = keep(definition, into=Programme.objects.get(slug="elsewhere"))
    for name in DRAFT:
        assert olga.get(olga.address(name, theirs.pk)).status_code == 404
    for name in DRAFT_POST:
        assert olga.post(olga.address(name, theirs.pk)).status_code == 404
    for name, *place in PREVIEW:
        assert olga.get(olga.address(name, "drafts", theirs.pk, *place)).status_code == 404


def test_nor_is_another_programmes_version(olga, publish, definition, as_worker):
    version = publish(definition)
    with as_worker():
        Instrument.objects.update(programme=Programme.objects.get(slug="elsewhere"))
    assert olga.get(olga.address("version-detail", version.pk)).status_code == 404
    assert olga.post(olga.address("version-next", version.pk)).status_code == 404
    assert olga.get(olga.address("preview-start", "versions", version.pk)).status_code == 404


def test_an_invented_id_or_kind_is_not_found(olga, draft):
    assert olga.get(olga.address("draft-detail", uuid.uuid4())).status_code == 404
    assert olga.get(olga.address("preview-start", "versions", draft.pk)).status_code == 404
    assert olga.get(olga.address("preview-page", "drafts", draft.pk, "you", "nowhere")).status_code == 404
    assert olga.get(f"/organise/sector/questionnaires/others/{draft.pk}/preview/").status_code == 404


def test_changing_needs_the_token_of_the_form(people, draft, address):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.olga.account)
    assert strict.post(address("draft-delete", draft.pk)).status_code == 403
    draft.refresh_from_db()
