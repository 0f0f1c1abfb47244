from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import ProgrammingError, transaction

from benchmarking.models.own_result import OwnResultRequest
from benchmarking.models.release import Release
from surveyapp.actions.programmes import start_programme
from surveyapp.actions.register import NameTaken
from surveyapp.actions.results import WaveTaken, import_results
from surveyapp.instruments import loader
from surveyapp.instruments.results import OrganisationResult, ResultsTable
from surveyapp.models.answers import OrganisationAnswers
from surveyapp.models.audit import AuditEntry
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave

DEFINITION = {
    "slug": "trees",
    "version": "1",
    "name": {"en": "Trees"},
    "languages": ["en"],
    "default_language": "en",
    "unit_of_analysis": "organisation",
    "roles": {},
    "items": {"INDEX": {"code": "INDEX", "kind": "score", "publish": "mean", "text": {"en": "Index"}}},
}
IN_2021, IN_2023 = datetime(2021, 9, 28, tzinfo=UTC), datetime(2023, 9, 19, tzinfo=UTC)


def result(reference, name, value=50.0, owner="", **facets):
    answer = {"missing": "not_answered"} if value is None else {"value": value}
    return OrganisationResult(reference, name, owner, facets, {"INDEX": answer})


def table(*results, sha256="a" * 64):
    return ResultsTable(results, sha256)


TWO = table(result("A", "Alder", 61.5, region="north"), result("B", "Birch", None))


@pytest.fixture
def version(publish_instrument, programme):
    return publish_instrument(DEFINITION)


@pytest.fixture
def load(as_worker, programme, version):
    def import_table(found, wave="2023", **options):
        given = {"programme": programme, "instrument_version": version, "source": "trees.csv"}
        with as_worker():
            return import_results(**(given | options), wave_slug=wave, table=found, by=None, by_kind="operator")

    return import_table


def stored(as_worker, wave):
    with as_worker():
        rows = OrganisationAnswers.objects.filter(participation__wave=wave)
        return dict(rows.values_list("participation__organisation__name", "document"))


def test_results_are_a_closed_wave_that_asked_for_its_release(load, as_worker):
    imported = load(TWO, held_on=IN_2023)
    wave = imported.wave
    assert (imported.is_new, wave.state, wave.title) == (True, Wave.State.CLOSED, {"en": "2023 survey"})
    assert (wave.opens_at, wave.closes_at) == (IN_2023, IN_2023)
    assert stored(as_worker, wave) == {
        "Alder": {"INDEX": {"value": 61.5}},
        "Birch": {"INDEX": {"missing": "not_answered"}},
    }
    with as_worker():
        assert Release.objects.get(wave=wave).state == Release.State.WAITING
        assert OwnResultRequest.objects.filter(participation__wave=wave).count() == 2


def test_the_file_confirms_the_organisations_and_their_facets(load):
    wave = load(TWO).wave
    assert not wave.participations.filter(confirmed_at__isnull=True).exists()
    assert wave.participations.get(organisation__reference="A").facets == {"region": "north"}


def test_an_organisation_owns_itself_unless_the_file_names_an_owner(load, programme):
    load(table(result("A", "Alder"), result("B", "Birch", owner="Wood plc"), result("C", "Cedar", owner="Wood plc")))
    owners = dict(Organisation.objects.filter(programme=programme).values_list("name", "owner__name"))
    assert owners == {"Alder": "Alder", "Birch": "Wood plc", "Cedar": "Wood plc"}


def test_the_register_is_counted(load, programme):
    assert load(TWO).wave.population == {"": 2}


def test_the_import_is_audited_without_answers(load):
    wave = load(TWO).wave
    entry = AuditEntry.objects.get(action="results.imported")
    assert (entry.target_id, entry.actor_kind) == (str(wave.pk), "operator")
    assert entry.detail == {"source": "trees.csv", "sha256": "a" * 64, "organisations": 2}
    assert AuditEntry.objects.filter(action="wave.closed", target_id=str(wave.pk)).exists()


