import pytest

from surveyapp.models.audit import AuditEntry
from surveyapp.models.programme import Programme
from surveyapp.permissions import may_organise

SAID = {
    "name": "Digital skills in brewing",
    "slug": "",
    "organiser_name": "Brewers' Guild",
    "contact_email": "survey@guild.example",
    "instrument": "bioprocess-digital",
    "default_language": "en",
    "timezone": "Europe/Berlin",
    "currency": "EUR",
}


@pytest.fixture
def found(signed_in, fiona, shipped, at):
    def post(**said):
        return signed_in(fiona).post(at("programme-new"), SAID | said)

    return post


def test_an_empty_installation_offers_to_start_a_programme(signed_in, fiona, words, at):
    client = signed_in(fiona)
    assert client.get("/").url == at("programme-list")
    page = client.get(at("programme-list"))
    assert "You run no programme yet" in words(page)
    assert at("programme-new") in page.text


def test_a_programme_starts_with_its_founder_as_staff(found, fiona, at):
    assert found().url == at("programme-desk", "digital-skills-in-brewing")
    programme = Programme.objects.get()
    assert programme.name == {"en": "Digital skills in brewing"}
    assert programme.organiser_name == {"en": "Brewers' Guild"}
    assert (programme.timezone, programme.currency) == ("Europe/Berlin", "EUR")
    assert programme.instrument.slug == "bioprocess-digital"
    assert may_organise(fiona, programme)
    entries = AuditEntry.objects.filter(programme=programme).order_by("id")
    assert [each.action for each in entries] == ["programme.started", "organiser.appointed"]


def test_languages_and_peer_groups_are_the_questionnaires_where_none_are_chosen(found, shipped):
    found()
    programme = Programme.objects.get()
    assert programme.languages == shipped.definition["languages"]
    assert programme.peer_tree == shipped.definition["peer_tree"]


def test_a_questionnaire_of_ones_own_comes_afterwards(found):
    found(instrument="-", default_language="de", languages=["de", "fr"])
    programme = Programme.objects.get()
    assert (programme.instrument, programme.peer_tree) == (None, [])
    assert (programme.languages, programme.default_language) == (["de", "fr"], "de")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": ""}, "Write what the programme is called."),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"name": "a\0b"}, "Null characters are not allowed."),
        ({"name": "الطب"}, "Write a short name of small letters, digits and hyphens"),
        ({"slug": "New Slug!"}, "Write a short name of small letters, digits and hyphens"),
        ({"slug": "new"}, "“new” stands in addresses of Waymark itself"),
        ({"slug": "releases"}, "“releases” stands in addresses of Waymark itself"),
        ({"contact_email": "nobody"}, "This is not an e-mail address."),
        ({"instrument": "another"}, "Choose a questionnaire"),
        ({"languages": ["ar"], "default_language": "ar"}, "The questionnaire does not have العربية"),
        ({"default_language": "xx"}, "Choose the default language."),
        ({"timezone": "Mars/Olympus"}, "Choose a time zone."),
        ({"currency": "???"}, "Choose a currency."),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_written(found, said, sentence):
    page = found(**said)
    assert page.status_code == 422
    assert sentence in page.text
    assert not Programme.objects.exists()


def test_a_short_name_is_taken_once(found, programme):
    page = found(slug="sector")
    assert page.status_code == 422
    assert "Another programme has this short name." in page.text
    assert Programme.objects.count() == 1


def test_directions_in_a_name_are_taken_out(found):
    found(name="Brew\u202eing", slug="brewing")
    assert Programme.objects.get().name == {"en": "Brewing"}


@pytest.mark.parametrize("name", ["olga", "alpha"])
def test_only_whom_the_operator_let_starts_programmes(signed_in, people, name, at):
    client = signed_in(getattr(people, name))
    assert client.get(at("programme-new")).status_code == 403
    assert client.post(at("programme-new"), SAID).status_code == 403
    assert Programme.objects.count() == 2


def test_a_coordinator_alone_has_no_list_of_programmes(signed_in, people, at):
    assert signed_in(people.alpha).get(at("programme-list")).status_code == 403
