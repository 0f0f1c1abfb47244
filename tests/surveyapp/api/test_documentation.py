"""The examples of docs/api.md, as a reader would run them."""

import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

from surveyapp.actions import webhook_sending
from surveyapp.models.interface import Webhook

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "api.md").read_text()
EXAMPLES = [
    line
    for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("curl ")
]


def test_there_are_examples():
    assert len(EXAMPLES) == 12


@pytest.fixture
def values(people, wave, token_of):
    return {
        "WAYMARK": "",
        "TOKEN": token_of(people.olga),
        "PROGRAMME": wave.programme_id,
        "WAVE": wave.pk,
        "ORGANISATION": people.alpha.organisation.pk,
    }


@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_works(line, client, values):
    words = shlex.split(re.sub(r"\$([A-Z]+)", lambda found: str(values[found[1]]), line))[1:]
    options = {"-X": ["GET"], "-H": [], "-d": [""]}
    address = ""
    while words:
        word = words.pop(0)
        if word in options:
            options[word].append(words.pop(0))
        else:
            address = word
    headers = dict(each.split(": ", 1) for each in options["-H"])
    kind = headers.pop("Content-Type", "")
    answer = client.generic(options["-X"][-1], address, options["-d"][-1], content_type=kind, headers=headers)
    assert answer.status_code in (200, 201, 202), answer.content


def test_the_check_of_a_signature_that_is_printed_accepts_ours_and_refuses_others(people, programme):
    place = {}
    exec(re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1], place)  # noqa: S102 - our own page
    webhook = Webhook(programme=programme, salt=Webhook.new_salt())
    signature = webhook.signatures("m-1", 17, '{"type": "test"}', datetime.now(UTC))
    headers = {"webhook-id": "m-1", "webhook-timestamp": "17", "webhook-signature": f"v1,AAAA {signature}"}
    assert place["is_ours"](webhook.secret, headers, b'{"type": "test"}') is True
    assert place["is_ours"](webhook.secret, headers, b'{"type": "other"}') is False
    assert place["is_ours"](webhook.secret, {**headers, "webhook-timestamp": "18"}, b'{"type": "test"}') is False


def test_every_event_and_every_wait_is_named():
    assert [event for event in Webhook.Event.values if f"`{event}`" not in PAGE] == []
    assert webhook_sending.WAITS == (1, 5, 15, 30, 60, 2 * 60, 4 * 60, 6 * 60, 10 * 60)
    assert "after 1, 5, 15, 30 and 60 minutes, then 2, 4, 6 and 10 hours; after ten" in PAGE
