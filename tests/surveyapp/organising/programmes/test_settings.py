import pytest

from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.programme import Programme, SettingsChange
from surveyapp.organising.programmes.sections import BY_NAME

NAMES = {"name_en": "Sector survey", "organiser_name_en": "Sector body", "contact_email": "survey@sector.example"}
TEXTS = {"information_sheet_en": "", "data_controller_en": "", "funder_en": "", "ethics_reference": ""}


@pytest.fixture
def page_of(olga, at):
    return lambda section: olga.get(at("programme-settings-section", "sector", section))


@pytest.fixture
def keep(olga, at):
    """`keep("names", name_en="…")` posts a section as the page would."""

    def post(section, **said):
        return olga.post(at("programme-settings-section", "sector", section), said)

    return post


def now(field):
    return getattr(Programme.objects.get(slug="sector"), field)


@pytest.mark.parametrize("section", BY_NAME)
def test_every_section_is_listed_and_opens(olga, shipped, at, page_of, section):
    assert at("programme-settings-section", "sector", section) in olga.get(at("programme-settings", "sector")).text
    page = page_of(section)
    assert page.status_code == 200
    assert page.context["about"].name == section


def test_an_unknown_section_is_not_found(page_of):
    assert page_of("secrets").status_code == 404


@pytest.mark.parametrize("who", ["alpha", "gamma"])
def test_settings_are_for_the_programmes_staff(signed_in, people, at, who):
    client = signed_in(getattr(people, who))
    for programme in ("sector", "nowhere"):
        assert client.get(at("programme-settings", programme)).status_code == 403
        address = at("programme-settings-section", programme, "names")
        assert client.post(address, NAMES).status_code == 403


def test_a_text_is_kept_in_each_language(keep, programme):
    Programme.objects.update(languages=["en", "de"])
    said = {"funder_en": "The state", "funder_de": "Der Staat", "information_sheet_en": "One.\r\n\r\nTwo."}
    assert keep("texts", **TEXTS | said).status_code == 302
    assert now("funder") == {"en": "The state", "de": "Der Staat"}
    assert now("information_sheet") == {"en": "One.\n\nTwo."}


def test_a_language_that_was_taken_away_keeps_its_words(keep, programme):
    Programme.objects.update(funder={"fr": "L'État"})
    keep("texts", **TEXTS | {"funder_en": "The state"})
    assert now("funder") == {"en": "The state", "fr": "L'État"}


def test_what_was_typed_is_shown_as_respondents_will_read_it_and_not_kept(keep, shipped, words):
    page = keep("texts", **TEXTS | {"data_controller_en": "The Guild", "show": "en"})
    assert page.status_code == 200
    assert "Data controller The Guild" in words(page).split("What respondents will see")[1]
    assert now("data_controller") == {}


def test_of_two_windows_the_second_loses_nothing_and_sees_the_first(keep, page_of, words):
    seen = page_of("names").context["seen"]
    keep("names", **NAMES | {"name_en": "First", "seen": seen})
    page = keep("names", **NAMES | {"name_en": "Second", "seen": seen})
    assert page.status_code == 422
    assert "Somebody changed these settings meanwhile" in words(page)
    assert [row["lines"] for row in page.context["meanwhile"]] == [["First"]]
    assert 'value="Second"' in page.text
    assert now("name") == {"en": "First"}
    keep("names", **NAMES | {"name_en": "Second", "seen": page.context["seen"]})
    assert now("name") == {"en": "Second"}


def test_an_earlier_wording_is_put_back(olga, keep, page_of, at):
    keep("names", **NAMES | {"name_en": "Another"})
    (change,) = SettingsChange.objects.all()
    address = at("programme-settings-back", "sector", "names", change.pk)
    olga.post(address, {"seen": "something older"})
    assert now("name") == {"en": "Another"}
    olga.post(address, {"seen": page_of("names").context["seen"]})
    assert now("name") == {"en": "Sector survey"}


def test_nothing_is_put_back_in_another_programme(signed_in, people, keep, at):
    keep("names", **NAMES | {"name_en": "Another"})
    address = at("programme-settings-back", "elsewhere", "names", SettingsChange.objects.get().pk)
    assert signed_in(people.olga).post(address).status_code == 403


