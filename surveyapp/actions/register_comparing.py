"""The rows of a file beside the register, in SQL: who is who, what would change, what is wrong. Writes only what belongs to the import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from surveyapp.models.register_import import RegisterImport

ROWS = "surveyapp_registerrow r"
# Spaces of every kind are one space, as the reading of files makes them: a list that went out and in again is the same.
SPACED = "regexp_replace(btrim({}), '[\\s\\u00a0]+', ' ', 'g')"
SAME_NAME = f"lower({SPACED.format('o.name')}) = lower(r.name)"
PROBLEMS = 'INSERT INTO surveyapp_registerproblem (register_import_id, number, "column", code, value, detail)'

# The first row of each reference and of each name stands; the later ones are said to repeat it.
TWICE = """
    {problems} SELECT r.register_import_id, r.number, %(column)s, %(code)s, left(r.{column}, 60), r.first::text FROM (
        SELECT *, min(number) OVER (PARTITION BY lower({column})) AS first
        FROM surveyapp_registerrow WHERE register_import_id = %(import)s AND {column} <> '') r
    WHERE r.number > r.first {unless}
"""
NOT_REPEATED = """
    AND NOT EXISTS (SELECT 1 FROM surveyapp_registerproblem p WHERE p.register_import_id = %(import)s
        AND p.number = r.number AND p.code = 'reference_twice')
"""
BY_REFERENCE = """
    UPDATE surveyapp_registerrow r SET organisation_id = o.id FROM surveyapp_organisation o
    WHERE r.register_import_id = %(import)s AND o.programme_id = %(programme)s AND r.reference <> ''
    AND o.reference = r.reference
"""
BY_NAME = """
    UPDATE surveyapp_registerrow r SET organisation_id = o.id FROM surveyapp_organisation o
    WHERE r.register_import_id = %(import)s AND o.programme_id = %(programme)s AND r.organisation_id IS NULL
    AND {same_name} AND (r.reference = '' OR o.reference = '') AND NOT EXISTS (
        SELECT 1 FROM surveyapp_registerrow x WHERE x.register_import_id = %(import)s AND x.organisation_id = o.id)
"""
MERGED = """
    {problems} SELECT r.register_import_id, r.number, 'name', 'merged', left(o.name, 60), left(into_.name, 200)
    FROM surveyapp_registerrow r JOIN surveyapp_organisation o ON o.id = r.organisation_id
    JOIN surveyapp_organisation into_ ON into_.id = o.merged_into_id WHERE r.register_import_id = %(import)s
"""
# A new row with the name of one that no row speaks of may be the same under another reference; anybody else's name is taken.
TAKEN = """
    UPDATE surveyapp_registerrow r SET likely = 'taken', likely_organisation_id = o.id FROM surveyapp_organisation o
    WHERE r.register_import_id = %(import)s AND r.organisation_id IS NULL AND o.programme_id = %(programme)s
    AND {same_name} AND o.merged_into_id IS NULL AND NOT EXISTS (
        SELECT 1 FROM surveyapp_registerrow x WHERE x.register_import_id = %(import)s AND x.organisation_id = o.id)
"""
NAME_TAKEN = """
    {problems} SELECT r.register_import_id, r.number, 'name', 'name_taken', left(r.name, 60), o.reference
    FROM surveyapp_registerrow r JOIN surveyapp_organisation o
    ON o.programme_id = %(programme)s AND {same_name} AND o.id IS DISTINCT FROM r.organisation_id
    WHERE r.register_import_id = %(import)s AND r.likely <> 'taken'
"""
WRONG = """
    UPDATE surveyapp_registerrow r SET verdict = 'wrong', likely = '', likely_organisation_id = NULL
    WHERE r.register_import_id = %(import)s AND EXISTS (
        SELECT 1 FROM surveyapp_registerproblem p WHERE p.register_import_id = %(import)s AND p.number = r.number)
