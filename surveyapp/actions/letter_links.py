"""Personal links within letters: made as late as possible, and taken out of words that stay."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from surveyapp.models.invitation import FreshLink, Invitation

# Stands in the words of a letter where its personal link will: no token lies in the database while the letter waits.
LINK = "[[personal-link]]"


def link_of(token: str) -> str:
    """The address behind a token, as it stands in an e-mail."""
    return f"{settings.SITE_URL}{reverse('surveyapp:answer-start', args=[token])}"


@transaction.atomic
def further_link(*, invitation: Invitation, letter: UUID | None = None) -> str:
    """Another link to the same questions, that works as long as the invitation and beside its other links. Only the
    token's digest is stored, under the id of the `letter` that carries it: one that is tried again gets another link in
    the place of the first, and whoever forgets a letter finds its link."""
    token = Invitation.new_token()
    fields = {"invitation": invitation, "token_sha256": Invitation.digest(token), "lasts": True}
    FreshLink.objects.update_or_create(id=letter or uuid4(), defaults=fields)
    return link_of(token)


def without_links(text: str) -> str:
    """The words with LINK in place of every personal link."""
    before, after = (re.escape(part) for part in link_of("TOKEN").split("TOKEN"))
    return re.sub(f"{before}[\\w-]+{after}", LINK, text)
