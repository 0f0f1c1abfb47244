"""Words that run from right to left, or turn round what follows them, stay within their own bounds."""

import pytest

from surveyapp.instruments.direction import isolated, on_one_line, plain
from surveyapp.models.delivery import Delivery
from surveyapp.selectors.drafts import answers

OVERRIDE, POP, FSI, PDI, LRM = "\u202e", "\u202c", "\u2068", "\u2069", "\u200e"
NOOR = "نور"


@pytest.mark.parametrize("control", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_controls_of_direction_are_taken_out(control):
    assert plain(f"a{control}b{LRM}") == f"ab{LRM}"


@pytest.mark.parametrize(
    ("text", "in_rtl", "shown"),
    [
        ("Ann", False, "Ann"),
        (f"An{OVERRIDE}n", False, "Ann"),
        ("Ann", True, f"{FSI}Ann{PDI}"),
        (NOOR, False, f"{FSI}{NOOR}{PDI}"),
        (f"{PDI}{NOOR}", False, f"{FSI}{NOOR}{PDI}"),
        ("", True, ""),
    ],
)
def test_a_text_within_a_sentence_keeps_its_direction_to_itself(text, in_rtl, shown):
    assert isolated(text, in_rtl=in_rtl) == shown


def test_a_name_is_one_line_of_visible_signs():
    assert on_one_line(f" x{OVERRIDE}evil\r\n\ty\x00\u2028z ") == "xevil y z"
    assert on_one_line(f"{OVERRIDE}\x07") == ""


def test_the_sentence_about_a_wrong_number_is_not_turned_round(browser):
    page = browser.post("/survey/work/more/", {"shown": ["BATCHES"], "BATCHES": f"{OVERRIDE}dozen"}).content.decode()
    assert "“dozen” is not a number" in page.replace("&quot;", '"')
    wrong = browser.post("/survey/work/more/", {"shown": ["BATCHES"], "BATCHES": NOOR}).content.decode()
    assert f"“{FSI}{NOOR}{PDI}” is not a number" in wrong


def test_a_number_is_read_without_controls_of_direction(visit):
    visit.browser.post("/survey/work/more/", {"shown": ["BATCHES"], "BATCHES": f"{OVERRIDE}12{POP}"})
    assert answers(visit.response)["BATCHES"] == {"value": 12.0}


def test_a_free_text_keeps_what_was_typed_and_is_shown_by_itself(visit):
    typed = f"{OVERRIDE}as typed"
    visit.browser.post("/survey/work/more/", {"shown": ["REMARK"], "REMARK": typed})
    assert answers(visit.response)["REMARK"] == {"value": typed}
    assert f"<bdi>{typed}</bdi>" in visit.browser.get("/survey/check/").content.decode()


@pytest.fixture
def asked(kim):
    """`asked(name)` is the coordinator's page after a colleague of this name was asked."""

    def make(name):
        kim.browser.post("/survey/colleagues/invite/", {"email": "n@alpha.example", "name": name, "sections": ["work"]})
        return kim.browser.get("/survey/colleagues/").content.decode()

    return make


def test_a_colleagues_name_turns_round_neither_the_page_nor_the_greeting(asked):
    page = asked(f"{OVERRIDE}Noor")
    assert OVERRIDE not in page
    assert "<bdi>Noor</bdi>" in page
    assert Delivery.objects.latest("requested_at").body.startswith("Dear Noor,")


def test_a_name_from_right_to_left_is_greeted_within_its_own_bounds(asked):
    asked(NOOR)
    assert Delivery.objects.latest("requested_at").body.startswith(f"Dear {FSI}{NOOR}{PDI},")
