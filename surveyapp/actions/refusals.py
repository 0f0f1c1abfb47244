"""Why an action was refused. Each message is a sentence that can be shown as it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any


class Refused(Exception):  # noqa: N818 - it is not an error of the program
    """Base of every refusal: nothing was written."""


class SurveyClosed(Refused):
    """The survey does not take answers now. `closed_at` is None when it has not opened yet."""

    def __init__(self, closed_at: datetime | None = None) -> None:
        self.closed_at = closed_at
        super().__init__("The survey is closed." if closed_at else "The survey is not open.")


class AlreadySubmitted(Refused):
    """The answers were sent: they change only after reopening."""


class ConsentMissing(Refused):
    """Nobody's answers are taken before they agreed."""


class NotAsked(Refused):
    """The question was not asked of this person."""


class HiddenNow(NotAsked):
    """The question is this person's, but their other answers hide it."""


class LinkRevoked(Refused):
    """The personal link was withdrawn."""


class ResponseGone(LinkRevoked):
    """The survey was confidential and has closed: which answers were this person's is known no more."""


class Withdrawn(Refused):
    """This person has withdrawn: nothing of theirs is taken any more."""


class NoAddress(Refused):
    """Nothing can be sent to a person whose e-mail address is not known."""


class TooManyLinks(Refused):
    """New links are sent sparingly, so that nobody fills somebody's mailbox."""


class VersionChanged(Refused):
    """A published version of a questionnaire cannot be published again with another content."""


class StaleAnswer(Refused):
    """The answer was changed elsewhere since this one was based on it."""

    def __init__(self, *, question: str, mine: Mapping[str, Any], theirs: Mapping[str, Any], revision: int) -> None:
        self.question, self.mine, self.theirs, self.revision = question, mine, theirs, revision
        super().__init__(f'"{question}" was answered in another window: {dict(theirs)}, not {dict(mine)}.')
