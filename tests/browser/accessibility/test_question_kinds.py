"""axe-core on every kind of question."""

from __future__ import annotations

import pytest

from tests.browser.accessibility.pairs import LOOKS
from tests.browser.accessibility.question_pages import OPENS_MORE, plain, wrong

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("state", [plain, wrong])
def test_axe_finds_nothing_on_any_kind_of_question(respond, accessible, shoot, look, state):
    page = respond(look, **OPENS_MORE)
    for name in state(page):
        assert page.locator("html").get_attribute("dir") == look.direction
        shoot(page, f"kinds-{name}-{state.__name__}-{look}")
        accessible(page)