"""
# Names are compared as waymark_name_key spells them: with organisations that no row speaks of, and with earlier new rows
# unless each of the two has a reference of its own.
SAME_KEY = """
    WITH fresh AS MATERIALIZED (
        SELECT id, number, key, CASE WHEN reference = '' THEN min(number) OVER (PARTITION BY key)
            ELSE min(number) FILTER (WHERE reference = '') OVER (PARTITION BY key) END AS earlier
        FROM (SELECT id, number, reference, waymark_name_key(name) AS key FROM surveyapp_registerrow
            WHERE register_import_id = %(import)s AND organisation_id IS NULL AND verdict = 'new' AND likely = '') named
        WHERE key <> ''
    ), gone AS MATERIALIZED (
        SELECT DISTINCT ON (key) id, key FROM (SELECT id, waymark_name_key(name) AS key FROM surveyapp_organisation o
            WHERE programme_id = %(programme)s AND merged_into_id IS NULL AND NOT EXISTS (
                SELECT 1 FROM surveyapp_registerrow x
                WHERE x.register_import_id = %(import)s AND x.organisation_id = o.id)) named
        ORDER BY key, id
    )
    UPDATE surveyapp_registerrow r SET likely = 'name', likely_organisation_id = g.id,
        likely_row = CASE WHEN g.id IS NULL THEN f.earlier END
    FROM fresh f LEFT JOIN gone g ON g.key = f.key
    WHERE f.id = r.id AND (g.id IS NOT NULL OR f.earlier < f.number)
"""
# The same web or e-mail domain under another owner: often another site of the same company.
SAME_DOMAIN = """
    WITH fresh AS MATERIALIZED (
        SELECT id, number, coalesce(nullif(owner, ''), name) AS owner, waymark_domain(website, email) AS domain
        FROM surveyapp_registerrow
        WHERE register_import_id = %(import)s AND organisation_id IS NULL AND verdict = 'new' AND likely = ''
        AND (website <> '' OR email <> '')
    ), known AS MATERIALIZED (
        SELECT DISTINCT ON (waymark_domain(o.website, o.email)) o.id, w.name AS owner,
            waymark_domain(o.website, o.email) AS domain
        FROM surveyapp_organisation o JOIN surveyapp_owner w ON w.id = o.owner_id
        WHERE o.programme_id = %(programme)s AND o.left_at IS NULL AND (o.website <> '' OR o.email <> '')
        ORDER BY waymark_domain(o.website, o.email), o.name, o.id
    ), first AS MATERIALIZED (
        SELECT DISTINCT ON (domain) domain, number, owner FROM fresh WHERE domain <> '' ORDER BY domain, number
    )
    UPDATE surveyapp_registerrow r SET likely = 'domain', likely_organisation_id = k.id,
        likely_row = CASE WHEN k.id IS NULL THEN e.number END
    FROM fresh f LEFT JOIN known k ON k.domain = f.domain LEFT JOIN first e ON e.domain = f.domain
    WHERE f.id = r.id AND f.domain <> '' AND (
        (k.id IS NOT NULL AND k.owner <> f.owner) OR (k.id IS NULL AND e.number < f.number AND e.owner <> f.owner))
"""
COUNTS = "SELECT verdict, count(*) FROM surveyapp_registerrow WHERE register_import_id = %(import)s GROUP BY verdict"
GONE = """
    FROM surveyapp_organisation o WHERE o.programme_id = %(programme)s AND o.left_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM surveyapp_registerrow x WHERE x.register_import_id = %(import)s AND x.organisation_id = o.id)
    AND NOT EXISTS (
        SELECT 1 FROM surveyapp_registerrow x WHERE x.register_import_id = %(import)s AND x.likely_organisation_id = o.id
        AND (x.decision = 'same' OR x.likely = 'taken'))
"""


def expect_many_rows() -> None:
    """Until the transaction ends. Rows that were just copied in have no statistics, and the planner takes them for few:
    it would go through the register once a row."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")


