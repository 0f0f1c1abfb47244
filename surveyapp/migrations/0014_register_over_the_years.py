"""The register over the years: imports, what happened to each organisation, who asks to join, owners frozen at close."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from surveyapp.config.roles import ALL, WEB, WORKER, grant

SQL = [
    # One spelling of a name for comparison: no accents, no marks, no legal forms. Both sides of every comparison are made by it.
    r"""
    CREATE FUNCTION waymark_name_key(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT btrim(regexp_replace(
            regexp_replace(
                regexp_replace(
                    replace(lower(regexp_replace(normalize(name, NFKD), '[\u0300-\u036f]', '', 'g')), '&', ' and '),
                    '[[:punct:][:space:]–—‘’“”„«»…·]+', ' ', 'g'),
                '\m(the|and|ltd|limited|plc|llp|llc|lp|inc|incorporated|corp|corporation|co|company|gmbh|ag|kg|ohg|ug|se|mbh|sa|sas|sarl|sl|srl|spa|bv|nv|oy|oyj|ab|as|aps|kk|pty|pte|holding|holdings|group)\M',
                ' ', 'g'),
            ' +', ' ', 'g'))
    $$
    """,
    # The part of a web or e-mail address that one organisation holds; nothing for mail hosts that anybody may use.
    r"""
    CREATE FUNCTION waymark_domain(website text, email text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        WITH host AS (
            SELECT string_to_array(btrim(regexp_replace(lower(
                CASE WHEN website <> '' THEN regexp_replace(website, '^([a-zA-Z]+:)?//', '') ELSE split_part(email, '@', 2) END
            ), '[/:?#].*$', ''), '. '), '.') AS parts
        ), held AS (
            SELECT array_to_string(parts[greatest(1, array_length(parts, 1) - CASE
                WHEN length(parts[array_length(parts, 1)]) = 2 AND length(parts[array_length(parts, 1) - 1]) <= 3
                THEN 2 ELSE 1 END):], '.') AS domain
            FROM host WHERE array_length(parts, 1) > 1
        )
        SELECT coalesce((SELECT domain FROM held WHERE domain NOT IN (
            'gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'hotmail.co.uk', 'live.com', 'msn.com', 'yahoo.com',
            'yahoo.co.uk', 'yahoo.de', 'yahoo.fr', 'aol.com', 'icloud.com', 'me.com', 'gmx.de', 'gmx.net', 'gmx.com', 'web.de',
            't-online.de', 'freenet.de', 'orange.fr', 'wanadoo.fr', 'free.fr', 'laposte.net', 'proton.me', 'protonmail.com',
            'mail.ru', 'qq.com', '163.com', 'nhs.net', 'btinternet.com', 'facebook.com', 'linkedin.com', 'wordpress.com')), '')
    $$
    """,
    # Waves that are closed already: as far as is known, whoever owns an organisation today owned it then.
    """
    UPDATE surveyapp_participation p SET owner_id = o.owner_id
    FROM surveyapp_organisation o, surveyapp_wave w
    WHERE o.id = p.organisation_id AND w.id = p.wave_id AND w.state IN ('closed', 'released')
    """,
    grant(
        ALL, "surveyapp_register", "surveyapp_registerimport", "surveyapp_registerrow", "surveyapp_joinrequest", to=WEB
    ),
    grant("SELECT, DELETE", "surveyapp_registerproblem", to=WEB),
    grant("SELECT, INSERT, DELETE", "surveyapp_registerjob", "surveyapp_registerevent", to=WEB),
    # Pages write letters; the links in them are the workers' business.
    grant("INSERT", "surveyapp_joinletter", to=WEB),
    grant("SELECT (id, request_id, key, state)", "surveyapp_joinletter", to=WEB),
    grant(ALL, "surveyapp_register", "surveyapp_registerimport", "surveyapp_registerjob", to=WORKER),
    grant(ALL, "surveyapp_registerrow", "surveyapp_registerproblem", "surveyapp_registerevent", to=WORKER),
    grant(ALL, "surveyapp_joinrequest", "surveyapp_joinletter", to=WORKER),
]


class Migration(migrations.Migration):
    dependencies = [("surveyapp", "0013_mail_to_an_account")]
    operations = [
        migrations.CreateModel(
            name="JoinLetter",
            fields=[
                ("key", models.CharField(max_length=200, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("stage", models.CharField(blank=True, max_length=40)),
                ("percent", models.PositiveSmallIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("requested_at", models.DateTimeField(auto_now_add=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="JoinRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "Address not confirmed"),
                            ("waiting", "Waits for a decision"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                        ],
                        default="unconfirmed",
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("owner", models.CharField(blank=True, max_length=200)),
                ("website", models.CharField(blank=True, max_length=200)),
                ("contact_name", models.CharField(max_length=200)),
                ("email", models.EmailField(max_length=254)),
                ("facets", models.JSONField(default=dict)),
                ("note", models.TextField(blank=True)),
                ("language", models.CharField(default="en", max_length=12)),
                ("token_sha256", models.CharField(max_length=64, unique=True)),
                ("client", models.CharField(db_index=True, max_length=64)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["asked_at"],
            },
        ),
        migrations.CreateModel(
            name="Register",
            fields=[
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="register",
                        serialize=False,
                        to="surveyapp.programme",
                    ),
                ),
                (
                    "frame",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("complete_list", "Complete list"),
                            ("partial_list", "Partial list"),
                            ("open_call", "Open call"),
                        ],
                        max_length=20,
                    ),
                ),
                ("columns", models.JSONField(blank=True, default=dict)),
                ("takes_requests", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="RegisterEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("added", "Added"),
                            ("changed", "Changed"),
                            ("left", "Left the register"),
                            ("returned", "Came back"),
                            ("merged", "Merged into another"),
                            ("absorbed", "Took another one in"),
                        ],
                        max_length=10,
                    ),
                ),
                ("changes", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("source", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="RegisterImport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("columns", "Columns are being chosen"),
                            ("checking", "Being checked"),
                            ("checked", "Waits for your decision"),
                            ("applying", "Being written"),
                            ("applied", "Written"),
                            ("refused", "Not written"),
                        ],
                        default="columns",
                        max_length=10,
                    ),
                ),
                ("file", models.CharField(blank=True, max_length=200)),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("layout", models.JSONField(default=dict)),
                ("heads", models.JSONField(default=list)),
                ("sample", models.JSONField(default=list)),
                ("columns", models.JSONField(default=dict)),
                ("is_whole_list", models.BooleanField(default=False)),
                ("compared_with", models.CharField(blank=True, max_length=64)),
                ("counts", models.JSONField(default=dict)),
                ("refusal", models.TextField(blank=True)),
                ("leaves_problems_out", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="RegisterJob",
            fields=[
                ("key", models.CharField(max_length=200, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("stage", models.CharField(blank=True, max_length=40)),
                ("percent", models.PositiveSmallIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("requested_at", models.DateTimeField(auto_now_add=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("check", "Check"), ("apply", "Write")], max_length=10)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RegisterProblem",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("column", models.CharField(max_length=200)),
                ("code", models.CharField(max_length=40)),
                ("value", models.CharField(max_length=200)),
                ("detail", models.CharField(max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="RegisterRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("reference", models.CharField(max_length=64)),
                ("owner", models.CharField(max_length=200)),
                ("email", models.CharField(max_length=254)),
                ("website", models.CharField(max_length=200)),
                ("contact_name", models.CharField(max_length=200)),
                ("facets", models.JSONField(default=dict)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("changed", "Changed"),
                            ("back", "Back"),
                            ("unchanged", "Unchanged"),
                            ("wrong", "To mend"),
                        ],
                        db_default="new",
                        max_length=10,
                    ),
                ),
                ("changes", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                (
                    "likely",
                    models.CharField(
                        choices=[
                            ("taken", "Same name, other reference"),
                            ("name", "Name spelt differently"),
                            ("domain", "Same web or e-mail domain"),
                        ],
                        db_default="",
                        max_length=10,
                    ),
                ),
                ("likely_row", models.PositiveIntegerField(db_default=None, null=True)),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("same", "The same organisation"),
                            ("same_owner", "Another one of the same owner"),
                            ("other", "Another one"),
                            ("leave_out", "Leave this row out"),
                        ],
                        db_default="",
                        max_length=10,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="organisation",
            name="contact_name",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="organisation",
            name="email",
            field=models.EmailField(blank=True, db_default="", max_length=254),
        ),
        migrations.AddField(
            model_name="organisation",
            name="left_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="organisation",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="surveyapp.organisation",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="website",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="participation",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="surveyapp.owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into__isnull", True), ("left_at__isnull", False), _connector="OR"),
                name="organisation_merged_has_left",
            ),
        ),
        migrations.AddField(
            model_name="joinrequest",
            name="decided_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="joinrequest",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="join_requests",
                to="surveyapp.organisation",
            ),
        ),
        migrations.AddField(
            model_name="joinrequest",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="join_requests", to="surveyapp.programme"
            ),
        ),
        migrations.AddField(
            model_name="joinletter",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="letters", to="surveyapp.joinrequest"
            ),
        ),
        migrations.AddField(
            model_name="registerevent",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="registerevent",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="events", to="surveyapp.organisation"
            ),
        ),
        migrations.AddField(
            model_name="registerevent",
            name="other",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="surveyapp.organisation",
            ),
        ),
        migrations.AddField(
            model_name="registerimport",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="registerimport",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="register_imports", to="surveyapp.programme"
            ),
        ),
        migrations.AddField(
            model_name="registerjob",
            name="register_import",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="jobs", to="surveyapp.registerimport"
            ),
        ),
        migrations.AddField(
            model_name="registerproblem",
            name="register_import",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="problems", to="surveyapp.registerimport"
            ),
        ),
        migrations.AddField(
            model_name="registerrow",
            name="likely_organisation",
            field=models.ForeignKey(
                db_default=None,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="surveyapp.organisation",
            ),
        ),
        migrations.AddField(
            model_name="registerrow",
            name="organisation",
            field=models.ForeignKey(
                db_default=None,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="surveyapp.organisation",
            ),
        ),
        migrations.AddField(
            model_name="registerrow",
            name="register_import",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="surveyapp.registerimport"
            ),
        ),
        migrations.AddIndex(
            model_name="registerevent",
            index=models.Index(fields=["organisation", "-at"], name="event_of_organisation"),
        ),
        migrations.AddIndex(
            model_name="registerproblem",
            index=models.Index(fields=["register_import", "number"], name="problem_of_import"),
        ),
        migrations.AddConstraint(
            model_name="registerrow",
            constraint=models.UniqueConstraint(
                models.F("register_import"), models.F("number"), name="row_once_in_an_import"
            ),
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
