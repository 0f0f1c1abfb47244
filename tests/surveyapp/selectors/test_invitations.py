import pytest

from surveyapp.instruments import loader
from surveyapp.selectors.invitations import asked, asked_on_path, by_token


@pytest.fixture(scope="module")
def bioprocess():
    return loader.load(loader.find("bioprocess-digital", "1"))


def facts(instrument):
    return {code for s in instrument.sections if s.kind == "facts" for page in s.pages for code in page.items}


@pytest.mark.parametrize("path", ["short", "full"])
def test_facts_are_asked_of_the_coordinator_only(bioprocess, path):
    others = set(asked_on_path(bioprocess, path, (), is_coordinator=False))
    coordinator = set(asked_on_path(bioprocess, path, (), is_coordinator=True))
    assert others & facts(bioprocess) == set()
    assert coordinator - others == facts(bioprocess)


def test_the_short_path_asks_for_the_area_nine_descriptions_and_barriers(bioprocess):
    codes = asked_on_path(bioprocess, "short", (), is_coordinator=False)
    anchored = [code for code in codes if bioprocess.items[code].kind == "anchored"]
    assert anchored == ["PPL2", "PPL4", "AUT1", "AUT2", "AUT3", "INT1", "DAT1", "DAT2", "ANA1"]
    rest = set(codes) - set(anchored)
    assert {code for code in rest if not code.startswith("BAR")} == {"RESP_ROLE"}


def test_a_group_of_skills_brings_its_screen_its_skills_and_its_people(bioprocess):
    codes = asked_on_path(bioprocess, "sections", ["cyber"], is_coordinator=False)
    assert codes == ["RESP_ROLE", "RESP_SENIORITY", "SCR_cyber", "sk_cyber_now", "sk_cyber_need", "cyber_people"]


def test_what_is_asked_stands_in_page_order_and_once(bioprocess):
    codes = asked_on_path(bioprocess, "sections", ["training", "skills", "cyber"], is_coordinator=True)
    assert codes == [code for code in bioprocess.placed if code in codes]


def test_an_invitation_asks_for_its_own_path(invite):
    assert asked(invite(path="short")[0]) == ["AREA", "REC1"]
    assert asked(invite(path="sections", sections=["skills"], is_coordinator=True)[0])[:2] == ["AREA", "SIZE"]


def test_an_overlong_token_is_not_even_looked_up(survey, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert by_token("x" * 65) is None
