import pytest
from django.test import Client
from django.utils import timezone

from surveyapp.actions.interface import revoke_token
from surveyapp.models.audit import AuditEntry
from surveyapp.models.interface import ApiToken
from surveyapp.models.people import Staff
from surveyapp.models.programme import Programme


@pytest.fixture
def addresses(programme, people, wave):
    site = people.alpha.organisation.pk
    return [
        f"programmes/{programme.pk}/",
        f"programmes/{programme.pk}/waves/",
        f"programmes/{programme.pk}/organisations/",
        f"programmes/{programme.pk}/owners/",
        f"waves/{wave.pk}/",
        f"waves/{wave.pk}/progress/",
        f"waves/{wave.pk}/releases/",
        f"organisations/{site}/",
    ]


def test_organisers_read_what_is_theirs(olga, addresses):
    assert [olga.get(each).status_code for each in addresses] == [200] * len(addresses)


def test_strangers_read_nothing_and_cannot_tell_what_there_is(call_with, people, token_of, addresses):
    text = token_of(people.olga)
    Staff.objects.filter(account=people.olga.account).update(programme=Programme.objects.get(slug="elsewhere"))
    answers = [call_with(text).get(each) for each in addresses]
    assert [answer.status_code for answer in answers] == [404] * len(addresses)
    missing = call_with(text).get(addresses[0].replace(addresses[0][11:15], "0000"))
    assert missing.body == answers[0].body


def test_coordinators_read_nothing(client, nobody, people, addresses):
    client.force_login(people.alpha.account)
    assert [nobody.get(each).status_code for each in addresses] == [404] * len(addresses)


def test_nobody_reads_nothing_and_is_told_how_to_sign_in(nobody, addresses):
    answer = nobody.get(addresses[0])
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="Waymark"')
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_token_opens_its_own_programme_alone(olga, people):
    elsewhere = Programme.objects.get(slug="elsewhere")
    Staff.objects.create(account=people.olga.account, programme=elsewhere)
    assert olga.get(f"programmes/{elsewhere.pk}/").status_code == 404
    assert [each["slug"] for each in olga.get("programmes/").body["results"]] == ["sector"]


def test_a_session_opens_every_programme_of_its_person(client, nobody, people):
    Staff.objects.create(account=people.olga.account, programme=Programme.objects.get(slug="elsewhere"))
    client.force_login(people.olga.account)
    assert [each["slug"] for each in nobody.get("programmes/").body["results"]] == ["elsewhere", "sector"]


def test_a_token_that_may_read_changes_nothing(reader, programme):
    answer = reader.post(f"programmes/{programme.pk}/organisations/", {"name": "New"})
    assert (answer.status_code, programme.organisations.filter(name="New").exists()) == (403, False)
    assert answer.body["detail"] == "This token may only read. Changes need one with the scope “manage”."


def test_a_session_changes_only_with_its_csrf_token(people, programme):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(people.olga.account)
    answer = careful.post(
        f"/api/v1/programmes/{programme.pk}/organisations/", {"name": "New"}, content_type="application/json"
    )
    assert (answer.status_code, programme.organisations.filter(name="New").exists()) == (403, False)


def test_a_token_that_is_over_opens_nothing(call_with, people, token_of):
    assert call_with(token_of(people.olga, days=0)).get("programmes/").status_code == 401


def test_withdrawing_a_token_is_audited_and_final(olga, people):
    token = ApiToken.objects.get()
    revoke_token(token=token, by=people.olga.account)
    assert olga.get("programmes/").status_code == 401
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["token.revoked", "token.made"]


def test_a_token_ends_with_its_persons_role_and_account(olga, people, programme):
    Staff.objects.filter(account=people.olga.account).delete()
    assert olga.get(f"programmes/{programme.pk}/").status_code == 404
    people.olga.account.is_active = False
    people.olga.account.save()
    assert olga.get(f"programmes/{programme.pk}/").status_code == 401


def test_a_token_is_stored_as_a_digest_and_its_last_day_is_known(olga):
    token = ApiToken.objects.get()
    text = olga.headers["Authorization"].removeprefix("Bearer ")
    stored = [str(value) for value in vars(token).values()]
    assert not any(text in each for each in stored)
    assert token.last_used_on is None
    olga.get("programmes/")
    token.refresh_from_db()
    assert token.last_used_on == timezone.now().date()


def test_more_calls_than_allowed_are_told_to_wait(olga, reader, settings):
    settings.API_CALLS_A_MINUTE = {"known": 2, "anonymous": 1}
    assert [olga.get("programmes/").status_code for _ in range(3)] == [200, 200, 429]
    assert 1 <= int(olga.get("programmes/").headers["Retry-After"]) <= 60
    assert reader.get("programmes/").status_code == 200


def test_nobody_is_counted_by_address(db, nobody, settings):
    settings.API_CALLS_A_MINUTE = {"known": 2, "anonymous": 1}
    assert [nobody.get("schema/?format=json").status_code for _ in range(2)] == [200, 429]


def test_guessing_tokens_is_counted_too(db, call_with, settings):
    settings.API_CALLS_A_MINUTE = {"known": 2, "anonymous": 1}
    assert [call_with("waymark_guess").get("programmes/").status_code for _ in range(2)] == [401, 429]


@pytest.mark.parametrize("path", ["nothing/", "programmes", "waves/2026/", "programmes/%00/"])
def test_an_address_that_is_not_there_is_a_problem_document(olga, path):
    answer = olga.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