def run(sql: str, about: RegisterImport, **values: Any) -> int:
    """Run one statement about an import; how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"import": about.pk, "programme": about.programme_id, **values})
        count: int = cursor.rowcount
    return count


@transaction.atomic
def find_who_is_who(about: RegisterImport) -> None:
    """Match the rows with the register, by reference, else by name, and note what cannot be: repeated rows, taken names."""
    expect_many_rows()
    for column, unless in (("reference", ""), ("name", NOT_REPEATED)):
        sql = TWICE.format(problems=PROBLEMS, column=column, unless=unless)
        run(sql, about, column=column, code=f"{column}_twice")
    run(BY_REFERENCE, about)
    run(BY_NAME.format(same_name=SAME_NAME), about)
    run(MERGED.format(problems=PROBLEMS), about)
    run(TAKEN.format(same_name=SAME_NAME), about)
    run(NAME_TAKEN.format(problems=PROBLEMS, same_name=SAME_NAME), about)
    run(WRONG, about)


@transaction.atomic
def say_what_changes(about: RegisterImport, facets: Sequence[str]) -> None:
    """For each row that speaks of an organisation: field → [old, new], and the verdict. Empty cells clear what can be
    empty, but for references and owners."""
    expect_many_rows()
    mapped = set(about.columns.values())
    pairs = [_pair("name"), _pair("reference", kept=True), _pair("owner", old="w.name", kept=True)]
    pairs += [_pair(field) for field in ("email", "website", "contact_name") if field in mapped]
    values = {f"facet{at}": code for at, code in enumerate(facets)}
    pairs += [_facet_pair(at) for at in range(len(facets))]
    sql = f"""
        UPDATE surveyapp_registerrow r SET changes = c.changes, verdict = CASE WHEN c.has_left THEN 'back'
            WHEN c.changes = '{{}}' THEN 'unchanged' ELSE 'changed' END
        FROM (SELECT r.id, o.left_at IS NOT NULL AS has_left, jsonb_strip_nulls({" || ".join(pairs)}) AS changes
            FROM {ROWS} JOIN surveyapp_organisation o ON o.id = r.organisation_id
            JOIN surveyapp_owner w ON w.id = o.owner_id
            WHERE r.register_import_id = %(import)s AND r.verdict <> 'wrong') c WHERE c.id = r.id
    """  # noqa: S608 - made of names of our own columns alone
    run(sql, about, **values)


def _pair(column: str, *, old: str = "", kept: bool = False) -> str:
    old = old or f"o.{column}"
    differs = f"r.{column} <> {SPACED.format(old)}" + (f" AND r.{column} <> ''" if kept else "")
    return f"jsonb_build_object('{column}', CASE WHEN {differs} THEN jsonb_build_array({old}, r.{column}) END)"


def _facet_pair(at: int) -> str:
    new, old = (f"coalesce({side}.facets ->> %(facet{at})s, '')" for side in "ro")
    name = f"'facet:' || %(facet{at})s"
    return f"jsonb_build_object({name}, CASE WHEN {new} <> {old} THEN jsonb_build_array({old}, {new}) END)"


@transaction.atomic
def find_likely_the_same(about: RegisterImport) -> None:
    """Note for each new row whom it may be: the same name but for its spelling."""
    expect_many_rows()
    run(SAME_KEY, about)


@transaction.atomic
def find_same_domains(about: RegisterImport) -> None:
    """Note for each new row that nothing was noted for who has the same web or e-mail domain under another owner."""
    expect_many_rows()
    run(SAME_DOMAIN, about)


@transaction.atomic
def counts(about: RegisterImport) -> dict[str, int]:
    """Rows by verdict, and "gone": organisations of the register that no row speaks of."""
    expect_many_rows()
    values = {"import": about.pk, "programme": about.programme_id}
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, values)
        found: dict[str, int] = dict(cursor.fetchall())
        cursor.execute("SELECT count(*) " + GONE, values)
        gone: int = cursor.fetchone()[0]
    return {**found, "gone": gone}
