"""Read what came back."""

from __future__ import annotations

from collections.abc import Iterable

from surveyapp.actions.delivery_events import take_notice
from surveyapp.mail.notices import notices


def read_returned(messages: Iterable[bytes]) -> tuple[int, int]:
    """Take notice of each message; how many there were, and how many of them were about e-mails of ours. A message read
    twice counts once."""
    n_read = n_ours = 0
    for content in messages:
        n_read += 1
        taken = [take_notice(each) for each in notices(content)]
        n_ours += any(taken)
    return n_read, n_ours