def test_the_same_file_again_changes_nothing(load):
    first = load(TWO)
    entries = AuditEntry.objects.count()
    again = load(replace(TWO, organisations=TWO.organisations[::-1]))
    assert (again.wave, again.is_new) == (first.wave, False)
    assert (Wave.objects.count(), Organisation.objects.count(), AuditEntry.objects.count()) == (1, 2, entries)


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        (replace(TWO, sha256="b" * 64), "sector 2023 has the results of another file, trees.csv."),
        (table(TWO.organisations[0]), "sector 2023 has the results of this file read with other options."),
    ],
)
def test_another_content_for_the_same_wave_is_refused(load, other, sentence):
    load(TWO)
    with pytest.raises(WaveTaken) as caught:
        load(other)
    assert str(caught.value) == f"{sentence} Choose another name for these."


def test_another_version_for_the_same_wave_is_refused(load, publish_instrument):
    load(TWO)
    with pytest.raises(WaveTaken, match=r"sector 2023 has results of trees 1\."):
        load(TWO, instrument_version=publish_instrument(DEFINITION | {"version": "2"}))


def test_a_wave_that_people_answer_is_left_alone(load, make_wave, version):
    make_wave(version, slug="2023")
    with pytest.raises(WaveTaken, match="is a survey that was not imported"):
        load(TWO)


def test_an_organisation_keeps_its_identity_when_it_is_renamed(load, programme):
    load(TWO, "2021", held_on=IN_2021)
    wave = load(table(result("A", "Alder and Ash", region="south"), result("", "Birch")), "2023", held_on=IN_2023).wave
    assert dict(programme.organisations.values_list("reference", "name")) == {"A": "Alder and Ash", "B": "Birch"}
    assert programme.organisations.get(reference="A").facets == {"region": "south"}
    assert wave.participations.count() == 2


def test_older_results_do_not_change_the_register(load, programme):
    load(TWO, "2023", held_on=IN_2023)
    old = load(table(result("A", "Alders", region="south"), result("Z", "Zelkova")), "2021", held_on=IN_2021).wave
    alder = programme.organisations.get(reference="A")
    assert (alder.name, alder.facets) == ("Alder", {"region": "north"})
    assert old.participations.get(organisation=alder).facets == {"region": "south"}
    assert programme.organisations.filter(name="Zelkova").exists()


def test_newer_results_can_name_an_owner(load, programme):
    load(TWO, "2021", held_on=IN_2021)
    load(table(result("A", "Alder", owner="Wood plc")), "2023", held_on=IN_2023)
    assert programme.organisations.get(reference="A").owner.name == "Wood plc"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (result("X", "Birch"), "“Birch” is B in the register and X in the file"),
        (result("A", "Birch"), "A is called “Birch” in the file, the name of another organisation"),
    ],
)
def test_a_name_under_another_reference_is_refused_and_nothing_is_stored(load, row, sentence):
    load(TWO, "2021", held_on=IN_2021)
    with pytest.raises(NameTaken) as caught:
        load(table(result("C", "Cedar"), row), "2023", held_on=IN_2023)
    assert str(caught.value).startswith(sentence)
    assert not Wave.objects.filter(slug="2023").exists()
    assert not Organisation.objects.filter(name="Cedar").exists()
    assert not Owner.objects.filter(name="Cedar").exists()


def test_another_programmes_organisations_are_not_touched(load, people):
    load(table(result("G", people.gamma.organisation.name)))
    assert Organisation.objects.filter(name=people.gamma.organisation.name).count() == 2


def test_the_web_role_cannot_import(programme, version):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        import_results(
            programme=programme,
            instrument_version=version,
            wave_slug="2023",
            table=TWO,
            source="x",
            by=None,
            by_kind="operator",
        )


def test_a_programme_starts_with_the_instruments_languages_and_groups_once(as_worker, db):
    instrument = loader.read(DEFINITION)
    with as_worker():
        first = start_programme(slug="trees", name="", instrument=instrument, by=None, by_kind="operator")
        again = start_programme(slug="trees", name="Woods", instrument=instrument, by=None, by_kind="operator")
    assert first == again
    stored = Programme.objects.get(slug="trees")
    assert (stored.name, stored.languages, stored.peer_tree) == ({"en": "trees"}, ["en"], [])
    assert AuditEntry.objects.filter(action="programme.started").count() == 1
