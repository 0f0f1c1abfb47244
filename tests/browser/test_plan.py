"""From gaps to a plan in a real browser: courses chosen, targets set by keyboard, progress a year later; and axe-core."""

import pytest
from django.utils import timezone

from surveyapp.instruments import loader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
PLAN, COURSES, ADD = "/benchmarks/plan/", "/benchmarks/plan/courses/", "/benchmarks/plan/add/"
SHORT = {"analytics": [6, 10], "ml": [3, 5], "bigdata": None, "decide": [51, None]}


def result(instrument, level):
    """A site whose skills are short in four groups, and whose questions all stand at one level."""
    skills = {s.code: g.code for g in instrument.skill_groups for s in g.skills if g.code in SHORT}
    score = (level - 1) * 25.0
    return {
        "n_respondents": 3,
        "items": {code: {"level": level} for d in instrument.dimensions for code in d.items},
        "dimensions": {d.code: {"score": score, "low": score, "high": score} for d in instrument.dimensions},
        "groups": {code: {"screen": "partly", "people": people, "short": True} for code, people in SHORT.items()},
        "skills": {code: {"current": level - 1, "needed": 4.0, "gap": 5.0 - level} for code in skills},
    }


@pytest.fixture
def alpha(bioprocess, people, as_worker, make_wave):
    """Alpha's results of last year and of this, the catalogue that is shipped, and its coordinator's browser session."""
    from benchmarking.actions.training import replace_catalogue
    from benchmarking.models.own_result import OwnResult
    from benchmarking.training import catalogue
    from surveyapp.models.wave import Participation

    instrument = loader.read(bioprocess.instrument_version.definition)
    before = make_wave(bioprocess.instrument_version, people.alpha.organisation, slug="2025")
    type(before).objects.filter(pk=before.pk).update(opens_at=timezone.now() - timezone.timedelta(days=365))
    with as_worker():
        modules = catalogue.read(catalogue.FOLDER / "bioprocess-digital.yaml", instrument)
        replace_catalogue(programme=bioprocess.programme, entries=modules, by=None, by_kind="operator")
        for wave, level in ((before, 2.0), (bioprocess, 3.0)):
            OwnResult.objects.create(
                participation=Participation.objects.get(wave=wave),
                organisation=people.alpha.organisation,
                wave=wave,
                document=result(instrument, level),
            )
    return before


@pytest.fixture
def planned(alpha, people):
    from benchmarking.management.synthetic_sector.planned import plan_for

    return plan_for(people.alpha.account, alpha)


def sign_in(page):
    page.goto(f"/accounts/login/?next={PLAN}")
    page.get_by_label("E-mail address").fill("alpha@example.org")
    page.get_by_label("Password").fill("correct horse battery")
    page.keyboard.press("Enter")
    page.locator("nav [aria-current]").wait_for()
    return page


def pressed_again(page):
    """Enter where the focus is: whose button has the focus then, and which."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
    target = page.locator(".targets > li:has(:focus)")
    return target.get_by_role("heading").inner_text(), target.locator(":focus").inner_text()


def test_a_coordinator_plans_by_keyboard_and_without_scripts(alpha, open_browser):
    page = sign_in(open_browser(scripts=False))
    page.get_by_role("link", name="Choose courses").press("Enter")
    page.get_by_label("Days of courses").fill("8")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Put this choice into the plan").press("Enter")
    targets = page.locator(".targets > li")
    first = targets.nth(0).get_by_role("heading").inner_text()
    targets.nth(0).get_by_role("button", name="Move down").press("Enter")
    assert targets.nth(1).get_by_role("heading").inner_text() == first
    assert pressed_again(page) == (first, "Move down")
    assert targets.nth(2).get_by_role("heading").inner_text() == first
    last_but_one = targets.nth(targets.count() - 2)
    name = last_but_one.get_by_role("heading").inner_text()
    last_but_one.get_by_role("button", name="Move down").focus()
    assert pressed_again(page) == (name, "Move up")
    assert pressed_again(page) == (name, "Move up")
    page.get_by_role("link", name=first).press("Enter")
    page.get_by_label("By when").fill("30 February")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    page.get_by_label("By when").fill("31/3/2027")
    page.keyboard.press("Enter")
    page.get_by_text("by 31 March 2027").wait_for()
    page.get_by_role("link", name="Add a target").press("Enter")
    page.locator(".rows a").last.press("Enter")
    page.get_by_label("Target, in points").fill("80")
    page.keyboard.press("Enter")
    targets.last.get_by_role("button", name="Take out").press("Enter")
    page.get_by_role("button", name="Put it back").press("Enter")
    assert "of 100 points" in targets.last.inner_text()


@pytest.mark.parametrize("seen", [("phone", "light", "de"), ("desk", "dark", "ar")], ids=" ".join)
def test_every_page_of_the_plan_is_accessible(planned, open_browser, look, seen):
    device, scheme, language = seen
    page = open_browser(device, color_scheme=scheme)
    sign_in(page)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": page.url}])
    pages = {
        "plan": PLAN,
        "add": ADD,
        "question": f"{ADD}item/AUT1/",
        "target": f"{PLAN}targets/{planned[2].pk}/",
        "match": COURSES,
        "taken": f"{COURSES}taken/",
        "wrong": f"{COURSES}?days=x",
        "chosen": f"{COURSES}?days=8&budget=",
        "nothing": f"{COURSES}?days=0.5",
    }
    for name, address in pages.items():
        page.goto(address)
        look(page, f"plan-{name}-{scheme}-{language}")
    page.goto(pages["target"])
    page.locator("[name=revision]").evaluate("field => { field.value = 0 }")
    page.locator("form.target button[type=submit]").click()
    page.locator("#theirs").wait_for()
    look(page, f"plan-conflict-{scheme}-{language}")
    page.goto(PLAN)
    page.locator(f"#target-{planned[0].pk} form").last.locator("button").click()
    page.locator("#removed").wait_for()
    page.locator(f"#target-{planned[1].pk} [name=done]").click()
    page.locator("#done").wait_for()
    look(page, f"plan-states-{scheme}-{language}")
