"""The letters that go out where the organiser wrote none of its own, in every language of the pages."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from surveyapp.models.letters import LetterKind


def subject(kind: str) -> str:
    """In the language that is active."""
    said = {
        LetterKind.INVITATION: _("{survey}: your questions for {organisation}"),
        LetterKind.REMINDER: _("{survey}: your questions for {organisation} are waiting"),
        LetterKind.LAST_REMINDER: _("{survey}: the last days to answer for {organisation}"),
        LetterKind.EXTENSION: _("{survey}: more time to answer for {organisation}"),
        LetterKind.THANKS: _("{survey}: thank you"),
    }
    return said[LetterKind(kind)]


def body(kind: str) -> str:
    """In the language that is active."""
    parts = ["{greeting}", *BODIES[LetterKind(kind)](), *_end()]
    return "\n\n".join(parts) + "\n"


def _invitation() -> list[str]:
    return [
        _("you are asked to answer the {survey} ({programme}) for {organisation}."),
        _(
            "It takes about {minutes} minutes, on a phone or a computer. You can stop at any time and come back through the "
            "same link; nothing is lost."
        ),
        _link(),
        _(
            "The link is yours alone: please do not pass it on. Opening it changes nothing until you press Start. The first "
            "page says who sees what."
        ),
        _("The survey closes on {closes}."),
    ]


def _reminder() -> list[str]:
    return [
        _("some time ago we asked you to answer the {survey} for {organisation}. Your answers are not in yet."),
        _("It takes about {minutes} minutes. Whatever you have answered already is kept."),
        _link(),
        _("The survey closes on {closes}."),
    ]


def _last_reminder() -> list[str]:
    return [
        _("this is our last reminder: the {survey} closes soon, and answers of {organisation} are missing."),
        _("The survey closes on {closes}."),
        _link(),
        _("Whatever you have answered already is kept; it counts only once you have sent it."),
    ]


def _extension() -> list[str]:
    return [
        _("the {survey} stays open longer than we said, so there is still time to answer for {organisation}."),
        _("The survey now closes on {closes}."),
        _link(),
        _("Whatever you have answered already is kept."),
    ]


def _thanks() -> list[str]:
    return [_("thank you for answering the {survey} for {organisation}. We write again when there are results.")]


def _link() -> str:
    return f"{_('Your personal link:')}\n{{link}}"


def _end() -> list[str]:
    return [
        _("Questions? Write to {contact}."),
        "{organiser}",
        _("No more letters about this survey: {unsubscribe}"),
    ]


BODIES: dict[LetterKind, Callable[[], list[str]]] = {
    LetterKind.INVITATION: _invitation,
    LetterKind.REMINDER: _reminder,
    LetterKind.LAST_REMINDER: _last_reminder,
    LetterKind.EXTENSION: _extension,
    LetterKind.THANKS: _thanks,
}
