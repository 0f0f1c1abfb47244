"""The e-mail to the other organisers when one asks for publication: who asks and where it is read, no result."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from benchmarking.models.sign_off import SignOff
from surveyapp.actions.deliveries import request_account_mail
from surveyapp.instruments.texts import localised
from surveyapp.models.people import Account


def write_to_signers(asked: SignOff) -> None:
    """One e-mail to each who may sign: whoever runs the programme, but who asked. Within an action; twice is once."""
    programme = asked.release.wave.programme
    for staff in programme.staff.exclude(account=asked.asked_by_id).select_related("account"):
        if staff.account.is_active:
            _write(asked, staff.account)


def _write(asked: SignOff, account: Account) -> None:
    wave = asked.release.wave
    programme = wave.programme
    with override(account.language):
        context = {
            "name": account.name,
            "by": str(asked.asked_by),
            "survey": localised(wave.title, account.language, programme.default_language) or wave.slug,
            "programme": localised(programme.name, account.language, programme.default_language) or programme.slug,
            "link": settings.SITE_URL + reverse("benchmarking:release-detail", args=[asked.release_id]),
        }
        subject = _("%(survey)s: a signature waits") % context
        body = render_to_string("mail/signature.txt", context)
    request_account_mail(key=f"signature:{asked.pk}:{account.pk}", account=account, subject=subject, body=body)
