"""The database's two functions of kept pages, which migrations create from here: one finds a page if everything it was made
from is as it was, one keeps it.

Functions, because planning over so many tables takes longer than asking them, and a session keeps the plans of a function;
and because each then opens the organisation's scope for itself alone, without a transaction around it. They run with the
rights of whoever calls. Whoever changes SOURCES writes a migration that creates FIND anew.
"""

from __future__ import annotations

from collections.abc import Mapping

# Table → which of its rows a page of the organisation may be made from. A test holds that no page reads another table.
SOURCES: Mapping[str, str] = {
    "surveyapp_organisation": "id = its.id",
    "surveyapp_owner": "id = its.owner_id",
    "surveyapp_programme": "id = its.programme_id",
    "surveyapp_wave": "programme_id = its.programme_id",
    "surveyapp_instrumentversion": "id IN (SELECT instrument_version_id FROM surveyapp_wave WHERE programme_id = its.programme_id)",
    "surveyapp_participation": "organisation_id = its.id",
    "benchmarking_ownresult": "organisation_id = its.id",
    "benchmarking_ownresultrequest": "participation_id IN (SELECT id FROM surveyapp_participation WHERE organisation_id = its.id)",
    "benchmarking_plan": "organisation_id = its.id",
    "benchmarking_planitem": "organisation_id = its.id",
    "benchmarking_coursetaken": "organisation_id = its.id",
    "benchmarking_trainingmodule": "programme_id = its.programme_id",
    "benchmarking_release": (
        "published_at IS NOT NULL AND wave_id IN (SELECT id FROM surveyapp_wave WHERE programme_id = its.programme_id)"
    ),
    "surveyapp_account": "id IN (SELECT changed_by_id FROM benchmarking_planitem WHERE organisation_id = its.id)",
}
# Which version of a row is there, never what is in it. But signing in writes an account's row, and of those who set a
# target pages can say no more than who they are.
VERSION = "xmin::text || ctid::text"
VERSIONS: Mapping[str, str] = {"surveyapp_account": "name || email"}
# The figures of a complete release stand (ADR 7, the database refuses to change them): its own row speaks for them.
STAND: Mapping[str, str] = {"benchmarking_figure": "benchmarking_release"}
# Of open surveys' pages, which tell how many companies have finished: that number is compared, whoever they are.
COUNTED = {"surveyapp_response"}

_MARKS = "\n        UNION ALL ".join(
    f"SELECT '{table}' || {VERSIONS.get(table, VERSION)} AS mark FROM {table} WHERE {which}"  # noqa: S608 - ours
    for table, which in SOURCES.items()
)
_SCOPE = (
    "scope constant text := 'waymark.organisation'; former constant text := coalesce(current_setting(scope, true), '');"
)
FIND = f"""
CREATE OR REPLACE FUNCTION benchmarking_find_page(
    of_organisation uuid, of_survey text, of_group text, of_language text, software text
) RETURNS TABLE (now text, frame jsonb, packed bytea, checksum bigint, size integer) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    its record;
    {_SCOPE}
BEGIN
    PERFORM set_config(scope, of_organisation::text, true);
    SELECT id, owner_id, programme_id INTO its FROM surveyapp_organisation WHERE id = of_organisation;
    SELECT md5(software || string_agg(mark, ' ' ORDER BY mark)) INTO now FROM (
        {_MARKS}
    ) AS marks;
    SELECT page.frame, page.packed, page.checksum, page.size INTO frame, packed, checksum, size
    FROM benchmarking_keptpage page
    WHERE page.organisation_id = of_organisation AND page.survey = of_survey AND page."group" = of_group
        AND page.language = of_language AND page.state = now AND (
            page.counted_wave_id IS NULL OR page.counted = (
                SELECT count(DISTINCT coalesce(part.owner_id, taking.owner_id)) FROM surveyapp_participation part
                JOIN surveyapp_organisation taking ON taking.id = part.organisation_id
                JOIN surveyapp_wave wave ON wave.id = part.wave_id
                WHERE wave.id = page.counted_wave_id AND (wave.counts_unconfirmed OR part.confirmed_at IS NOT NULL) AND (
                    part.is_imported OR part.n_submitted_at_close > 0 OR EXISTS (
                        SELECT FROM surveyapp_response response
                        WHERE response.participation_id = part.id AND response.state = 'submitted' AND response.benchmark_use
                    )
                )
            )
        );
    PERFORM set_config(scope, former, true);
    RETURN NEXT;
END $$
"""  # noqa: S608 - tables and columns are named above
KEEP = f"""
CREATE OR REPLACE FUNCTION benchmarking_keep_page(
    of_organisation uuid, of_survey text, of_group text, of_language text,
    made_from text, frame jsonb, packed bytea, checksum bigint, size integer, counted_wave uuid, counted integer
) RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    {_SCOPE}
BEGIN
    PERFORM set_config(scope, of_organisation::text, true);
    INSERT INTO benchmarking_keptpage (
        organisation_id, survey, "group", language,
        state, frame, packed, checksum, size, counted_wave_id, counted, kept_at, is_prepared, software
    ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, clock_timestamp(), false, '')
    ON CONFLICT (organisation_id, survey, "group", language) DO UPDATE SET
        (state, frame, packed, checksum, size, counted_wave_id, counted, kept_at) = (
            excluded.state, excluded.frame, excluded.packed, excluded.checksum, excluded.size,
            excluded.counted_wave_id, excluded.counted, excluded.kept_at
        );
    PERFORM set_config(scope, former, true);
END $$
"""  # noqa: S608 - only how the scope is named is put in
