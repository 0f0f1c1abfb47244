"""A sector on a page: surveys, releases with figures written by hand, own results, and who looks at them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils import timezone

from tests.benchmarking.dashboards import questionnaire

OWN = {
    "n_respondents": 3,
    "roles": ["it", "quality"],
    "overall": 50.0,
    "lowest": "ANA",
    "in_population": True,
    "dimensions": {
        "AUT": {"score": 75.0, "low": 75.0, "high": 75.0, "incomplete": False},
        "DAT": {"score": 50.0, "low": 40.0, "high": 62.0, "incomplete": True},
        "ANA": {"score": 25.0, "low": 25.0, "high": 25.0, "incomplete": False},
    },
    "items": {
        **{code: {"level": level} for code, level in {"AUT1": 4.0, "AUT2": 4.0, "DAT1": 3.0, "DAT2": 3.0}.items()},
        "ANA1": {"level": 2.5},
        "ANA2": {"level": 1.0},
    },
    "groups": {"data": {"screen": "partly", "people": [6, 10], "short": True}},
    "skills": {
        "python": {"current": 1.0, "needed": 3.0, "gap": 2.0},
        "charts": {"current": 2.0, "needed": 3.0, "gap": 1.0},
    },
    "first": ["charts"],
    "barriers": {"budget": 2.0},
    "statistics": {"twins_started": True, "planning": False},
}

SCORES = ("EES", "MW", "B01")
FROM_A_FILE = {key: {} for key in ("dimensions", "items", "groups", "skills", "barriers", "statistics")} | {
    "n_respondents": 0,
    "roles": [],
    "overall": None,
    "lowest": None,
}

SECTOR = {"code": "sector", "path": [], "label": {"en": "The whole sector"}, "parent": None, "is_residual": False}
BIOLOGICS = {
    "code": "sector/biologics",
    "path": ["biologics"],
    "label": {"en": "Biologics"},
    "parent": "sector",
    "is_residual": False,
}
OTHERS = {
    "code": "sector/other",
    "path": ["other"],
    "label": {"en": "All other organisations in the whole sector"},
    "parent": "sector",
    "is_residual": True,
}
PLASMA = {"path": ["blood"], "label": {"en": "Blood plasma"}, "parent": "sector", "reason": "too_few"}


def group(entry, n, population=None):
    return entry | {"n_owners": n, "n_units": n, "population": population}


def figure(at, n, value, interval=(None, None), **more):
    """`at` is group, metric and statistic."""
    cohort, metric, statistic = at.split()
    known = {"value": value, "low": interval[0], "high": interval[1], "least": None, "most": None, "bound": ""}
    return {"cohort": cohort, "metric": metric, "statistic": statistic, "n_owners": n, "n_units": n} | known | more


def mean(at, n, value, half=6.0):
    return figure(f"{at} mean", n, value, (value - half, value + half))


def quartiles(at, n, values):
    names = ("lower_quartile", "median", "upper_quartile")
    return [figure(f"{at} {name}", n, value, (value - 4, value + 4)) for name, value in zip(names, values, strict=True)]


def share(at, n, value, interval):
    return figure(f"{at} share", n, value, interval)


def band(at, n, least, most):
    return figure(f"{at} share", n, None, (5.0, 60.0), least=least, most=most)


def sector_figures(n=64):
    """A sector of 64 of which AUT is ahead of, DAT like, and ANA behind the organisation of OWN."""
    centres = {"AUT": 50.0, "DAT": 52.0, "ANA": 45.0}
    found = [mean(f"sector dimension:{code}", n, value, 4.0) for code, value in centres.items()]
    for code, value in centres.items():
        found += quartiles(f"sector dimension:{code}", n, (value - 8, value + 1, value + 9))
    return [
        *found,
        figure("sector item:ANA2 at_least_2", n, 66.0, (55.0, 76.0)),
        share("sector statistic:twins_started", n, 25.0, (15.0, 36.0)),
        share("sector statistic:planning", n, 30.0, (20.0, 42.0)),
        share("sector barrier:budget", n, 40.0, (30.0, 51.0)),
        share("sector barrier:no_time", n, 60.0, (49.0, 70.0)),
        share("sector barrier_strong:budget", n, 10.0, (5.0, 19.0)),
        share("sector group_short:data", n, 45.0, (34.0, 56.0)),
        mean("sector skill:python:gap", 31, 30.0),
    ]


def finer_figures():
    """Fourteen makers of biologics, and seven others: counts in bands, then means alone."""
    found = [
        mean(f"{cohort} dimension:{code}", n, value)
        for cohort, n in (("sector/biologics", 14), ("sector/other", 7))
        for code, value in {"AUT": 50.0, "DAT": 52.0, "ANA": 45.0}.items()
    ]
    return [*found, band("sector/biologics statistic:twins_started", 14, 3.0, 5.0)]


GROUPS = [group(SECTOR, 64, 105), group(BIOLOGICS, 14), group(OTHERS, 7)]


@pytest.fixture
def store(programme, people, publish_instrument, make_wave, as_worker):
    """Surveys, releases and own results of the cast, written as the worker writes them."""
    from benchmarking.models.figure import Figure
    from benchmarking.models.own_result import OwnResult
    from benchmarking.models.release import Release, ReleaseInputs
    from surveyapp.models.wave import Participation, Wave

    programme.peer_tree = ["sub_sector_family"]
    programme.save()
    versions = {}

    def version(definition):
        key = (definition["slug"], definition["version"])
        if key not in versions:
            versions[key] = publish_instrument(definition)
        return versions[key]

    def survey(slug="2026", *organisations, definition=questionnaire.DEFINITION, closed=True, **fields):
        state = {"state": Wave.State.CLOSED, "closed_at": timezone.now()} if closed else {}
        opens = {"opens_at": timezone.now().replace(year=int(slug), month=1, day=15)}
        wave = make_wave(version(definition), *organisations, slug=slug, **(state | opens | fields))
        Participation.objects.filter(wave=wave).update(facets={"sub_sector": "proteins"})
        return wave

    def own(wave, organisation, **changes):
        participation = Participation.objects.get(wave=wave, organisation=organisation)
        with as_worker():
            document = OWN | changes
            OwnResult.objects.create(
                participation=participation, organisation=organisation, wave=wave, document=document
            )

    def release(wave, figures=(), *, number=1, published=True, inputs=None, **tree):
        with as_worker():
            made = Release.objects.create(
                wave=wave,
                number=number,
                key=f"release:{wave.pk}:{number}",
                groups=list(tree.get("groups", GROUPS)),
                withheld=list(tree.get("withheld", [PLASMA])),
                parameters=tree.get("parameters", {}),
                method_version="3",
                corrected_at=tree.get("corrected_at"),
                is_interim=tree.get("is_interim", False),
                instrument=wave.instrument_version.definition,
            )
            Figure.objects.bulk_create(Figure(release=made, **each) for each in figures)
            if inputs:
                ReleaseInputs.objects.create(release=made, document=inputs)
            made.state, made.published_at = Release.State.DONE, timezone.now() if published else None
            made.save()
        return made

    return SimpleNamespace(survey=survey, own=own, release=release)


@pytest.fixture
def alpha(client, people):
    """A browser in which the coordinator of Alpha site has signed in."""
    client.force_login(people.alpha.account)
    return client


@pytest.fixture
def released(store, people):
    """The 2026 survey, published: Alpha has a result, the sector 64 organisations, biologics 14, the others 7."""
    wave = store.survey("2026", people.alpha.organisation, people.beta.organisation)
    store.own(wave, people.alpha.organisation)
    store.release(wave, [*sector_figures(), *finer_figures()])
    return wave


@pytest.fixture
def compared(people, released):
    """What Alpha's page compares, for a group."""
    from benchmarking.dashboards.comparison import compare

    return lambda group="", survey="": compare(people.alpha.organisation, survey, group)


