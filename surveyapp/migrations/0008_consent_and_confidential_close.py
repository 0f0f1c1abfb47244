"""A consent for each version that was agreed to, and the function that takes the persons out of a confidential wave."""

import django.db.models.deletion
from django.db import migrations, models

# The one way by which answers leave their persons. It runs with the rights of whoever owns the tables, since the web
# role, which closes a wave, sees one response's answers at a time and no unlinked ones at all. It therefore trusts
# nobody: it finds out for itself that the wave is confidential and closed.
UNLINK = """
CREATE FUNCTION waymark_unlink_wave(closing uuid) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ids uuid[];
    moved bigint;
BEGIN
    PERFORM 1 FROM public.surveyapp_wave
        WHERE id = closing AND is_confidential AND state IN ('closed', 'released') FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Only a confidential wave that is closed loses the link to its persons.'
            USING ERRCODE = 'insufficient_privilege';
    END IF;

    -- Whoever is saving an answer holds their response: wait for them, so that nothing is left behind.
    PERFORM 1 FROM public.surveyapp_response r JOIN public.surveyapp_participation p ON p.id = r.participation_id
        WHERE p.wave_id = closing FOR UPDATE OF r;
    SELECT array_agg(r.id) INTO ids FROM public.surveyapp_response r
        JOIN public.surveyapp_participation p ON p.id = r.participation_id WHERE p.wave_id = closing;

    UPDATE public.surveyapp_participation p SET n_submitted_at_close = (
        SELECT count(*) FROM public.surveyapp_response r WHERE r.participation_id = p.id AND r.state = 'submitted'
    ) WHERE p.wave_id = closing AND p.n_submitted_at_close IS NULL;

    -- gen_random_uuid() is cryptographically strong, and unlike random() it has no seed that a session could set.
    INSERT INTO public.surveyapp_unlinkedanswers (id, participation_id, instrument_version_id, role, is_agreed,
        benchmark_use, research_use, document, vector, numbers, codebook_sha256)
    SELECT gen_random_uuid(), s.* FROM (
        SELECT r.participation_id, r.instrument_version_id, r.role, r.is_agreed, r.benchmark_use,
            coalesce((SELECT c.is_granted FROM public.surveyapp_consentchoice c
                WHERE c.response_id = r.id AND c.purpose = 'research' ORDER BY c.id DESC LIMIT 1), false),
            a.document, a.vector, a.numbers, a.codebook_sha256
        FROM public.surveyapp_responseanswers a
        JOIN public.surveyapp_response r ON r.id = a.response_id
        WHERE r.id = ANY (ids) AND r.state = 'submitted'
        ORDER BY gen_random_uuid()
    ) s;
    GET DIAGNOSTICS moved = ROW_COUNT;

    DELETE FROM public.surveyapp_draftanswer WHERE response_id = ANY (ids);
    DELETE FROM public.surveyapp_responseanswers WHERE response_id = ANY (ids);
    DELETE FROM public.surveyapp_consentchoice WHERE response_id = ANY (ids);
    DELETE FROM public.surveyapp_consent WHERE response_id = ANY (ids);
    DELETE FROM public.surveyapp_response WHERE id = ANY (ids);

    -- Which sections somebody was given, and for which area, would tell their answers from those of others.
    DELETE FROM public.surveyapp_assignment WHERE invitation_id IN (
        SELECT i.id FROM public.surveyapp_invitation i
        JOIN public.surveyapp_participation p ON p.id = i.participation_id WHERE p.wave_id = closing);
    UPDATE public.surveyapp_invitation i SET path = 'full', role = '' FROM public.surveyapp_participation p
        WHERE p.id = i.participation_id AND p.wave_id = closing AND (i.path <> 'full' OR i.role <> '');

    RETURN moved;
END $$
"""

SQL = [
    UNLINK,
    "REVOKE ALL ON FUNCTION waymark_unlink_wave(uuid) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION waymark_unlink_wave(uuid) TO waymark_web, waymark_worker",
    """
    CREATE FUNCTION waymark_refuse_change_of_confidentiality() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'Whether a wave is confidential is settled once it has opened.'; END $$
    """,
    """
    CREATE TRIGGER confidentiality_is_settled_at_opening BEFORE UPDATE OF is_confidential ON surveyapp_wave
    FOR EACH ROW WHEN (OLD.state <> 'draft' AND OLD.is_confidential IS DISTINCT FROM NEW.is_confidential)
    EXECUTE FUNCTION waymark_refuse_change_of_confidentiality()
    """,
]
UNDO = [
    "DROP TRIGGER confidentiality_is_settled_at_opening ON surveyapp_wave",
    "DROP FUNCTION waymark_refuse_change_of_confidentiality()",
    "DROP FUNCTION waymark_unlink_wave(uuid)",
]


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0007_invitation_role")]

    operations = [
        migrations.AlterModelOptions(name="consent", options={"ordering": ["response", "given_at"]}),
        migrations.AlterField(
            model_name="consent",
            name="response",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="surveyapp.response"
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                models.F("response"), models.F("text"), name="consent_given_once_per_text"
            ),
        ),
        migrations.AddField(
            model_name="unlinkedanswers", name="research_use", field=models.BooleanField(default=False)
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
