"""The report of releases that the pipeline itself built: of a dozen companies, and of some more in groups."""

import pytest

from benchmarking.actions.releases import publish_release
from benchmarking.actions.sector_reports import make_public
from tests.benchmarking.public.reading import figures_of, rows_of
from tests.benchmarking.small_sector import DEFINITION, answers, fill

OF_OURS = ("invited", "response", "change", "all")  # rows that follow from counts and figures of the release


@pytest.fixture
def wave(programme, publish_instrument, make_wave):
    programme.peer_tree = ["kind"]
    programme.save()
    return make_wave(publish_instrument(DEFINITION))


@pytest.fixture
def read(client, wave, build, people, as_worker):
    """Build and publish a sector; its CSV, its page, and the release."""

    def made(**sector):
        with as_worker():
            fill(wave, sector)
        release = build(wave)
        with as_worker():
            publish_release(release=release, by=people.olga.account)
        make_public(wave=wave, by=people.olga.account)
        here = f"/reports/sector/{wave.slug}/1/"
        return figures_of(client.get(f"{here}figures.csv")), client.get(here), release

    return made


@pytest.mark.parametrize("sector", [{"red": 12}, {"red": 12, "blue": 8, "green": 2}], ids=["12", "22 in groups"])
def test_every_figure_of_the_release_is_in_the_data_once_and_nothing_else(read, sector):
    data, page, release = read(**{kind: [answers(1 + n % 5) for n in range(many)] for kind, many in sector.items()})
    stored = {(f.cohort, f.metric, f.statistic): f.n_owners for f in release.figures.exclude(statistic="not_stated")}
    told = {
        (row["group"], row["measure"], row["statistic"]): int(row["n"])
        for row in data.values()
        if not row["withheld"] and row["measure"].partition(":")[0] not in OF_OURS
    }
    assert told == stored
    assert page.status_code == 200
    assert set(rows_of(page)) <= set(data)


def test_of_a_dozen_companies_shares_are_bands_of_counts(read):
    data, _page, _release = read(red=[answers(1 + n % 5) for n in range(12)])
    shares = [row for row in data.values() if row["statistic"] == "share" and not row["withheld"]]
    assert shares
    for row in shares:
        assert row["value"] == ""
        assert int(row["most"]) - int(row["least"]) >= 2
    assert not [row for row in data.values() if row["statistic"] in ("median", "tier")]


def test_where_nothing_can_be_shown_the_report_says_so(read):
    data, page, release = read(red=[answers(3)] * 4)
    assert not release.figures.exists()
    assert {row["value"] + row["n"] for row in data.values()} <= {""}
    assert "Too few companies answered for any figure to be shown." in page.content.decode()
