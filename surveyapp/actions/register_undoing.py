"""Put back what a list changed: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from surveyapp.actions import audit
from surveyapp.actions.refusals import Refused
from surveyapp.actions.register_comparing import expect_many_rows, run
from surveyapp.actions.register_events import alone
from surveyapp.models.register_import import RegisterImport
from surveyapp.selectors import register, register_imports

# What the import wrote down of each organisation, and nobody else: it held the register at that moment.
EVENTS = """
    surveyapp_registerevent e JOIN surveyapp_organisation o ON o.id = e.organisation_id
    WHERE o.programme_id = %(programme)s AND e.at = %(at)s AND e.source = %(source)s
"""
ADDED = (
    f"CREATE TEMPORARY TABLE taken_back ON COMMIT DROP AS SELECT o.id, o.owner_id FROM {EVENTS} AND e.kind = 'added'"  # noqa: S608 - no input
)
# Rows of other lists that wait; these are to be checked again anyway.
FORGET = (
    "UPDATE surveyapp_registerrow SET organisation_id = NULL WHERE organisation_id IN (SELECT id FROM taken_back)",
    """UPDATE surveyapp_registerrow SET likely_organisation_id = NULL
        WHERE likely_organisation_id IN (SELECT id FROM taken_back)""",
    "DELETE FROM surveyapp_registerevent WHERE organisation_id IN (SELECT id FROM taken_back)",
    "DELETE FROM surveyapp_organisation WHERE id IN (SELECT id FROM taken_back)",
    """DELETE FROM surveyapp_owner w WHERE id IN (SELECT owner_id FROM taken_back)
        AND NOT EXISTS (SELECT 1 FROM surveyapp_organisation o WHERE o.owner_id = w.id)
        AND NOT EXISTS (SELECT 1 FROM surveyapp_participation p WHERE p.owner_id = w.id)""",
)
OWNERS = f"""
    INSERT INTO surveyapp_owner (id, programme_id, name)
    SELECT gen_random_uuid(), %(programme)s, name FROM (
        SELECT DISTINCT e.changes -> 'owner' ->> 0 AS name FROM {EVENTS} AND e.changes ? 'owner') earlier
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - no input
FACETS = """
    (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(o.facets || coalesce(
        (SELECT jsonb_object_agg(substr(key, 7), value -> 0) FROM jsonb_each(e.changes) WHERE key LIKE 'facet:%%'), '{}'))
        WHERE value <> '""')
"""
BACK = f"""
    UPDATE surveyapp_organisation o SET name = coalesce(e.changes -> 'name' ->> 0, o.name),
        reference = coalesce(e.changes -> 'reference' ->> 0, o.reference),
        owner_id = coalesce((SELECT w.id FROM surveyapp_owner w WHERE w.programme_id = %(programme)s
            AND w.name = e.changes -> 'owner' ->> 0), o.owner_id),
        email = coalesce(e.changes -> 'email' ->> 0, o.email),
        website = coalesce(e.changes -> 'website' ->> 0, o.website),
        contact_name = coalesce(e.changes -> 'contact_name' ->> 0, o.contact_name), facets = {FACETS},
        left_at = CASE e.kind WHEN 'left' THEN NULL WHEN 'changed' THEN o.left_at ELSE coalesce(
            (SELECT max(x.at) FROM surveyapp_registerevent x
                WHERE x.organisation_id = o.id AND x.kind = 'left' AND x.at < e.at), %(now)s) END
    FROM surveyapp_registerevent e
    WHERE e.organisation_id = o.id AND o.programme_id = %(programme)s AND e.at = %(at)s AND e.source = %(source)s
    AND e.kind IN ('changed', 'returned', 'left')
"""  # noqa: S608 - no input
BACK_EVENTS = f"""
    INSERT INTO surveyapp_registerevent (organisation_id, kind, changes, at, by_id, source)
    SELECT o.id, CASE e.kind WHEN 'returned' THEN 'left' WHEN 'left' THEN 'returned' ELSE 'changed' END,
        (SELECT coalesce(jsonb_object_agg(key, jsonb_build_array(value -> 1, value -> 0)), '{{}}') FROM jsonb_each(e.changes)),
        %(now)s, %(by)s, %(source)s
    FROM {EVENTS} AND e.kind IN ('changed', 'returned', 'left')
"""  # noqa: S608 - no input


@transaction.atomic
def undo_import(about: RegisterImport) -> dict[str, int]:
    """Take out what a written list added, and give back what it changed and whom it let leave. Run by a worker.

    What was changed keeps both events in its history; what was added is gone, and the activity log keeps how many it were.
    Raises Refused, and writes nothing, if anything in the register changed since, or if something is held of an
    organisation that was added. Returns how many were taken out and put back.
    """
    alone(about.programme)
    expect_many_rows()
    about = RegisterImport.objects.select_for_update(of=("self",)).select_related("programme", "by").get(pk=about.pk)
    if about.step != RegisterImport.Step.UNDOING or not register_imports.may_be_undone(about):
        raise Refused(changed_since())
    done = _write(about)
    if register.fingerprint(about.programme) != about.counts["before"]:
        raise Refused(_("The register could not be put back exactly as it was, so it stays as it is."))
    about.step, about.refusal, about.counts = RegisterImport.Step.UNDONE, "", {**about.counts, "undone": done}
    about.save(update_fields=["step", "refusal", "counts"])
    detail: dict[str, Any] = {"file": about.file_name, "sha256": about.sha256, **done}
    audit.record(action="register.import_undone", target=about, by=about.by, programme=about.programme, **detail)
    return done


def changed_since() -> str:
    return _("The register was changed since this list was written, so it cannot be put back as a whole any more.")


def _write(about: RegisterImport) -> dict[str, int]:
    values = {"at": about.applied_at, "source": about.file_name, "by": about.by_id, "now": timezone.now()}
    removed = _remove(about, values)
    run(OWNERS, about, **values)
    back = run(BACK, about, **values)
    run(BACK_EVENTS, about, **values)
    return {"removed": removed, "back": back}


def _remove(about: RegisterImport, values: Mapping[str, object]) -> int:
    """Take out what was added. Whatever else speaks of one of them, the database knows and refuses."""
    removed = run(ADDED, about, **values)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in FORGET:
                cursor.execute(statement)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute("DROP TABLE taken_back")
    except IntegrityError:
        raise Refused(
            _(
                "An organisation that this list added takes part in a survey, or has people, by now. The list cannot be "
                "taken back as a whole; let single organisations leave instead."
            )
        ) from None
    return removed