@pytest.fixture
def compared_with_2025(store, people, released, compared):
    """2025: automation stood at 50, and the sector four points lower."""

    def compare_after(**document):
        before = store.survey("2025", people.alpha.organisation)
        dimensions = OWN["dimensions"] | {"AUT": {"score": 50.0, "low": 50.0, "high": 50.0, "incomplete": False}}
        store.own(before, people.alpha.organisation, **({"dimensions": dimensions} | document))
        figures = [
            mean(f"sector dimension:{code}", 60, value, 3.0) for code, value in {"AUT": 40.0, "DAT": 51.0}.items()
        ]
        store.release(before, figures, groups=[GROUPS[0] | {"n_owners": 60}])
        return compared()

    return compare_after


@pytest.fixture
def imported(store, people):
    """Alpha's scores from a file in 2023 and, with other numbers, in 2021; the sector published both times."""

    def compare_after(now, then=None, means=(60.0, 79.0, 88.0)):
        from benchmarking.dashboards.comparison import compare

        for year, scores in ((2021, then or now), (2023, now)):
            wave = store.survey(str(year), people.alpha.organisation, definition=questionnaire.IMPORTED)
            store.own(wave, people.alpha.organisation, **FROM_A_FILE, scores=dict(zip(SCORES, scores, strict=True)))
            figures = [mean(f"sector score:{code}", 64, at, 3.0) for code, at in zip(SCORES, means, strict=True)]
            store.release(wave, figures, withheld=[], groups=GROUPS[:1])
        return compare(people.alpha.organisation, "", "")

    return compare_after
