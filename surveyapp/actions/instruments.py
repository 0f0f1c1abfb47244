"""Publish questionnaires."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from surveyapp.actions import audit
from surveyapp.actions.refusals import VersionChanged
from surveyapp.instruments import loader
from surveyapp.models.instrument import Instrument, InstrumentVersion
from surveyapp.models.people import Account


@transaction.atomic
def publish_instrument(*, definition: Mapping[str, Any], by: Account | None, by_kind: str = "") -> InstrumentVersion:
    """Store a definition as an immutable version; publishing the same again returns what is there.

    Raises InstrumentError with every problem of the definition, and VersionChanged when this version was published
    with another content.
    """
    read = loader.read(definition)
    sha256 = loader.definition_hash(read)
    Instrument.objects.get_or_create(slug=read.slug)
    registered = Instrument.objects.select_for_update().get(slug=read.slug)
    if found := registered.versions.filter(version=read.version).first():
        _refuse_changed(found, sha256)
        return found
    version = InstrumentVersion.objects.create(
        instrument=registered, version=read.version, definition=json.loads(loader.canonical(read)), sha256=sha256
    )
    audit.record(action="instrument.published", target=version, by=by, by_kind=by_kind, sha256=sha256)
    return version


def _refuse_changed(published: InstrumentVersion, sha256: str) -> None:
    if published.sha256 != sha256:
        raise VersionChanged(
            f"{published} is already published with another content (it has {published.sha256[:12]}, this one "
            f"{sha256[:12]}). A published version never changes: give the changed questionnaire a new version."
        )
