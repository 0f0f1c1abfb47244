"""The e-mail that says a file is ready: a link to its page, never the file nor anything that stands in it."""

from __future__ import annotations

from typing import TypedDict

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from benchmarking.dashboards import words
from benchmarking.models.report import Report
from surveyapp.models.people import Account
from surveyapp.permissions import may_coordinate


class Letter(TypedDict):
    account: Account
    subject: str
    body: str


def ready(report: Report) -> Letter | None:
    """None where whoever asked no longer coordinates the organisation."""
    if report.account is None or not may_coordinate(report.account, report.organisation):
        return None
    with override(report.language):
        context = {
            "name": report.account.name,
            "organisation": report.organisation.name,
            "survey": words.said(report.wave.title) or report.wave.slug,
            "format": report.get_format_display(),
            "expires_at": report.expires_at,
            "link": settings.SITE_URL + reverse("benchmarking:report-detail", args=[report.pk]),
            "programme": words.said(report.organisation.programme.name),
        }
        subject = _("%(survey)s: your file for %(organisation)s is ready") % context
        return {"account": report.account, "subject": subject, "body": render_to_string("mail/report.txt", context)}
