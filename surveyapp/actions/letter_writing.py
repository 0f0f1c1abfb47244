"""Write letters to people who hold an invitation: each with a link of its own, made when it is sent, and many in few statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from surveyapp import queue
from surveyapp.actions.deliveries import SEND
from surveyapp.actions.letter_links import LINK
from surveyapp.instruments.texts import localised
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import Invitation
from surveyapp.models.letters import LetterKind
from surveyapp.models.wave import Participation, Wave
from surveyapp.selectors import invitations
from surveyapp.selectors.instruments import instrument
from surveyapp.selectors.letters import Letter, Letters, Values, compose
from surveyapp.selectors.mail_stops import unsubscribe_link


@dataclass(frozen=True)
class Addressed:
    """A letter to be written: to whom, for which organisation, under which key. `link` where one was made already;
    otherwise it is made when the letter is sent."""

    invitation: Invitation
    organisation: str
    key: str
    link: str = LINK


class Writer:
    """Writes the letters of one wave; what they share is read once."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self._letters, self._values = Letters(wave), Values(wave)
        self._minutes: dict[tuple[object, ...], int] = {}

    def write(self, kind: str, some: Sequence[Addressed]) -> int:
        """Write down these e-mails in one statement; a key that there is already is the same e-mail. Returns how many."""
        rows = [self._row(kind, each) for each in some]
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
        if rows:
            queue.nudge(SEND, rows[0].pk)  # a worker takes those that wait along
        return len(rows)

    def _row(self, kind: str, each: Addressed) -> Delivery:
        letter, programme = self.letter(kind, each), self.wave.programme
        sender = localised(programme.organiser_name, letter.language, programme.default_language)
        return Delivery(
            id=uuid4(),
            key=each.key,
            invitation=each.invitation,
            to=each.invitation.email,
            sender_name=sender[:200],
            reply_to=programme.contact_email,
            subject=letter.subject,
            body=letter.body,
            html=letter.html,
            language=letter.language,
            is_automatic=True,
        )

    def letter(self, kind: str, each: Addressed) -> Letter:
        words = self._letters.words(kind, each.invitation.language)
        values = self._values.of(
            words.language,
            name=each.invitation.name,
            organisation=each.organisation,
            link=each.link,
            minutes=self.minutes(each.invitation),
            unsubscribe=unsubscribe_link(each.invitation),
        )
        return compose(words, values)

    def minutes(self, invitation: Invitation) -> int:
        """As `invitations.minutes`, worked out once for all that are asked the same."""
        sections = () if invitation.path != Invitation.Path.SECTIONS else invitation.assignments.all()
        given = tuple(sorted(each.section for each in sections))
        asked = (invitation.path, given, invitation.is_coordinator, invitation.role)
        if asked not in self._minutes:
            questionnaire = instrument(self.wave.instrument_version_id)
            self._minutes[asked] = invitations.minutes_of(
                questionnaire, invitation.path, given, role=invitation.role, is_coordinator=invitation.is_coordinator
            )
        return self._minutes[asked]


def write_invitation(invitation: Invitation, link: str) -> None:
    """Write down the letter that invites one person by a link that was just made; twice is once. Within an action."""
    participation = Participation.objects.select_related("wave__programme", "organisation").get(
        pk=invitation.participation_id
    )
    addressed = Addressed(invitation, participation.organisation.name, f"invitation:{invitation.pk}", link)
    Writer(participation.wave).write(LetterKind.INVITATION, [addressed])
