import pytest
from django.utils.translation import override

from benchmarking.models.release import Release
from benchmarking.releasing.report import report
from benchmarking.tasks import sweep
from surveyapp.actions.waves import close_wave
from tests.benchmarking.small_sector import DEFINITION, answers, organisation, respond, take_part

KINDS = {"red": 12, "blue": 8, "green": 2}


@pytest.fixture
def reported(programme, publish_instrument, make_wave, as_worker):
    """The report on a wave in which every site says what is in a list, in turn."""
    programme.peer_tree = ["kind"]
    programme.save()
    version = publish_instrument(DEFINITION)
    with as_worker():
        sites = [organisation(programme, f"{kind} {n}", kind) for kind, number in KINDS.items() for n in range(number)]

    def make(slug, documents, sites=sites):
        wave = make_wave(version, slug=slug)
        with as_worker():
            for site, document in zip(sites, documents, strict=True):
                respond(take_part(wave, site), document)
            close_wave(wave=wave, by=None, by_kind="operator")
            sweep()
        return report(Release.objects.get(wave=wave))

    make.sites = sites
    return make


def apart_from_the_seal(found):
    return {**found, "made": [row for row in found["made"] if row[0] != "Fingerprint of the inputs"]}


def test_permuting_the_answers_of_organisations_leaves_the_report_as_it_is(reported):
    said = [answers(1 + n % 5, twin=["started", "none"][n % 2]) for n in range(22)]
    permuted = sorted(said, key=str)
    one, other = reported("2026", said), reported("2027", permuted)
    assert permuted != said
    assert apart_from_the_seal(one) == apart_from_the_seal(other)


def test_extreme_answers_leave_the_report_as_it_is(reported):
    low, high = reported("2026", [answers(1)] * 22), reported("2027", [answers(5, held=["money"], MUCH="5")] * 22)
    assert apart_from_the_seal(low) == apart_from_the_seal(high)


def test_a_group_that_is_too_small_says_why_and_where_its_companies_count(reported):
    found = reported("2026", [answers(3)] * 22)
    assert found["withheld"] == [
        {
            "name": "Blue",
            "reason": "Large enough itself; but shown beside the others it would give away a group that is too small. "
            "Its companies count in “All other organisations in the whole sector”.",
        },
        {
            "name": "Green",
            "reason": "Fewer companies than a group needs. "
            "Its companies count in “All other organisations in the whole sector”.",
        },
    ]


def test_below_twenty_companies_every_group_counts_in_the_sector_alone(reported):
    found = reported("2026", [answers(3)] * 19, reported.sites[:19])
    reasons = {each["reason"] for each in found["withheld"]}
    assert reasons == {
        "Sub-groups open when 20 companies of the whole sector have finished. Its companies count in “The whole sector”."
    }


def test_no_number_of_a_withheld_group_stands_in_its_reason(reported):
    """The numbers in the words are limits, the same for one company as for five."""
    two = reported("2026", [answers(3)] * 22)["withheld"]
    one = reported("2027", [answers(3)] * 21, reported.sites[:21])["withheld"]
    assert two == one


@pytest.mark.parametrize("language", ["de", "fr", "ar"])
def test_reasons_are_said_in_every_language(reported, language):
    with override(language):
        found = reported("2026", [answers(3)] * 22)["withheld"]
    assert all("Fewer" not in each["reason"] and "Its companies" not in each["reason"] for each in found)


@pytest.fixture
def two_deep(programme, publish_instrument, make_wave, as_worker):
    """The report on 22 sites grouped by kind and then by type, of which `sensitive` questions need eleven."""

    def make(sensitive=(), last="office"):
        programme.peer_tree = ["kind", "type"]
        programme.save()
        items = {code: item | {"sensitive": code in sensitive} for code, item in DEFINITION["items"].items()}
        version = publish_instrument({**DEFINITION, "items": items, "population": None})
        wave = make_wave(version)
        with as_worker():
            for kind, number in KINDS.items():
                for n in range(number):
                    site = organisation(programme, f"{kind} {n}", kind, type="plant" if n % 2 else last)
                    respond(take_part(wave, site), answers(3))
            close_wave(wave=wave, by=None, by_kind="operator")
            sweep()
        return report(Release.objects.get())

    return make


def test_a_group_below_a_withheld_one_is_listed_with_its_reason(two_deep):
    found = {each["name"]: each["reason"] for each in two_deep()["withheld"]}
    below = [name for name, reason in found.items() if reason == "Its larger group is not shown."]
    assert below == ["Blue: Office", "Blue: Plant", "Green: Office", "Green: Plant"]


def test_where_nobody_stands_no_group_is_listed(two_deep):
    found = [each["name"] for each in two_deep(last="plant")["withheld"]]
    assert "Blue: Plant" in found
    assert "Blue: Office" not in found


def test_where_all_that_the_sector_shows_is_shown_no_measure_is_said_to_be_withheld(two_deep):
    said = {each["name"]: each["measures"] for each in two_deep()["shown"]}
    assert (said["The whole sector"], said["Red"]) == ("", "")
    assert said["Red: Plant"] == "Of the 16 measures of the whole sector 13 are withheld here."


def test_measures_withheld_for_the_limit_of_sensitive_questions_are_counted(two_deep):
    """A1, the share taken from it, its dimension and the mean of all need eleven, and beside Red there are ten."""
    said = {each["name"]: each["measures"] for each in two_deep(sensitive=("A1",))["shown"]}
    assert said["Red"] == "Of the 16 measures of the whole sector 4 are withheld here."
    assert said["The whole sector"] == ""


def test_only_where_a_question_is_sensitive_its_limit_is_named(two_deep):
    assert two_deep(sensitive=("A1",))["sensitive_from"] == 11


def test_without_sensitive_questions_no_limit_of_theirs_is_named(two_deep):
    assert two_deep()["sensitive_from"] is None
