"""The e-mail that says a file of raw answers is ready: a link to its page, never the file nor anything that stands in it."""

from __future__ import annotations

from typing import TypedDict

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from surveyapp.instruments.texts import localised
from surveyapp.models.people import Account
from surveyapp.models.raw_export import RawExport
from surveyapp.permissions import may_organise


class Letter(TypedDict):
    account: Account
    subject: str
    body: str


def ready(export: RawExport) -> Letter | None:
    """None where whoever ordered it no longer runs the programme."""
    wave, account = export.wave, export.account
    if account is None or not may_organise(account, wave.programme):
        return None
    with override(export.language if export.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        context = {
            "name": account.name,
            "survey": localised(wave.title, export.language, wave.programme.default_language) or wave.slug,
            "kind": export.get_kind_display(),
            "rows": export.n_rows,
            "expires_at": export.expires_at,
            "link": settings.SITE_URL
            + reverse("surveyapp:raw-data-file", args=[wave.programme.slug, wave.slug, export.pk]),
        }
        subject = _("%(survey)s: your file of answers is ready") % context
        return {"account": account, "subject": subject, "body": render_to_string("mail/raw_data.txt", context)}
