"""A small soak in the suite, and that its verdict would notice."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from uuid import uuid4

import pytest

from surveyapp.actions.answers import save_answer
from surveyapp.actions.responses import submit_response
from tests.own_database import own_database  # noqa: F401 - a fixture
from tests.services import CHECKOUT, free_port
from tests.soak.ledger import Ledger
from tests.soak.verdict import compare
from tests.surveyapp.conftest import begin, definition, invite, survey  # noqa: F401 - fixtures

pytestmark = pytest.mark.xdist_group("browser")  # beside nothing else that is heavy


def test_forty_people_lose_nothing_while_servers_and_the_worker_are_killed(own_database, tmp_path):  # noqa: F811
    environment = {"DATABASE_URL": own_database.url, "VAR_FOLDER": str(tmp_path)}
    command = [sys.executable, "-m", "tests.soak", "--respondents", "40", "--servers", "2", "--at-once", "8"]
    done = subprocess.run(
        [*command, "--first-port", str(_two_free_ports())],
        env={**os.environ, **environment},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    counts = {name.strip(): int(number) for name, number in re.findall(r"^(\S.*?)\s+(\d+)$", done.stdout, re.MULTILINE)}
    assert done.returncode == 0, done.stdout + done.stderr
    assert (counts["respondents"], counts["responses"], counts["lost"], counts["doubled"]) == (40, 40, 0, 0)
    assert min(counts["web restarts (kill -9)"], counts["worker restarts (kill -9)"], counts["conflicts"]) > 1
    assert counts["submits"] > 40


def _two_free_ports():
    """A port whose next one is free too."""
    while True:
        port = free_port()
        if port < 65_000 and free_port() != port + 1:
            return port


@pytest.fixture
def sent(begin):  # noqa: F811
    """A response that was sent, and what was acknowledged for it."""
    response = begin()
    ledger = Ledger(str(response.invitation_id), is_submitted=True, references={response.reference})
    for item, raw in (("REC1", "2"), ("REMARK", "words")):
        saved = save_answer(response=response, item=item, raw=raw, base_revision=0, save_id=uuid4())
        ledger.acknowledge(item, raw, saved.revision)
    submit_response(response=response)
    return ledger


def verdict_of(ledger, as_owner):
    with as_owner():
        found = compare([ledger])
    return len(found.lost), len(found.doubled)


def test_the_verdict_is_clean_where_everything_is_there(sent, as_owner):
    assert verdict_of(sent, as_owner) == (0, 0)


@pytest.mark.parametrize(
    ("item", "raw", "revision"),
    [("REC1", "3", 2), ("REC1", "1", 1), ("REC2", "1", 1)],
    ids=["a newer answer is missing", "another answer was acknowledged too", "an answer is missing"],
)
def test_the_verdict_tells_a_lost_answer(sent, as_owner, item, raw, revision):
    sent.acknowledge(item, raw, revision)
    assert verdict_of(sent, as_owner)[0] > 0


def test_the_verdict_tells_an_answer_that_was_saved_twice(sent, as_owner):
    from surveyapp.models.answers import DraftAnswer

    with as_owner():
        DraftAnswer.objects.filter(item="REC1").update(revision=2)
    assert verdict_of(sent, as_owner) == (0, 1)


def test_the_verdict_tells_a_lost_submission_and_a_second_one(sent, as_owner):
    from surveyapp.models.answers import ResponseAnswers

    sent.references.add("WM-ANOT-HR")
    with as_owner():
        ResponseAnswers.objects.all().delete()
    assert verdict_of(sent, as_owner) == (1, 1)
