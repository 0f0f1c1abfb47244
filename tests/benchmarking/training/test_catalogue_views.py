"""The organiser keeps the catalogue; nobody else comes in."""

import pytest
from django.urls import reverse

from benchmarking.actions.training import keep_module, replace_catalogue
from benchmarking.models.training import ModuleSupply, TrainingModule
from benchmarking.selectors.catalogue import courses
from benchmarking.selectors.catalogue_entries import Entry, Supply, entries
from surveyapp.models.audit import AuditEntry

COURSE = Entry("A", {"en": "Cooking"}, audience="practitioner", raises={"python": 3}, days=2.0)


def address(name, *args):
    return reverse(f"benchmarking:training-{name}", args=["sector", *args])


@pytest.fixture
def kept(wave, programme):
    """A catalogue of one module; the wave brings its questionnaire."""
    replace_catalogue(programme=programme, entries=[COURSE], by=None)


@pytest.fixture
def olga(client, people, kept):
    client.force_login(people.olga.account)
    return client


GIVEN = {"name_en": "Baking", "audience": "practitioner", "level": "cpd", "currency": "EUR", "is_offered": "yes"} | {
    "raises_is_judgement": "yes"
}
GETS = [("catalogue",), ("workbook",), ("module-new",), ("module", "A"), ("module-edit", "A"), ("module-withdraw", "A")]
POSTS = [("shipped",), ("module-new",), ("module-edit", "A"), ("module-withdraw", "A"), ("module-restore", "A")]


@pytest.mark.parametrize("name", ["alpha", "gamma"])
def test_a_coordinator_and_a_stranger_are_kept_out(client, people, kept, name):
    client.force_login(getattr(people, name).account)
    assert {client.get(address(*each)).status_code for each in GETS} == {403}
    assert {client.post(address(*each), GIVEN).status_code for each in (*POSTS, ("import",))} == {403}
    assert TrainingModule.objects.count() == 1


def test_a_programme_that_does_not_exist_is_refused_like_a_foreign_one(olga):
    assert olga.get(reverse("benchmarking:training-catalogue", args=["nowhere"])).status_code == 403
    assert olga.get(reverse("benchmarking:training-catalogue", args=["elsewhere"])).status_code == 403


@pytest.mark.parametrize("each", GETS)
def test_each_page_opens(olga, each):
    assert olga.get(address(*each)).status_code == 200


def test_the_desk_leads_to_the_catalogue(olga):
    assert address("catalogue") in olga.get(reverse("surveyapp:programme-desk", args=["sector"])).text


def test_a_programme_without_a_survey_says_what_to_do_first(client, people):
    client.force_login(people.olga.account)
    assert "There is no survey yet." in client.get(address("catalogue")).text
    assert client.get(address("module-new")).status_code == 302
    assert client.get(address("import")).status_code == 200


def test_an_empty_catalogue_says_what_is_missed(client, people, wave):
    client.force_login(people.olga.account)
    assert "There is no catalogue yet." in client.get(address("catalogue")).text


def test_a_module_is_added_with_an_audit_entry(olga, programme):
    numbers = {"days": "1,5", "price": "1 400,50", "dates": "2027-03-31\n1.9.2027", "prerequisites": "A"}
    supply = {"year_0": "2026", "places_0": "30", "completers_0": "", "source_0": "Asked"}
    answer = olga.post(address("module-new"), GIVEN | numbers | supply | {"code": "B", "raises_python": "4"})
    assert (answer.status_code, answer.url) == (302, address("module", "B"))
    kept = {entry.code: entry for entry in entries(programme.pk)}["B"]
    assert (kept.days, str(kept.price), kept.dates) == (1.5, "1400.50", ("2027-03-31", "2027-09-01"))
    assert (kept.prerequisites, kept.raises, kept.supply) == (("A",), {"python": 4}, (Supply(2026, 30, None, "Asked"),))
    assert AuditEntry.objects.filter(action="module.kept", detail__code="B", detail__is_new=True).count() == 1


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(olga):
    wrong = {"code": "a", "name_en": "", "days": "two", "price": "1,400", "raises_python": "3", "prerequisites": "Z"}
    links = {"links_python": "https://example.org/x", "places_0": "5", "source_0": "Somebody"}
    answer = olga.post(address("module-new"), GIVEN | wrong | links)
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert set(errors) == {"days", "price", "year_0"}
    assert 'value="https://example.org/x"' in answer.text
    assert "<title>Error:" in answer.text
    readable = {"days": "2", "price": "", "year_0": "2026"}
    errors = olga.post(address("module-new"), GIVEN | wrong | links | readable).context["form"].errors
    assert set(errors) == {"code", "name_en", "prerequisites", "links_python"}
    assert TrainingModule.objects.count() == 1


def test_an_exponent_is_refused_in_every_number(olga):
    typed = {"days": "1e1", "hours": "8e0", "price": "1e5", "year_0": "2026", "places_0": "1e2"}
    errors = olga.post(address("module-new"), GIVEN | typed | {"code": "B"}).context["form"].errors
    assert {name: list(said) for name, said in errors.items()} == {
        name: [f"“{typed[name]}” is no number."] for name in ("days", "hours", "price", "places_0")
    }


def seen(client, code):
    return {"seen": client.get(address("module-edit", code)).context["form"].initial["seen"]}


