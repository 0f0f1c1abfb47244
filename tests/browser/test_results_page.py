"""The page of results in a browser: what is said in short on one screen and one sheet, what is folded, and charts that fail."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.benchmarking.dashboards.conftest import OWN, released, store

__all__ = ["released", "store"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
SHEETS = 6
LENGTHEN = """() => {
    const script = document.getElementById("profile-figure"), figure = JSON.parse(script.textContent);
    const rows = figure.layout.meta.rows;
    figure.layout.meta.rows = Array.from({ length: 20 }, (_, y) => rows[y % rows.length]);
    script.textContent = JSON.stringify(figure);
}"""
RESULTS, SITES = "/benchmarks/", "/benchmarks/sites/"
LEVELS = ["Starting", "Partial", "Established", "Integrated", "Adaptive"]
SAID = "each => each.layout.xaxis.ticktext.join(' ') + each.layout.annotations.map(note => note.text).join(' ')"
LONG_NAMES = """() => {
  const figure = document.getElementById("profile-figure");
  figure.textContent = figure.textContent.replace("Partial", "Partial in some of the units of a site");
  document.documentElement.dataset.theme = "dark";
}"""


@pytest.fixture
def visit(open_browser, client, live_server, people):
    def make(device="desk", path=RESULTS, **options):
        page = open_browser(device, **options)
        client.force_login(people.alpha.account)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        page.goto(path)
        return page

    return make


def drawn(page):
    page.wait_for_selector("html[data-drawn=yes]")
    return page


def test_in_short_fits_one_screen_and_prints_alone_on_one_sheet(visit, released, look):
    page = drawn(visit())
    page.set_viewport_size({"width": 1280, "height": 800})
    box = page.locator("#short").bounding_box()
    assert box["y"] + box["height"] <= 800
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})
    assert page.locator("#short").evaluate("each => getComputedStyle(each).breakAfter") == "page"
    box = page.locator("#short").bounding_box()
    assert box["y"] + box["height"] <= 1000


def test_the_page_prints_on_few_sheets_without_tables_that_only_repeat_a_chart(visit, released):
    page = drawn(visit())
    assert len(PdfReader(BytesIO(page.pdf(format="A4"))).pages) <= SHEETS
    page.locator("#profile summary").click()
    page.emulate_media(media="print")
    assert page.locator("#profile table").is_visible()
    assert not page.locator("#twins table").is_visible()


def test_a_high_chart_prints_in_pieces_between_its_rows(visit, released):
    page = drawn(visit())
    page.evaluate(LENGTHEN)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    heights = page.locator(".pieces .piece").evaluate_all("all => all.map(each => each.offsetHeight)")
    height = page.locator("#profile .plot").evaluate("each => each.layout.height")
    assert len(heights) == 5
    assert sum(heights) == pytest.approx(height, abs=len(heights))
    assert page.locator("#profile .plot").is_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".pieces").count() == 0
    assert page.locator("#profile .plot").is_visible()


def test_the_page_with_everything_open_is_as_good_for_everybody(visit, released, look):
    for device, scheme in (("desk", "dark"), ("phone", "light")):
        page = drawn(visit(device, color_scheme=scheme))
        for fold in page.locator("details.fold").all():
            fold.evaluate("each => { each.open = true; }")
        look(page, f"results-{scheme}")


def test_a_keyboard_opens_what_is_folded_and_an_address_leads_into_it(visit, released):
    page = drawn(visit(path=f"{RESULTS}#practices"))
    folded = page.locator("details.fold", has=page.locator("#practices"))
    assert folded.get_attribute("open") is not None
    summary = page.locator("details.fold > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert summary.evaluate("each => each.parentElement.open") is True
    for fold in page.locator("details.fold").all():
        fold.evaluate("each => { each.open = true; }")
    page.wait_for_function("document.querySelectorAll('.plot:not([data-state=drawn])').length === 0")


def test_a_chart_that_cannot_be_drawn_says_so_and_its_table_is_there(visit, released):
    page = visit(path="/static/favicon.svg")
    nothing = {"status": 200, "body": "", "content_type": "text/javascript"}
    page.route(re.compile("plotly-cartesian"), lambda route: route.fulfill(**nothing))
    page.add_init_script("console.error = () => {};")  # what the page complains of is the point of this test
    page.goto(RESULTS)
    failed = page.locator("#profile .plot[data-state=failed]")
    failed.wait_for()
    assert failed.inner_text() == "The chart could not be drawn. The table below has every number of it."
    page.locator("#profile summary").click()
    assert page.locator("#profile table").is_visible()


def test_levels_are_named_beside_their_numbers_whatever_the_width(visit, released):
    profile = drawn(visit("phone")).locator("#profile .plot")
    for width in (390, 768, 1280, 320):
        profile.page.set_viewport_size({"width": width, "height": 844})
        profile.page.wait_for_function("document.querySelector('#profile .plot').layout.width <= innerWidth")
        said = profile.evaluate(SAID)
        assert [name for name in LEVELS if name not in said] == []
    profile.page.evaluate(LONG_NAMES)
    profile.page.get_by_text("25\u00a0=\u00a0Partial in some of the").wait_for()


def test_charts_keep_their_colours_apart_in_forced_colours(visit, released):
    page = drawn(visit(forced_colors="active"))
    colours = page.locator("#profile .plot").evaluate("each => each.data.map(trace => trace.marker?.color)")
    assert len({each for each in colours if each}) > 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_saved_picture_has_a_ground_a_title_n_and_its_source(visit, released, scheme, tmp_path):
    page = drawn(visit(color_scheme=scheme))
    with page.expect_download() as saved:
        page.locator("#profile button[data-save=svg]").click()
    saved.value.save_as(tmp_path / "profile.svg")
    picture = (tmp_path / "profile.svg").read_text().replace("\u00a0", " ")
    assert "n = 64" in picture
    assert "publication 1" in picture
    assert "Middle half of the group" in picture
    assert all(f">{name}</tspan>" in picture for name in LEVELS)
    assert '<rect x="0" y="0" width="960"' in picture
    assert "fill: rgb(251, 249, 244); fill-opacity: 1" in picture  # light paper, whatever the page's scheme


def test_sites_side_by_side_on_a_phone_and_on_a_desk(visit, released, people, store, look):
    from surveyapp.models.organisation import Organisation
    from surveyapp.models.people import Membership
    from surveyapp.models.wave import Participation

    programme, owner = people.alpha.organisation.programme, people.alpha.owner
    second = Organisation.objects.create(programme=programme, owner=owner, name="Delta site", facets={})
    Membership.objects.create(account=people.alpha.account, organisation=second)
    Participation.objects.create(wave=released, organisation=second)
    store.own(released, second, dimensions=OWN["dimensions"] | {"AUT": {"score": 0.0, "low": 0.0, "high": 0.0}})
    for device, scheme in (("desk", "dark"), ("phone", "light")):
        look(drawn(visit(device, SITES, color_scheme=scheme)), f"sites-{scheme}")
