"""An organiser's own letters: keep them, put an earlier one back, send one to oneself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from surveyapp.actions import audit
from surveyapp.actions.deliveries import request_account_mail
from surveyapp.actions.refusals import Refused
from surveyapp.models.letters import LetterKind, LetterText
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.selectors import letter_format
from surveyapp.selectors.letters import Letters, sample


class NotALetter(Refused):
    """The words cannot be sent as they are. `problems` say why, and where."""

    def __init__(self, problems: list[letter_format.Problem]) -> None:
        self.problems = problems
        super().__init__("These words cannot be sent as they are.")


@transaction.atomic
def keep_letter(  # noqa: PLR0913 - all by keyword, and each a thing the organiser decides
    *, programme: Programme, wave: Wave | None, kind: str, language: str, subject: str, body: str, by: Account
) -> LetterText:
    """Let these words stand from now on: in one survey, or without one in all of the programme. The same words again
    are kept once. Raises NotALetter.
    """
    subject, body = subject.strip(), body.replace("\r\n", "\n").strip() + "\n"
    problems = letter_format.problems(subject, body, needs_link=kind != LetterKind.THANKS)
    if problems:
        raise NotALetter(problems)
    where = {"programme": programme, "wave": wave, "kind": kind, "language": language}
    return _add(where, subject, body, by)


@transaction.atomic
def use_other_words(
    *, programme: Programme, wave: Wave | None, kind: str, language: str, by: Account
) -> LetterText | None:
    """Let a survey's own words go, so that the programme's stand again; or the programme's, so that the standard ones do.
    They stay in the history. None where there were none."""
    where = {"programme": programme, "wave": wave, "kind": kind, "language": language}
    current = _current(where)
    return None if current is None or current.is_standard else _add(where, "", "", by)


@transaction.atomic
def put_back(*, text: LetterText, by: Account) -> LetterText:
    """Let words of the history stand again. Raises NotALetter where they name places that there are no more."""
    if text.is_standard:
        where = {"programme": text.programme, "wave": text.wave, "kind": text.kind, "language": text.language}
        return _add(where, "", "", by)
    return keep_letter(
        programme=text.programme,
        wave=text.wave,
        kind=text.kind,
        language=text.language,
        subject=text.subject,
        body=text.body,
        by=by,
    )


@transaction.atomic
def send_test(*, wave: Wave, kind: str, language: str, by: Account) -> None:
    """Write down the letter as an e-mail to whoever asks for it, marked as a test; its link leads to the questionnaire's
    preview, which only organisers see."""
    letter = sample(wave, Letters(wave).words(kind, language), name=by.name)
    with override(by.language):
        subject = _("Test: %(subject)s") % {"subject": letter.subject}
        notice = _("This is a test, sent to you alone. In the real letter the link is each person's own.")
    request_account_mail(
        key=f"letter-test:{uuid4()}", account=by, subject=subject, body=f"{notice}\n\n{'-' * 40}\n\n{letter.body}"
    )
    audit.record(action="letter.tested", target=wave, by=by, programme=wave.programme, kind=kind, language=language)


def _add(where: Mapping[str, Any], subject: str, body: str, by: Account) -> LetterText:
    programme = where["programme"]
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)  # two who change it do so one after the other
    current = _current(where)
    if current is not None and (current.subject, current.body) == (subject, body):
        return current
    added = LetterText.objects.create(subject=subject, body=body, by=by, at=timezone.now(), **where)
    audit.record(
        action="letter.changed" if body else "letter.let_go",
        target=where["wave"] or programme,
        by=by,
        programme=programme,
        kind=added.kind,
        language=added.language,
        text=added.pk,
    )
    return added


def _current(where: Mapping[str, Any]) -> LetterText | None:
    return LetterText.objects.filter(**where).order_by("-pk").first()
