"""Somebody typed an address and asked for a new link."""

from __future__ import annotations

import uuid

from django.db import models

from surveyapp.models.job import WorkRow


class LinkRequest(WorkRow):
    """The page only writes this row, whoever the address belongs to; a worker looks for invitations. So neither words nor
    time tell whether an address is known.

    `client` is a digest of where the request came from, to count how many come from one place. The address is
    emptied once the request is done, and the row goes a day later.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(blank=True)
    client = models.CharField(max_length=64, db_index=True)
