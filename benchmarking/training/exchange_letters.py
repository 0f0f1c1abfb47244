"""E-mails to the coordinators of one side: that a meeting is proposed, or whom they may meet. Links, and no names but those
that both sides agreed to share, which stand on the page alone."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from benchmarking.dashboards import words
from benchmarking.models.exchange import IntroductionLetter
from benchmarking.selectors.catalogue import instrument_of
from benchmarking.training.exchange_topics import by_key, name_of
from surveyapp.models.people import Account


def letters(letter: IntroductionLetter) -> Iterator[tuple[Account, str, str]]:
    """Account, subject and body for each coordinator of the side's organisation, in their language."""
    organisation = letter.side.organisation
    instrument = instrument_of(organisation.programme_id)
    for account in Account.objects.filter(memberships__organisation=organisation, is_active=True).order_by("email"):
        with override(account.language):
            introduction = letter.side.introduction
            context = {
                "name": account.name,
                "organisation": organisation.name,
                "topic": name_of(by_key(instrument), introduction.kind, introduction.code),
                "link": settings.SITE_URL + reverse("benchmarking:view-exchange"),
                "programme": words.said(organisation.programme.name) or organisation.programme.slug,
                "is_introduced": letter.occasion == letter.Occasion.INTRODUCED,
                "side": letter.side,
            }
            yield account, _subject(context), render_to_string("mail/introduction.txt", context)


def _subject(context: dict[str, object]) -> str:
    if context["is_introduced"]:
        return _("%(programme)s: you are introduced") % context
    return _("%(programme)s: would you like to meet?") % context
