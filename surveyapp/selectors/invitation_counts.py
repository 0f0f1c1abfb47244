"""The states of everybody invited, counted and found in the database: `invitation_states.known` in SQL, for lists of
thousands."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from surveyapp.models.invitation import Invitation
from surveyapp.models.mail_stop import MailStop
from surveyapp.models.wave import Wave
from surveyapp.selectors.delivery_states import State

NEWEST = """
    LEFT JOIN (
        SELECT DISTINCT ON (d.invitation_id) d.invitation_id, d.state, d.handed_over_at
        FROM surveyapp_delivery d
        JOIN surveyapp_invitation di ON di.id = d.invitation_id
        JOIN surveyapp_participation dp ON dp.id = di.participation_id
        WHERE dp.wave_id = %(wave)s AND NOT (%(confidential)s AND d.key ~ '^(reminder|thanks|fresh-link):')
        ORDER BY d.invitation_id, d.requested_at DESC, d.id DESC
    ) m ON m.invitation_id = i.id
"""
# In the order of `delivery_states.state_of`; of a confidential survey without what tells who is at it.
STATES = f"""
    SELECT i.id, CASE
        WHEN r.state = 'submitted' THEN 'completed'
        WHEN i.revoked_at IS NOT NULL THEN 'revoked'
        WHEN r.state IS NOT NULL THEN 'started'
        WHEN i.email = ANY (%(unsubscribed)s) THEN 'unsubscribed'
        WHEN m.state IN ('complained', 'bounced', 'failed') THEN m.state
        WHEN NOT %(confidential)s AND i.opened_at IS NOT NULL
            AND NOT coalesce(m.state = 'uncertain' AND m.handed_over_at > i.opened_at, false) THEN 'opened_start_page'
        WHEN m.state = 'sending' THEN 'queued'
        ELSE coalesce(m.state, 'not_written')
    END AS state
    FROM surveyapp_invitation i
    JOIN surveyapp_participation p ON p.id = i.participation_id
    LEFT JOIN surveyapp_response r ON r.invitation_id = i.id AND NOT %(confidential)s
    {NEWEST}
    WHERE p.wave_id = %(wave)s AND NOT p.is_imported AND NOT i.is_meeting
"""  # noqa: S608 - no input


class Invited:
    """Everybody invited to one wave, by state. Three statements in all for any number of people."""

    def __init__(self, wave: Wave) -> None:
        self._given: dict[str, Any] = {
            "wave": wave.pk,
            "confidential": wave.is_confidential,
            "unsubscribed": _unsubscribed(wave),
        }

    def counts(self) -> dict[State, int]:
        """How many are in each state, in the order in which people pass through them."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT state, count(*) FROM ({STATES}) s GROUP BY state", self._given)  # noqa: S608 - no input
            n = dict(cursor.fetchall())
        return {state: n[state] for state in State if state in n}

    def only(self, state: State, found: QuerySet[Invitation]) -> QuerySet[Invitation]:
        """Those of some invitations of the wave that are in this state."""
        query = f"SELECT id FROM ({STATES}) s WHERE state = %(state)s"  # noqa: S608 - no input
        given: Any = {**self._given, "state": state.value}
        return found.filter(pk__in=_ids(query, given))


def _ids(query: str, given: dict[str, Any]) -> RawSQL:
    """RawSQL takes its values by their places."""
    names: list[str] = []

    class _Places(dict[str, str]):
        def __missing__(self, name: str) -> str:
            names.append(name)
            return "%s"

    sql = query % _Places()
    return RawSQL(sql, [given[name] for name in names])  # noqa: S611 - no input; values go by their places


def _unsubscribed(wave: Wave) -> list[str]:
    """Addresses of the wave that asked for no more e-mails; a stop holds its address as a digest alone."""
    stops = MailStop.objects.filter(programme=wave.programme_id, why=MailStop.Why.UNSUBSCRIBED, lifted_at__isnull=True)
    digests = set(stops.values_list("email_sha256", flat=True))
    if not digests:
        return []
    emails = Invitation.objects.filter(participation__wave=wave).exclude(email="").values_list("email", flat=True)
    return [each for each in set(emails) if MailStop.digest(wave.programme_id, each) in digests]
