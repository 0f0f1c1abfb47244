import io

import pytest
from django.core.management import CommandError, call_command

from surveyapp.models.organisation import Organisation
from surveyapp.models.people import Account
from surveyapp.permissions import may_coordinate, may_found_programmes, may_organise


@pytest.fixture
def run(as_worker):
    def call(*arguments):
        out = io.StringIO()
        with as_worker():
            call_command(*arguments, stdout=out)
        return out.getvalue()

    return call


@pytest.mark.parametrize("named", ["Alpha site", "alpha SITE", "S1"])
def test_a_coordinator_is_made_for_an_organisation_by_name_or_reference(run, people, named):
    Organisation.objects.filter(pk=people.alpha.organisation.pk).update(reference="S1")
    said = run("make_coordinator", "cora@example.org", "--organisation", named, "--password", "twelve trees tall")
    assert said == "cora@example.org coordinates Alpha site and signs in at /accounts/login/.\n"
    assert may_coordinate(Account.objects.get(email="cora@example.org"), people.alpha.organisation)


def test_an_organiser_is_made_for_a_programme(run, people):
    run("make_organiser", "olaf@example.org", "--programme", "sector", "--password", "twelve trees tall")
    assert may_organise(Account.objects.get(email="olaf@example.org"), people.olga.programme)


def test_without_a_programme_an_account_may_start_programmes(run, db):
    said = run("make_organiser", "olaf@example.org", "--password", "twelve trees tall")
    assert said == "olaf@example.org may start programmes at /organise/ and signs in at /accounts/login/.\n"
    assert may_found_programmes(Account.objects.get(email="olaf@example.org"))


def test_a_password_is_asked_for_twice(run, people, monkeypatch):
    typed = iter(["twelve trees tall", "twelve trees tall"])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    run("make_organiser", "olaf@example.org", "--programme", "sector")
    assert Account.objects.get(email="olaf@example.org").check_password("twelve trees tall")


def test_two_different_passwords_are_refused(run, people, monkeypatch):
    typed = iter(["twelve trees tall", "twelve trees small"])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    with pytest.raises(CommandError, match="The two are not the same"):
        run("make_organiser", "olaf@example.org", "--programme", "sector")


def test_an_account_that_is_there_is_asked_for_nothing(run, people):
    run("make_coordinator", "alpha@example.org", "--organisation", "Beta site")
    assert may_coordinate(people.alpha.account, people.beta.organisation)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["make_coordinator", "c@example.org", "--organisation", "Nobody"], "No organisation is called “Nobody”"),
        (
            ["make_organiser", "o@example.org", "--programme", "none"],
            "There is no programme none. There are: elsewhere, sector.",
        ),
        (["make_organiser", "nobody", "--programme", "sector"], "Enter a valid email address."),
    ],
)
def test_what_is_not_there_or_not_valid_is_refused_in_a_sentence(run, people, arguments, sentence):
    with pytest.raises(CommandError) as caught:
        run(*arguments, "--password", "twelve trees tall")
    assert str(caught.value).startswith(sentence)


def test_a_name_in_two_programmes_needs_the_programme(run, people):
    Organisation.objects.create(
        programme=people.gamma.organisation.programme, owner=people.gamma.owner, name="Alpha site"
    )
    given = ["make_coordinator", "cora@example.org", "--organisation", "Alpha site", "--password", "twelve trees tall"]
    with pytest.raises(CommandError, match=r"is several: .*--programme"):
        run(*given)
    assert "coordinates Alpha site" in run(*given, "--programme", "sector")
