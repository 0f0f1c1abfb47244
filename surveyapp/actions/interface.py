"""Tokens of the REST interface: made, used, withdrawn."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from surveyapp.actions import audit
from surveyapp.actions.refusals import Refused
from surveyapp.models.interface import AnsweredCall, ApiToken, CallCount
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme

DAYS = (30, 90, 365)
MOST_TOKENS = 20  # that work at a time, of one person in one programme
ANSWERS_KEPT = timedelta(days=1)


@transaction.atomic
def make_token(*, programme: Programme, name: str, scope: str, days: int, by: Account) -> tuple[ApiToken, str]:
    """A token of a person for a programme, and its text, which is stored nowhere: whoever made it sees it once.

    The caller has checked that `by` organises the programme. Raises Refused for too many that work.
    """
    now, text = timezone.now(), ApiToken.new_token()
    mine = ApiToken.objects.filter(programme=programme, account=by, revoked_at=None, expires_at__gt=now)
    if mine.count() >= MOST_TOKENS:
        raise Refused(_("You have %(most)s tokens that work. Withdraw one of them first.") % {"most": MOST_TOKENS})
    token = ApiToken.objects.create(
        programme=programme,
        account=by,
        name=name,
        scope=scope,
        token_sha256=ApiToken.digest(text),
        starts_with=text[:12],
        expires_at=now + timedelta(days=days),
    )
    audit.record(action="token.made", target=token, by=by, programme=programme, name=name, scope=scope, days=days)
    return token, text


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Account) -> None:
    """It works no more from now on. Twice is once."""
    held = ApiToken.objects.select_for_update(of=("self",)).select_related("programme").get(pk=token.pk)
    if held.revoked_at is None:
        held.revoked_at = timezone.now()
        held.save(update_fields=["revoked_at"])
        audit.record(action="token.revoked", target=held, by=by, programme=held.programme, name=held.name)


def forget_old_calls(*, now: datetime) -> None:
    """Delete answers to calls a day old, and counts of callers who were not there for a day. Run by a worker."""
    AnsweredCall.objects.filter(made_at__lt=now - ANSWERS_KEPT).delete()
    CallCount.objects.filter(since__lt=now - ANSWERS_KEPT).delete()