def test_a_module_is_changed_and_keeps_its_row(olga):
    before = TrainingModule.objects.get()
    olga.post(address("module-edit", "A"), GIVEN | seen(olga, "A") | {"raises_python": "2", "code": "Z"})
    after = TrainingModule.objects.get()
    assert (after.pk, after.code, after.name, after.raises) == (before.pk, "A", {"en": "Baking"}, {"python": 2})


def test_a_withdrawn_module_stays_readable_and_is_no_course_any_more(olga, programme):
    assert olga.post(address("module-withdraw", "A")).status_code == 302
    assert courses(programme.pk) == ()
    assert "Withdrawn on" in olga.get(address("module", "A")).text
    assert "Withdrawn" in olga.get(address("catalogue")).text
    olga.post(address("module-restore", "A"))
    assert [course.module.code for course in courses(programme.pk)] == ["A"]
    actions = list(AuditEntry.objects.filter(target_kind="TrainingModule").values_list("action", flat=True))
    assert sorted(actions) == ["module.restored", "module.withdrawn"]


def test_an_element_of_a_degree_is_no_course(programme, people, wave):
    keep_module(programme=programme, entry=Entry("UG", {"en": "x"}, is_offered=False), by=people.olga.account)
    assert courses(programme.pk) == ()


def test_a_link_to_esco_leads_out_safely_and_credits_its_source(olga, people, programme):
    there = "https://data.europa.eu/esco/skill/1"
    linked = Entry("L", {"en": "L"}, audience="practitioner", raises={"python": 1}, skill_links={"python": (there,)})
    keep_module(programme=programme, entry=linked, by=people.olga.account)
    TrainingModule.objects.filter(code="A").update(skill_links={"python": ["https://evil.example/"]})
    text = olga.get(address("module", "L")).text
    assert f'<a href="{there}" rel="noopener external">' in text
    assert "This service uses the ESCO classification of the European Commission." in text
    assert "evil.example" not in olga.get(address("module", "A")).text


def test_the_list_asks_as_often_for_one_module_as_for_three(
    olga, people, programme, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12) as one:
        olga.get(address("catalogue"))
    for code in "BC":
        keep_module(programme=programme, entry=Entry(code, {"en": code}, is_offered=False), by=people.olga.account)
    with django_assert_num_queries(len(one)):
        olga.get(address("catalogue"))


def test_an_import_is_checked_then_confirmed(olga, programme, people):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile(
        "c.csv", b"Code,Name (en),Audience,Raises,Year,Places\nB,Baking,practitioner,python: 2,2026,9"
    )
    answer = olga.post(address("import"), {"file": file})
    assert answer.status_code == 302
    text = olga.get(answer.url).text
    assert "Not in the file, so withdrawn" in text
    assert [each.code for each in entries(programme.pk)] == ["A"]
    assert olga.post(answer.url).status_code == 302
    assert [each.code for each in entries(programme.pk)] == ["B"]
    assert ModuleSupply.objects.get().places == 9
    again = olga.post(answer.url)
    assert (again.status_code, again.url) == (302, address("catalogue"))
    assert AuditEntry.objects.filter(
        action="catalogue.replaced", detail__modules=["B"], detail__withdrawn=["A"]
    ).exists()


def test_a_skill_that_is_raised_no_more_takes_its_link_with_it(olga, people, programme):
    there = "https://data.europa.eu/esco/skill/1"
    linked = Entry("L", {"en": "L"}, audience="practitioner", raises={"python": 1}, skill_links={"python": (there,)})
    keep_module(programme=programme, entry=linked, by=people.olga.account)
    assert olga.post(address("module-edit", "L"), GIVEN | seen(olga, "L") | {"links_python": there}).status_code == 302
    assert TrainingModule.objects.get(code="L").skill_links == {}


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(olga, people, programme):
    opened = seen(olga, "A")
    keep_module(programme=programme, entry=Entry("A", {"en": "Boiling"}, is_offered=False), by=people.olga.account)
    answer = olga.post(address("module-edit", "A"), GIVEN | opened)
    assert (answer.status_code, "Somebody changed this module" in answer.text) == (422, True)
    assert TrainingModule.objects.get().name == {"en": "Boiling"}


def test_a_skill_that_the_questionnaire_no_longer_asks_stays_when_a_module_is_changed(olga):
    TrainingModule.objects.update(raises={"python": 3, "latin": 2})
    answer = olga.post(address("module-edit", "A"), GIVEN | seen(olga, "A") | {"raises_python": "4"})
    assert answer.status_code == 302
    assert TrainingModule.objects.get().raises == {"python": 4, "latin": 2}


def test_a_survey_without_skills_says_that_no_module_can_raise_one(
    client, people, programme, make_wave, publish_instrument
):
    from tests.benchmarking.small_sector import DEFINITION

    asked = {
        code: item for code, item in DEFINITION["items"].items() if code not in ("SCREEN", "NOW", "NEED", "PEOPLE")
    }
    sections = [each for each in DEFINITION["sections"] if each["code"] != "skills"]
    make_wave(publish_instrument(DEFINITION | {"items": asked, "sections": sections, "skill_groups": []}))
    client.force_login(people.olga.account)
    assert "so no module can raise one" in client.get(address("catalogue")).text
    assert client.post(address("module-new"), GIVEN | {"code": "X", "audience": ""}).status_code == 302
