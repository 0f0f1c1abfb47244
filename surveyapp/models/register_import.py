"""A list of organisations that somebody brings: checked by a worker first, then written whole or not at all."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveyapp.models.job import WorkRow


class RegisterImport(models.Model):
    """A file that waits to be applied. `columns`: position → what it is ("name", "facet:size", ""). `layout`: how the file
    is read (its kind, encoding, separator). `compared_with`: fingerprint of the register that the report speaks of; once it
    is written, of the register that it made. `is_whole_list`: who is not in the file has left. `counts` is what the report
    says, and in it `done` what was written, `before` the fingerprint of the register until then.
    """

    class Step(models.TextChoices):
        COLUMNS = "columns", _("Columns are being chosen")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Waits for your decision")
        APPLYING = "applying", _("Being written")
        APPLIED = "applied", _("Written")
        REFUSED = "refused", _("Not written")
        UNDOING = "undoing", _("Being taken back")
        UNDONE = "undone", _("Taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.CASCADE, related_name="register_imports")
    by = models.ForeignKey("surveyapp.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    step = models.CharField(max_length=10, choices=Step.choices, default=Step.COLUMNS)
    file = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    layout = models.JSONField(default=dict)
    heads = models.JSONField(default=list)
    sample = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    is_whole_list = models.BooleanField(default=False)
    compared_with = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)
    refusal = models.TextField(blank=True)
    leaves_problems_out = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]


class RegisterJob(WorkRow):
    """The work on an import: check it, or apply it."""

    class Kind(models.TextChoices):
        CHECK = "check", _("Check")
        APPLY = "apply", _("Write")
        UNDO = "undo", _("Take back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register_import = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=10, choices=Kind.choices)


class RegisterRow(models.Model):
    """One row of the file as it was understood. `organisation` is whom it speaks of, null for a new one.

    `likely` says why it may be an organisation known otherwise: `likely_organisation` in the register, or `likely_row` of
    the file. `decision` is the organiser's.
    """

    class Verdict(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        BACK = "back", _("Back")
        UNCHANGED = "unchanged", _("Unchanged")
        WRONG = "wrong", _("To mend")

    class Likely(models.TextChoices):
        TAKEN = "taken", _("Same name, other reference")
        NAME = "name", _("Name spelt differently")
        DOMAIN = "domain", _("Same web or e-mail domain")

    class Decision(models.TextChoices):
        SAME = "same", _("The same organisation")
        SAME_OWNER = "same_owner", _("Another one of the same owner")
        OTHER = "other", _("Another one")
        LEAVE_OUT = "leave_out", _("Leave this row out")

    id = models.BigAutoField(primary_key=True)
    register_import = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    reference = models.CharField(max_length=64)
    owner = models.CharField(max_length=200)
    email = models.CharField(max_length=254)
    website = models.CharField(max_length=200)
    contact_name = models.CharField(max_length=200)
    facets = models.JSONField(default=dict)
    organisation = models.ForeignKey(
        "surveyapp.Organisation", null=True, on_delete=models.CASCADE, related_name="+", db_default=None
    )
    verdict = models.CharField(max_length=10, choices=Verdict.choices, db_default="new")
    changes = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    likely = models.CharField(max_length=10, choices=Likely.choices, db_default="")
    likely_organisation = models.ForeignKey(
        "surveyapp.Organisation", null=True, on_delete=models.CASCADE, related_name="+", db_default=None
    )
    likely_row = models.PositiveIntegerField(null=True, db_default=None)
    decision = models.CharField(max_length=10, choices=Decision.choices, db_default="")

    class Meta:
        constraints = [models.UniqueConstraint("register_import", "number", name="row_once_in_an_import")]


class RegisterProblem(models.Model):
    """Something in a row that has to be mended: `code` names the sentence, `value` is what stands there."""

    id = models.BigAutoField(primary_key=True)
    register_import = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="problems")
    number = models.PositiveIntegerField()
    column = models.CharField(max_length=200)
    code = models.CharField(max_length=40)
    value = models.CharField(max_length=200)
    detail = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["register_import", "number"], name="problem_of_import")]
