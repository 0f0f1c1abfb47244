"""Which groups a page offers, and what stands where one is too small to show."""

import re
from itertools import count

import pytest

from benchmarking.dashboards import groups
from tests.benchmarking.dashboards.conftest import GROUPS, PLASMA, sector_figures
from tests.benchmarking.dashboards.reading import text_of


def offered(comparison):
    return [(part.name, [(each.code, each.is_chosen) for each in part.options]) for part in groups.chooser(comparison)]


@pytest.fixture
def makes_plasma(released):
    from surveyapp.models.wave import Participation

    Participation.objects.filter(wave=released).update(facets={"sub_sector": "plasma"})


def test_groups_of_others_that_are_too_small_are_not_offered(compared):
    assert offered(compared()) == [
        ("Your own groups", [("sector", True), ("sector/biologics", False)]),
        ("Other groups", [("sector/other", False)]),
    ]


def test_one_that_was_asked_for_stays_chosen(compared, makes_plasma):
    assert offered(compared("sector/blood"))[-1] == ("Not enough organisations to show", [("sector/blood", True)])


def test_your_own_group_is_offered_though_it_is_too_small(compared, makes_plasma):
    assert offered(compared())[-1] == ("Not enough organisations to show", [("sector/blood", False)])
    assert len(offered(compared("sector/blood"))[-1][1]) == 1


def test_your_own_group_that_is_too_small_says_why_without_being_asked(alpha, makes_plasma):
    text = text_of(alpha.get("/benchmarks/"))
    why = "“Blood plasma” cannot be shown. A group opens at six companies, with none or at least six left beside it. Other companies can take part in the next survey. This says nothing about how anyone answered."
    assert f"Not enough organisations to show {why}" in text
    assert text_of(alpha.get("/benchmarks/", {"group": "sector/blood"})).count(why) == 1


DEEPEST = "“Plasma” cannot be shown: too few companies are in it, around it or beside it."


@pytest.fixture
def makes_plasma_below_a_wider_group(makes_plasma, programme):
    programme.peer_tree = ["sub_sector_family", "sub_sector"]
    programme.save()


def test_your_deepest_group_is_named_where_a_wider_one_is_withheld(compared, makes_plasma_below_a_wider_group):
    wider = "“Blood plasma” cannot be shown. A group opens at six companies, with none or at least six left beside it. Other companies can take part in the next survey."
    (card,) = groups.closed(compared())
    assert card.reason == f"{DEEPEST} {wider} This says nothing about how anyone answered."
    (card,) = groups.closed(compared("sector/blood"))
    assert card.reason == f"{DEEPEST} This says nothing about how anyone answered."


def test_your_deepest_group_that_is_itself_withheld_is_named_once(compared, makes_plasma_below_a_wider_group, store):
    from surveyapp.models.wave import Wave

    deep = PLASMA | {"path": ["blood", "plasma"], "label": {"en": "Blood plasma: Plasma"}, "parent": "sector/blood"}
    store.release(Wave.objects.get(slug="2026"), withheld=[deep], number=2)
    (card,) = groups.closed(compared())
    assert card.reason.startswith("“Blood plasma: Plasma” cannot be shown. A group opens at six companies")


def test_your_deepest_group_is_named_under_the_whole_sector_alone(alpha, makes_plasma_below_a_wider_group, store):
    from surveyapp.models.wave import Wave

    store.release(Wave.objects.get(slug="2026"), groups=GROUPS[:1], withheld=[], number=2)
    assert f"Closer to you Not enough organisations to show {DEEPEST}" in text_of(alpha.get("/benchmarks/"))


def test_the_order_of_the_survey_holds_where_the_organiser_set_none(compared, makes_plasma, programme):
    programme.peer_tree = []
    programme.save()
    assert [group.code for group in compared().closed] == ["sector/blood"]


def test_a_deepest_group_that_is_published_has_no_card(compared):
    assert groups.closed(compared()) == []


@pytest.fixture
def again(store):
    """The release once more, with another reason for the group that is withheld, or with other groups."""
    from surveyapp.models.wave import Wave

    numbers = count(2)

    def publish(reason="too_few", **groups):
        wave = Wave.objects.get(slug="2026")
        withheld = [PLASMA | {"reason": reason}]
        store.release(wave, sector_figures(), number=next(numbers), withheld=withheld, **groups)

    return publish


def read(client, **chosen):
    """The page without what tells one publication from the next: its number, its address, and its token."""
    html = client.get("/benchmarks/", chosen).content.decode()
    return re.sub(r'[Pp]ublication \d+|methods/[-0-9a-f]+/|csrfmiddlewaretoken" value="\w+"', "", html)


@pytest.mark.parametrize("group", ["", "sector/blood"])
def test_a_page_does_not_tell_too_few_from_would_reveal_others(alpha, again, makes_plasma, group):
    again("too_few")
    too_few = read(alpha, group=group)
    again("would_reveal_others")
    assert read(alpha, group=group) == too_few
    assert "A group opens at six companies, with none or at least six left beside it" in too_few


def test_a_group_of_others_that_is_withheld_is_answered_like_one_that_does_not_exist(alpha, released):
    blood, moon = (alpha.get("/benchmarks/", {"group": f"sector/{value}"}) for value in ("blood", "moon"))
    assert (blood.status_code, moon.status_code) == (404, 404)
    assert text_of(blood).replace("sector/blood", "") == text_of(moon).replace("sector/moon", "")


@pytest.mark.parametrize(
    ("n", "why"),
    [
        (19, "Groups within the sector open when twenty companies take part."),
        (
            20,
            "A group opens at six companies, with none or at least six left beside it. Other companies can take part in the next survey.",
        ),
    ],
)
def test_why_a_group_is_not_shown_follows_from_the_published_n(compared, again, makes_plasma, n, why):
    again("sector_below_20" if n < 20 else "too_few", groups=[GROUPS[0] | {"n_owners": n}])
    withheld = groups.too_small(compared("sector/blood"))
    assert withheld.reason == f"“Blood plasma” cannot be shown. {why} This says nothing about how anyone answered."
    assert withheld.remedy == "Shown below instead: the whole sector."
