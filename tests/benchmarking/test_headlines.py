"""Headlines of a release: weighted to the register by published means alone, and in any case labelled."""

import pytest
from django.urls import reverse

from benchmarking.actions.releases import request_interim
from benchmarking.models.figure import Figure
from benchmarking.releasing import headline_table, methods_page
from benchmarking.tasks import sweep
from benchmarking.verification import verify
from surveyapp.actions.waves import open_wave
from surveyapp.models.wave import Wave
from tests.benchmarking.small_sector import DEFINITION, answers, fill, organisation

HEADLINES = ("dimension:A", "dimension:B", "overall")


@pytest.fixture
def register(programme, publish_instrument, as_worker):
    """An open wave of twelve red at 2, eight blue at 4, and so many silent blue ones in the register."""
    programme.peer_tree = ["kind"]
    programme.save()
    version = publish_instrument(DEFINITION)

    def make(silent=10, frame=Wave.Frame.COMPLETE_LIST, red=12, low=2):
        with as_worker():
            wave = Wave.objects.create(programme=programme, instrument_version=version, slug="2027", frame=frame)
            fill(wave, {"red": [answers(low)] * red, "blue": [answers(4)] * 8})
            for number in range(silent):
                organisation(programme, f"Silent {number}", "blue")
            return open_wave(wave=wave, by=None, by_kind="operator")

    return make


def weighted(release):
    rows = Figure.objects.filter(release=release, statistic="mean_weighted").order_by("metric")
    return {row.metric: (row.cohort, row.value, row.n_owners) for row in rows}


def reasons(release):
    return {note["reason"] for note in release.groups[0]["headlines"].values()}


def test_a_group_counts_by_its_part_of_the_register(register, build):
    release = build(register())
    # 12 of 30 at 325/12, and 18 of 30 at (925 - 325)/8: the published means, of sums in the middle of their steps.
    expected = (325 + 18 * 75) / 30
    assert weighted(release) == {metric: ("sector", pytest.approx(expected), 20) for metric in HEADLINES}
    # Twelve weigh 1 and eight 18/8: 900/52.5 is 17.1.
    assert release.groups[0]["headlines"] == {metric: {"n_effective": 17, "reason": ""} for metric in HEADLINES}
    assert [group for group in release.groups[1:] if "headlines" in group] == []


@pytest.mark.parametrize(
    ("sector", "reason"),
    [
        ({"frame": Wave.Frame.OPEN_CALL}, "no_register"),
        ({"red": 11}, "no_groups"),
        ({"low": 1}, "only_bounds"),
        ({"silent": 400}, "too_uneven"),
    ],
)
def test_where_it_cannot_be_weighted_the_mean_as_answered_stands_with_the_reason(register, build, sector, reason):
    release = build(register(**sector))
    assert weighted(release) == {}
    assert reasons(release) == {reason}
    assert {note["n_effective"] for note in release.groups[0]["headlines"].values()} == {None}
    assert {line["how"][:12] for line in headline_table.headline(release)["lines"]} == {"as answered:"}


def test_fewer_in_the_register_than_answered_are_no_count_to_weight_to(register, build, as_worker):
    wave = register()
    with as_worker():
        wave.population = {"": 30, "red": 5, "blue": 25}
        wave.save()
    release = build(wave)
    assert (weighted(release), reasons(release)) == ({}, {"not_counted"})


def test_a_weighted_release_is_verified_and_a_changed_label_is_noticed(register, build, as_worker):
    release = build(register())
    with as_worker():
        assert verify(release).differences == ()
        release.groups[0]["headlines"]["overall"]["n_effective"] = 20
        changed = verify(release).differences
    assert any(difference.startswith("The groups that are shown") for difference in changed)


def test_an_interim_release_of_the_sector_alone_has_none_made_of_groups_that_are_not_shown(register, as_worker):
    wave = register()
    with as_worker():
        release = request_interim(wave_id=wave.pk)
        sweep()
        release.refresh_from_db()
        assert verify(release).differences == ()
    assert release.groups[0]["population"] == 30
    assert Figure.objects.filter(metric="dimension:A", statistic="mean").count() == 1
    assert (weighted(release), reasons(release)) == ({}, {"no_groups"})


