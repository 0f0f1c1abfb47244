import pytest

from benchmarking import pipeline
from benchmarking.models.figure import Figure
from benchmarking.models.release import Release
from benchmarking.selectors import release_inputs
from benchmarking.tasks import sweep
from surveyapp.actions.waves import close_wave, open_wave
from surveyapp.models.wave import Wave
from surveyapp.selectors import instruments
from surveyapp.selectors.populations import sites_by_path
from tests.benchmarking.small_sector import DEFINITION, answers, fill, organisation

SECTOR = {"red": [answers(1 + n % 5) for n in range(12)], "blue": [answers(1 + n % 5) for n in range(8)]}


@pytest.fixture
def wave(programme, publish_instrument, as_worker):
    """A complete list: 20 owners with a site each answer, and five more sites of one of them do not."""
    programme.peer_tree = ["kind"]
    programme.save()
    version = publish_instrument(DEFINITION)
    with as_worker():
        wave = Wave.objects.create(
            programme=programme, instrument_version=version, slug="2027", frame=Wave.Frame.COMPLETE_LIST
        )
        fill(wave, SECTOR)
        for number in range(5):
            organisation(programme, f"Silent site {number}", "red", owner="red 0 Group")
        return open_wave(wave=wave, by=None, by_kind="operator")


@pytest.fixture
def release(wave, as_worker):
    with as_worker():
        close_wave(wave=wave, by=None, by_kind="operator")
        sweep()
        return Release.objects.get(wave=wave)


def test_sites_are_counted_where_owners_are_counted_once(wave, as_worker):
    with as_worker():
        instrument = instruments.instrument(wave.instrument_version_id)
        assert wave.population == {"": 20, "blue": 8, "red": 12}
        assert sites_by_path(wave.programme, instrument) == {"": 25, "blue": 8, "red": 17}


def widths(figures):
    return {f.cohort: f.high - f.low for f in figures if (f.metric, f.statistic) == ("dimension:A", "mean")}


def test_a_sector_of_which_sites_are_silent_is_less_sure_than_its_owners_alone_would_make_it(release, as_worker):
    with as_worker():
        inputs = release_inputs.read(release.inputs.document)
        figures = pipeline.rebuild(release)
        release.inputs.document.pop("sites")
        of_owners_alone = pipeline.rebuild(release)
    assert inputs.sites == {"": 25, "blue": 8, "red": 17}
    found, before = widths(figures), widths(of_owners_alone)
    assert found["sector"] > before["sector"]
    assert {c: w for c, w in found.items() if c != "sector"} == {c: w for c, w in before.items() if c != "sector"}
    stored = Figure.objects.get(release=release, cohort="sector", metric="dimension:A", statistic="mean")
    assert stored.high - stored.low == found["sector"]
