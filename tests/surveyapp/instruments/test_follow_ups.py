import copy

import pytest

from surveyapp.instruments.follow_ups import decided_by
from surveyapp.instruments.loader import read
from tests.surveyapp.conftest import DEFINITION

LEVELS = {"PY_NOW", "PY_NEED", "ST_NOW", "ST_NEED"}


@pytest.mark.parametrize(
    ("item", "others"),
    [
        ("REC1", set()),
        ("TWIN_KIND", {"TWIN"}),
        ("PY_NOW", {"SCREEN"}),
        ("FIRST", {"SCREEN", *LEVELS}),  # it offers the skills whose levels are short
        ("REMARK", {"TWIN_KIND", "TWIN"}),  # by way of another follow-up
    ],
)
def test_everything_that_bears_on_a_question_is_known(item, others):
    definition = copy.deepcopy(DEFINITION)
    definition["items"]["REMARK"]["visible_when"] = {"item": "TWIN_KIND", "answered": True}
    assert decided_by(read(definition), item) == others
