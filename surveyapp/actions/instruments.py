"""Publish questionnaires: a definition by the operator, or an organiser's draft."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from surveyapp.actions import audit
from surveyapp.actions.instrument_drafts import GONE, DraftRefused, slug_faults, version_faults
from surveyapp.actions.refusals import VersionChanged
from surveyapp.instruments import changes, loader
from surveyapp.instruments.problems import InstrumentError
from surveyapp.instruments.schema import Instrument as Questionnaire
from surveyapp.models.instrument import Instrument, InstrumentDraft, InstrumentVersion
from surveyapp.models.people import Account
from surveyapp.selectors import instrument_drafts
from surveyapp.selectors.instruments import instrument


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


@transaction.atomic
def publish_draft(*, draft: InstrumentDraft, by: Account) -> InstrumentVersion:
    """Freeze a draft as the next version of the programme's own questionnaire; older versions stay, the draft goes.

    Raises DraftRefused with every problem: a text that lacks in a declared language, a short name of somebody else's, a
    version that is not higher than those published, or a declared change that cannot be so. Nothing is stored then.
    """
    _one_at_a_time(draft.definition["slug"])
    locked = InstrumentDraft.objects.select_for_update().select_related("programme").filter(pk=draft.pk).first()
    if locked is None:
        raise DraftRefused([GONE])
    read = _complete(locked)
    registered, _ = Instrument.objects.get_or_create(slug=read.slug, defaults={"programme": locked.programme})
    sha256 = loader.definition_hash(read)
    version = InstrumentVersion.objects.create(
        instrument=registered, version=read.version, definition=json.loads(loader.canonical(read)), sha256=sha256
    )
    audit.record(action="instrument.published", target=version, by=by, programme=locked.programme, sha256=sha256)
    locked.delete()
    return version


def _one_at_a_time(slug: str) -> None:
    # The web role may not lock a row that it may not change, so the name itself is locked.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [slug])


def _complete(draft: InstrumentDraft) -> Questionnaire:
    before = instrument_drafts.version_before(draft)
    definition = draft.definition
    if before and not definition.get("since"):
        definition = {**definition, "since": {"version": before.version}}
    try:
        read = loader.read(definition)
    except InstrumentError as error:
        raise DraftRefused(error.problems) from error
    faults = [*slug_faults(read.slug, draft.programme_id), *version_faults(definition, draft)]
    faults += changes.problems(instrument(before.pk), read) if before else []
    if faults:
        raise DraftRefused(faults)
    return read


def _refuse_changed(published: InstrumentVersion, sha256: str) -> None:
    if published.sha256 != sha256:
        raise VersionChanged(
            f"{published} is already published with another content (it has {published.sha256[:12]}, this one "
            f"{sha256[:12]}). A published version never changes: give the changed questionnaire a new version."
        )
