"""Groups across the peer tree, from the programme's setting to a release and its verification."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from benchmarking.models.figure import Figure
from benchmarking.models.release import Release, ReleaseInputs
from benchmarking.tasks import sweep
from surveyapp.actions.waves import close_wave
from tests.benchmarking.small_sector import DEFINITION, answers, fill


@pytest.fixture
def wave(programme, people, publish_instrument, make_wave):
    programme.peer_tree, programme.side_facets = ["type"], ["kind", "type"]
    programme.save()
    return make_wave(publish_instrument(DEFINITION))


@pytest.fixture
def build(wave, as_worker):
    def close(kinds):
        with as_worker():
            fill(wave, {kind: [answers(1 + i % 5) for i in range(n)] for kind, n in kinds.items()})
            close_wave(wave=wave, by=None, by_kind="operator")
            sweep()
        return Release.objects.get(wave=wave)

    return close


def across(release):
    return [group["code"] for group in release.groups if group.get("facet")]


def test_values_of_a_side_facet_are_groups_outside_the_tree(build, as_worker):
    release = build({"red": 14, "blue": 8})
    assert across(release) == ["kind:red", "kind:blue"]
    red = release.groups[1]
    assert (red["label"], red["parent"], red["n_owners"], red["n_units"]) == ({"en": "Kind: Red"}, None, 14, 14)
    assert Figure.objects.get(cohort="kind:red", metric="dimension:A", statistic="mean").n_owners == 14
    with as_worker():
        assert ReleaseInputs.objects.get().document["sides"] == ["kind"]
        call_command("verify_release", "1")


def test_what_is_withheld_has_a_reason_and_no_count(build):
    release = build({"red": 19, "blue": 3})
    assert across(release) == []
    assert [(each["code"], each["reason"]) for each in release.withheld] == [
        ("kind:blue", "too_few"),
        ("kind:red", "would_reveal_others"),
    ]
    assert not any(key.startswith("n_") for each in release.withheld for key in each)


def test_below_twenty_owners_there_are_none(build):
    release = build({"red": 12, "blue": 7})
    assert (across(release), [each for each in release.withheld if "facet" in each]) == ([], [])


def test_without_the_setting_there_are_none(programme, build):
    programme.side_facets = []
    programme.save()
    assert across(build({"red": 14, "blue": 8})) == []


def test_the_report_and_the_methods_page_name_them(client, people, build):
    release = build({"red": 14, "blue": 8})
    client.force_login(people.olga.account)
    shown = client.get(reverse("benchmarking:release-detail", args=[release.pk])).context["report"]["shown"]
    assert [(g["name"], g["companies"], g["note"]) for g in shown[1:]] == [
        ("Kind: Red", 14, "Across the other groups."),
        ("Kind: Blue", 8, "Across the other groups."),
    ]
    text = client.get(reverse("benchmarking:release-methods", args=[release.pk])).text
    assert "everybody who is alike in: Kind." in text
    assert "One is shown only if no company is more than 25 % of it" in text
