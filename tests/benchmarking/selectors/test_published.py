from benchmarking.selectors import figures, surveys
from benchmarking.selectors.catalogue import courses
from tests.benchmarking.dashboards.conftest import mean


def test_the_newest_published_release_counts(store, people):
    wave = store.survey("2026", people.alpha.organisation)
    store.release(wave, [mean("sector dimension:AUT", 64, 50.0)])
    store.release(wave, [mean("sector dimension:AUT", 64, 51.0)], number=2)
    store.release(wave, number=3, published=False)
    (found,) = figures.publications([wave.id]).values()
    assert found.number == 2
    known = figures.figures(found.id, ["sector", "sector/other"])
    assert known["sector"].one("dimension:AUT", "mean").value == 51.0
    assert known["sector/other"].of("dimension:AUT") == {}


def test_a_withheld_group_has_an_address_and_no_count(store, people):
    wave = store.survey("2026", people.alpha.organisation)
    store.release(wave)
    found = figures.publications([wave.id])[wave.id].withheld_group("sector/blood")
    assert (found.parent, found.reason) == ("sector", "too_few")
    assert not any("n_" in name for name in found.__dataclass_fields__)


def test_a_wave_without_a_published_release_is_absent(store, people):
    wave = store.survey("2026", people.alpha.organisation)
    store.release(wave, published=False)
    assert figures.publications([wave.id]) == {}


def test_surveys_are_the_open_the_own_and_the_published_newest_first(store, people):
    own = store.survey("2024", people.alpha.organisation)
    published = store.survey("2025", people.beta.organisation)
    store.release(published)
    store.survey("2023", people.beta.organisation)
    store.survey("2026", closed=False)
    found = surveys.surveys(people.alpha.organisation)
    assert [(each.slug, each.is_open, each.takes_part, each.is_published) for each in found] == [
        ("2026", True, False, False),
        ("2025", False, False, True),
        ("2024", False, True, False),
    ]
    assert found[2].wave_id == own.id


def test_surveys_of_another_programme_are_not_listed(store, people):
    store.survey("2026", people.alpha.organisation)
    assert surveys.surveys(people.gamma.organisation) == ()


def test_courses_come_by_code(programme, as_worker):
    from benchmarking.models.training import TrainingModule

    with as_worker():
        for code in ("B", "A"):
            TrainingModule.objects.create(
                programme=programme, code=code, name={"en": code}, audience="practitioner", raises={"x": 3}
            )
    assert [(each.module.code, each.module.raises) for each in courses(programme.id)] == [
        ("A", {"x": 3}),
        ("B", {"x": 3}),
    ]