@pytest.mark.parametrize(
    ("section", "said", "sentence"),
    [
        ("names", NAMES | {"name_en": " "}, "Write what the programme is called."),
        ("names", NAMES | {"name_en": "x" * 121}, "at most 120 characters"),
        ("names", NAMES | {"contact_email": "a@b\nc"}, "This is not an e-mail address."),
        ("texts", TEXTS | {"information_sheet_en": "x" * 20_001}, "at most 20000 characters"),
        ("texts", TEXTS | {"information_sheet_en": "a\0b"}, "Null characters are not allowed."),
        ("consent", {"consent_en": "Yes.\n" * 21}, "nobody reads more than 20"),
        ("limits", {"least_owners": "5", "needs_second_signature": "no"}, "may only be raised, and stands at 6"),
        ("limits", {"least_owners": "6"}, "Choose yes or no."),
        ("limits", {"least_owners": "many", "needs_second_signature": "no"}, "Write a whole number from 1 to 50."),
        ("retention", {"keeps_answers_months": "0"}, "Write a whole number from 1 to 120."),
        ("place", {"timezone": "Nowhere", "currency": "EUR"}, "Select a valid choice."),
        ("languages", {"instrument": "", "languages": [], "default_language": "en"}, "Tick at least one language."),
        (
            "languages",
            {"instrument": "bioprocess-digital", "languages": ["en", "ar"], "default_language": "en"},
            "The questionnaire does not have: ar.",
        ),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_kept(keep, shipped, section, said, sentence):
    page = keep(section, **said)
    assert page.status_code == 422
    assert sentence in page.text
    assert not SettingsChange.objects.exists()


def test_a_second_signature_is_asked_for(keep):
    keep("limits", least_owners="7", needs_second_signature="yes")
    assert (now("least_owners"), now("needs_second_signature")) == (7, True)


def test_consent_has_the_same_sentences_in_each_language(keep, programme):
    Programme.objects.update(languages=["en", "de"])
    page = keep("consent", consent_en="One.\nTwo.", consent_de="Eins.")
    assert "Write 2 sentences, as in the default language; here are 1." in page.text
    keep("consent", consent_en="One.\n\nTwo.\n", consent_de="Eins.\nZwei.")
    assert now("consent_sentences") == [{"en": "One.", "de": "Eins."}, {"en": "Two.", "de": "Zwei."}]


def test_controls_of_direction_are_taken_out(keep):
    keep("consent", consent_en="You \u202eagree.")
    assert now("consent_sentences") == [{"en": "You agree."}]


GROUPS = {"level_1": "business_model_family", "level_2": "sub_sector_family"}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"level_3": "business_model_family"}, "A fact stands in two steps."),
        ({"level_2": "sub_sector", "level_3": "sub_sector_family"}, "put it below"),
        ({"side_facets": ["business_model_family"]}, "is a step already"),
    ],
)
def test_an_order_that_makes_no_groups_is_refused(keep, shipped, said, sentence):
    chosen = keep("languages", instrument="bioprocess-digital", languages=["en"], default_language="en")
    assert chosen.status_code == 302
    page = keep("groups", **GROUPS | said)
    assert page.status_code == 422
    assert sentence in page.text


def test_groups_are_counted_in_the_register_before_they_are_kept(keep, shipped, programme):
    Programme.objects.update(instrument=shipped.instrument)
    for n in range(6):
        owner = Owner.objects.create(programme=programme, name=f"Owner {n}")
        sites = [Organisation(programme=programme, owner=owner, name=f"{n} {s}", facets=CONTRACT) for s in range(2)]
        Organisation.objects.bulk_create(sites)
    page = keep("groups", level_1="business_model_family", show="yes")
    assert [(row["depth"], row["owners"], row["is_enough"]) for row in page.context["groups"]] == [
        (0, 8, True),  # Alpha's and Beta's too, of whom the register does not say it
        (1, 6, True),
    ]
    in_no_group = "2 companies are in no group of “Business model, in families”, as the register does not say it."
    assert page.context["unplaced"] == [in_no_group]
    assert now("peer_tree") == ["business_model_family", "sub_sector_family"]
    keep("groups", level_1="business_model_family")
    assert now("peer_tree") == ["business_model_family"]


CONTRACT = {"business_model": "both"}


def test_what_the_questionnaire_puts_in_no_group_is_told_apart_from_what_is_not_known(keep, shipped, programme):
    Programme.objects.update(instrument=shipped.instrument)
    owner = Owner.objects.create(programme=programme, name="Neither")
    rows = [{"business_model": "neither"}, {}]
    Organisation.objects.bulk_create(
        [Organisation(programme=programme, owner=owner, name=str(f), facets=f) for f in rows]
    )
    page = keep("groups", level_1="business_model", side_facets=["business_model_family"], show="yes")
    (margin,) = page.context["margins"]
    assert [line.partition(" is ")[0].partition(" are ")[0] for line in margin["unplaced"]] == [
        "2 companies",
        "1 company",
    ]
    assert [line[:11] for line in page.context["unplaced"]] == ["2 companies"]


def test_languages_are_those_of_the_organisers_words_and_limit_nobody_who_answers(page_of, words):
    said = words(page_of("languages"))
    assert "in which languages you write your own words" in said
    assert "People may answer in each that it has" in said


def test_groups_of_a_programme_that_has_begun_are_shown_with_the_reason(opened, page_of, keep, words):
    opened()
    assert "when “2026 survey” took its first answers" in words(page_of("groups"))
    assert keep("groups", level_1="sub_sector").status_code == 422
    assert now("peer_tree") == ["business_model_family", "sub_sector_family"]


def test_the_questionnaire_is_called_by_its_name(olga, keep, shipped, at):
    keep("languages", instrument="bioprocess-digital", languages=["en"], default_language="en")
    assert (
        "<bdi>Digital maturity and skills in bioprocessing</bdi>" in olga.get(at("programme-settings", "sector")).text
    )
