"""Who runs a programme: take people in by their address, let them go, and let them come back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import override

from surveyapp.actions import audit
from surveyapp.actions.deliveries import request_account_mail
from surveyapp.actions.refusals import Refused
from surveyapp.instruments.texts import localised
from surveyapp.models.people import Account, Staff
from surveyapp.models.programme import Programme

MOST_STAFF = 50  # who runs a programme with more people than this needs rights that differ, which there are not


class NotPossible(Refused):
    """This person cannot be taken in or let go; the message says why."""


@transaction.atomic
def add_organiser(*, programme: Programme, email: str, name: str, language: str, by: Account) -> Staff:
    """Let whoever has this address run the programme; adding twice is adding once.

    An account is made where there is none, and an e-mail carries the link with which its person sets a password.
    Whoever has one is told in an e-mail. Raises NotPossible for the fifty-first person.
    """
    _alone(programme)
    account = _account(email, name, language)
    if Staff.objects.filter(programme=programme).exclude(account=account).count() >= MOST_STAFF:
        raise NotPossible(_("At most %(most)s people run a programme. Remove somebody first.") % {"most": MOST_STAFF})
    staff, created = Staff.objects.get_or_create(account=account, programme=programme)
    if created:
        _record("organiser.appointed", staff, by)
        send_welcome(staff=staff, by=by)
    return staff


@transaction.atomic
def remove_organiser(*, staff: Staff, by: Account) -> None:
    """Let somebody run the programme no more, and with it take names along no more. Raises NotPossible for the last one."""
    _alone(staff.programme)
    if not Staff.objects.filter(programme=staff.programme).exclude(pk=staff.pk).exists():
        raise NotPossible(_("Somebody has to run the programme. Add another person first."))
    _record("organiser.removed", staff, by)
    staff.delete()


@transaction.atomic
def restore_organiser(*, programme: Programme, account: Account, by: Account) -> Staff:
    """Let somebody who was removed run the programme again; a right to names does not come back with it."""
    _alone(programme)
    staff, created = Staff.objects.get_or_create(account=account, programme=programme)
    if created:
        _record("organiser.restored", staff, by)
    return staff


@transaction.atomic
def send_welcome(*, staff: Staff, by: Account) -> None:
    """An e-mail that says that they run the programme now, with a link to set a password where they have none. The links
    of earlier e-mails stay good until one is used or too old."""
    account, programme = staff.account, staff.programme
    with override(account.language):
        context = _context(account, programme, by)
        subject = _("%(programme)s: you can run it now") % context
        body = render_to_string("mail/organiser.txt", context)
    key = f"organiser:{staff.pk}:{timezone.now():%Y-%m-%dT%H:%M}"  # one a minute at most
    request_account_mail(key=key, account=account, subject=subject, body=body)


def _context(account: Account, programme: Programme, by: Account) -> dict[str, Any]:
    has_password = account.has_usable_password()
    path = reverse("surveyapp:programme-desk", args=[programme.slug]) if has_password else _set_password(account)
    return {
        "name": account.name,
        "by": str(by),
        "programme": localised(programme.name, account.language, programme.default_language) or programme.slug,
        "has_password": has_password,
        "link": settings.SITE_URL + path,
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }


def _set_password(account: Account) -> str:
    who = urlsafe_base64_encode(force_bytes(account.pk))
    return reverse("password-set", args=[who, default_token_generator.make_token(account)])


def _account(email: str, name: str, language: str) -> Account:
    found = Account.objects.filter(email__iexact=email).first()
    if found is not None:
        return found
    validate_email(email)
    return Account.objects.create_user(email, None, name=name, language=language)


def _alone(programme: Programme) -> None:
    """Held until the transaction ends, so that no two people let go of each other at once."""
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)


def _record(action: str, staff: Staff, by: Account) -> None:
    audit.record(action=action, target=staff, by=by, programme=staff.programme, account=str(staff.account_id))
