"""Write a checked import: all of it in one transaction, or nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from surveyapp.actions import audit
from surveyapp.actions.refusals import Refused
from surveyapp.actions.register_comparing import GONE, expect_many_rows, run, say_what_changes
from surveyapp.actions.register_events import alone
from surveyapp.models.register_import import RegisterImport, RegisterProblem, RegisterRow
from surveyapp.selectors import register, register_imports

DECIDED = """
    UPDATE surveyapp_registerrow SET organisation_id = likely_organisation_id
    WHERE register_import_id = %(import)s AND decision = 'same' AND likely_organisation_id IS NOT NULL
"""
# The owner that another organisation, or another row, has.
OWNER_OF_OTHER = """
    UPDATE surveyapp_registerrow r SET owner = coalesce(
        (SELECT w.name FROM surveyapp_organisation o JOIN surveyapp_owner w ON w.id = o.owner_id
            WHERE o.id = r.likely_organisation_id),
        (SELECT coalesce(nullif(x.owner, ''), x.name) FROM surveyapp_registerrow x
            WHERE x.register_import_id = %(import)s AND x.number = r.likely_row), r.owner)
    WHERE r.register_import_id = %(import)s AND r.decision = 'same_owner'
"""
OWNERS = """
    INSERT INTO surveyapp_owner (id, programme_id, name)
    SELECT gen_random_uuid(), %(programme)s, name FROM (
        SELECT DISTINCT CASE WHEN verdict = 'new' THEN coalesce(nullif(owner, ''), name) ELSE changes -> 'owner' ->> 1 END
            AS name
        FROM surveyapp_registerrow WHERE register_import_id = %(import)s AND verdict <> 'wrong') wanted
    WHERE name IS NOT NULL ON CONFLICT DO NOTHING
"""
FACETS = "(SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(%s) WHERE value <> '\"\"')"
ADDED = f"""
    WITH made AS (
        INSERT INTO surveyapp_organisation
            (id, programme_id, owner_id, name, reference, facets, email, website, contact_name, created_at)
        SELECT gen_random_uuid(), %(programme)s, w.id, r.name, r.reference, {FACETS % "r.facets"}, r.email, r.website,
            r.contact_name, %(now)s
        FROM surveyapp_registerrow r JOIN surveyapp_owner w
        ON w.programme_id = %(programme)s AND w.name = coalesce(nullif(r.owner, ''), r.name)
        WHERE r.register_import_id = %(import)s AND r.verdict = 'new' RETURNING id
    )
    INSERT INTO surveyapp_registerevent (organisation_id, kind, changes, at, by_id, source)
    SELECT id, 'added', '{{}}', %(now)s, %(by)s, %(source)s FROM made
"""  # noqa: S608 - no input
CHANGED = f"""
    UPDATE surveyapp_organisation o SET name = coalesce(r.changes -> 'name' ->> 1, o.name),
        reference = coalesce(nullif(r.reference, ''), o.reference),
        owner_id = coalesce((SELECT w.id FROM surveyapp_owner w WHERE w.programme_id = %(programme)s
            AND w.name = r.changes -> 'owner' ->> 1), o.owner_id),
        email = coalesce(r.changes -> 'email' ->> 1, o.email),
        website = coalesce(r.changes -> 'website' ->> 1, o.website),
        contact_name = coalesce(r.changes -> 'contact_name' ->> 1, o.contact_name),
        facets = {FACETS % "o.facets || r.facets"}, left_at = NULL
    FROM surveyapp_registerrow r
    WHERE r.register_import_id = %(import)s AND r.organisation_id = o.id AND r.verdict IN ('changed', 'back')
"""  # noqa: S608 - no input
CHANGED_EVENTS = """
    INSERT INTO surveyapp_registerevent (organisation_id, kind, changes, at, by_id, source)
    SELECT organisation_id, CASE verdict WHEN 'back' THEN 'returned' ELSE 'changed' END, changes, %(now)s, %(by)s, %(source)s
    FROM surveyapp_registerrow WHERE register_import_id = %(import)s AND verdict IN ('changed', 'back')
"""
LEFT = f"""
    WITH gone AS (
        UPDATE surveyapp_organisation SET left_at = %(now)s WHERE id IN (SELECT o.id {GONE}) RETURNING id
    )
    INSERT INTO surveyapp_registerevent (organisation_id, kind, changes, at, by_id, source)
    SELECT id, 'left', '{{}}', %(now)s, %(by)s, %(source)s FROM gone
"""  # noqa: S608 - no input


@transaction.atomic
def apply_import(about: RegisterImport) -> dict[str, int]:
    """Write what was reported and decided. Run by a worker.

    Raises Refused, and writes nothing, if the register is not what the report spoke of, or a decision contradicts another.
    Returns how many were added, changed and left.
    """
    alone(about.programme)
    expect_many_rows()
    about = RegisterImport.objects.select_for_update(of=("self",)).select_related("programme", "by").get(pk=about.pk)
    if about.step != RegisterImport.Step.APPLYING:
        raise Refused(_("This file was written already, or laid aside."))
    if about.compared_with != register.fingerprint(about.programme):
        raise Refused(
            _("Somebody changed the register since this file was checked, so nothing was written. Check it again.")
        )
    _settle(about)
    now = timezone.now()
    done = _write(about, now)
    _finish(about, done, now)
    return done


def _settle(about: RegisterImport) -> None:
    """Decisions become what the rows say."""
    rows = RegisterRow.objects.filter(register_import=about)
    run(DECIDED, about)
    _refuse_two_for_one(rows)
    run(OWNER_OF_OTHER, about)
    # They stay: of whom they speak, it is not known that it has left.
    rows.filter(decision=RegisterRow.Decision.LEAVE_OUT).update(verdict=RegisterRow.Verdict.WRONG)
    rows.filter(decision=RegisterRow.Decision.SAME, likely_row__isnull=False).delete()
    say_what_changes(about, register_imports.facet_codes(about))


def _refuse_two_for_one(rows: register_imports.Rows) -> None:
    twice = register_imports.spoken_of_twice(rows)
    if twice:
        said = _("Rows %(rows)s would be the same organisation. Decide otherwise for all but one of them.")
        raise Refused(said % {"rows": ", ".join(map(str, twice))})


def _write(about: RegisterImport, now: datetime) -> dict[str, int]:
    values = {"now": now, "by": about.by_id, "source": about.file_name}
    run(OWNERS, about)
    changed = run(CHANGED, about)
    run(CHANGED_EVENTS, about, **values)
    # Before others are added, of whom no row knows yet who they are.
    left = run(LEFT, about, **values) if about.is_whole_list else 0
    added = run(ADDED, about, **values)
    return {"added": added, "changed": changed, "left": left}


def _finish(about: RegisterImport, done: dict[str, int], now: datetime) -> None:
    """Its events have the moment that the import keeps: by it they are found where the list is taken back."""
    about.step, about.applied_at = RegisterImport.Step.APPLIED, now
    about.counts = {**about.counts, "done": done, "before": about.compared_with}
    about.compared_with = register.fingerprint(about.programme)
    about.save(update_fields=["step", "applied_at", "counts", "compared_with"])
    RegisterRow.objects.filter(register_import=about).delete()
    RegisterProblem.objects.filter(register_import=about).delete()
    detail: dict[str, Any] = {"file": about.file_name, "sha256": about.sha256, **done}
    audit.record(action="register.imported", target=about, by=about.by, programme=about.programme, **detail)