def test_the_organisers_report_has_both_means_the_response_and_the_label(client, people, register, build):
    release = build(register())
    found = headline_table.headline(release)
    assert found["response"] == "Response rate: 63 %, 20 of 32 companies in the register."
    assert found["how"] == "Weighted to the register."
    overall = found["lines"][0]
    assert (overall["name"], overall["shown"], overall["plain"]) == ("Overall", "56", "46")
    assert (overall["n"], overall["n_effective"]) == (20, 17)
    client.force_login(people.olga.account)
    text = client.get(reverse("benchmarking:release-detail", args=[release.pk])).text
    assert "Response rate: 63 %, 20 of 32 companies in the register. Weighted to the register." in text


def test_the_methods_page_says_how_headlines_were_weighted_from_the_release_itself(register, build):
    release = build(register())
    said = {section.id: " ".join(section.paragraphs) for section in methods_page.sections(release)}["headlines"]
    assert "within 0.3 and 3 times their median" in said
    assert "below 50 % of n" in said
    assert "All of them: weighted to the register, effective n = 17." in said.replace("\u00a0", " ")
    assert "67 %, 20 of 30 companies" in said
    release.parameters |= {"weights_least": 0.25, "weights_worth": 0.4}
    release.groups[0]["headlines"]["dimension:B"] = {"n_effective": None, "reason": "too_uneven"}
    said = {section.id: " ".join(section.paragraphs) for section in methods_page.sections(release)}["headlines"]
    assert "below 40 % of n" in said
    assert "Work B: as answered: the groups answered too unevenly for weights." in said


def test_the_methods_page_lists_the_register_s_counts_that_a_headline_is_made_with(client, people, register, build):
    release = build(register())
    table = next(section.counts for section in methods_page.sections(release) if section.counts)
    assert table == [(g["label"]["en"], g["n_owners"], g["population"]) for g in release.groups]
    client.force_login(people.olga.account)
    text = client.get(reverse("benchmarking:release-methods", args=[release.pk])).text
    assert "".join(f'<td class="num">{count}</td>' for count in table[0][1:]) in text
    release.parameters["register_is_complete"] = False
    assert not any(section.counts for section in methods_page.sections(release))


def test_a_release_from_before_there_were_headlines_says_nothing_of_them(register, build):
    release = build(register())
    del release.parameters["weights_worth"], release.groups[0]["headlines"]
    assert headline_table.headline(release) is None
    assert "headlines" not in {section.id for section in methods_page.sections(release)}


def test_its_report_asks_for_the_sectors_figures_once(register, build, django_assert_num_queries):
    release = build(register())
    with django_assert_num_queries(1):
        headline_table.headline(release)


def test_the_report_says_of_each_dimension_who_did_not_know_something(client, people, register, build, as_worker):
    wave = register()
    with as_worker():
        unsure = answers(4) | {"A1": {"missing": "dont_know"}}
        fill(wave, {"green": [unsure] * 7})
    release = build(wave)
    said = [line["unknown"].replace("\u00a0", " ") for line in headline_table.headline(release)["lines"]]
    (share,) = Figure.objects.filter(metric="dont_know:A", statistic="share")
    assert said[:2] == ["by dimension only", f"26 %, n = 27, {share.low:.0f}–{share.high:.0f} %"]
    client.force_login(people.olga.account)
    text = client.get(reverse("benchmarking:release-detail", args=[release.pk])).text
    assert "Did not know something: companies that answered “I do not know”" in text


def test_the_methods_page_says_of_a_release_that_has_it_who_did_not_know_something(register, build):
    release = build(register())
    assert "the companies where nobody knew" in " ".join(methods_page.sections(release)[0].paragraphs)
    del release.parameters["belong_together"]
    assert "the companies where nobody knew" not in " ".join(methods_page.sections(release)[0].paragraphs)


def test_a_share_in_threes_stands_without_a_per_cent(register, build):
    release = build(register(red=6, silent=0))
    lines = headline_table.headline(release)["lines"]
    assert {line["unknown"][:7] for line in lines[1:]} == {"0–2 of "}
