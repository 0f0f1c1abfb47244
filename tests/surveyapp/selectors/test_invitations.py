import pytest

from surveyapp.actions.instruments import publish_instrument
from surveyapp.actions.invitations import invite as give_link
from surveyapp.actions.responses import start_response
from surveyapp.instruments import loader
from surveyapp.selectors import responses
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


def of_role(instrument, sections, *roles):
    return asked_on_path(instrument, "sections", sections, is_coordinator=False, roles=roles)


@pytest.mark.parametrize("role", ["quality", "it_data", "manufacturing", "training_hr"])
def test_a_role_is_asked_only_what_it_can_know(bioprocess, role):
    sections = [section.code for section in bioprocess.sections if section.kind != "facts"]
    codes = of_role(bioprocess, sections, role)
    everything = of_role(bioprocess, sections)
    assert set(codes) < set(everything)
    assert [c for c in codes if (knows := bioprocess.items[c].knows) and role not in knows] == []
    assert [c for c in set(everything) - set(codes) if role in bioprocess.items[c].knows] == []


def test_several_roles_are_asked_what_any_of_them_can_know(bioprocess):
    both = of_role(bioprocess, ["data_security", "cyber"], "quality", "it_data")
    single = (of_role(bioprocess, ["data_security", "cyber"], role) for role in ("quality", "it_data"))
    assert set(both) == set().union(*single)


def test_a_follow_up_is_asked_only_with_what_it_rests_on(definition):
    definition["items"]["TWIN"]["knows"] = ["coordinator"]
    tiny = loader.read(definition)
    codes = of_role(tiny, ["work"], "production")
    assert "TWIN" not in codes
    assert "TWIN_KIND" not in codes
    assert "TWIN_KIND" in of_role(tiny, ["work"], "coordinator")


def test_a_fact_about_the_site_decides_without_being_asked(definition, people, as_worker, make_wave):
    definition["items"]["REC2"]["visible_when"] = {"item": "SIZE", "in": ["many"]}
    definition["slug"] = "facts"
    with as_worker():
        version = publish_instrument(definition=definition, by=None, by_kind="operator")
    people.alpha.organisation.facets = {"size": "many"}
    wave = make_wave(version, people.alpha.organisation, people.beta.organisation, slug="facts")
    seen = []
    for who in (people.alpha, people.beta):
        participation = wave.participations.get(organisation=who.organisation)
        link, _ = give_link(participation=participation, path="sections", sections=["work"], by=who.account)
        asked_now = responses.asked(responses.response(start_response(invitation=link, language="en").pk))
        seen.append("REC2" in asked_now.visible({}))
    assert seen == [True, False]
