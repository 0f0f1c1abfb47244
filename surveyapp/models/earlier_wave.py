"""A survey that was held elsewhere and is brought along: a file of answers, checked by a worker first, then written whole
or not at all."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveyapp.models.job import WorkRow
from surveyapp.models.wave import Wave


class EarlierWave(models.Model):
    """A file of answers, what is known of the survey, and what its columns and values were taken for.

    `definition` is the questionnaire that came with it, `instrument_version` one that was chosen, or what became of
    `definition` once it was written. `layout`: how the file is read. `heads`: a heading a column; `seen`: what stands in
    it. `columns`: position → target ("item:CODE", "about:role" ...). `reading`: codes or words, order of day and month,
    what stands for no answer. `given_values`: item → cell → a choice or a missing reason. `report`: what the dry run
    counted. Row-level security: only in its programme's scope, as `seen` holds answers; it is emptied once written.
    """

    class Step(models.TextChoices):
        READING = "reading", _("Being read")
        COLUMNS = "columns", _("Columns are being chosen")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Waits for your decision")
        APPLYING = "applying", _("Being written")
        APPLIED = "applied", _("Written")
        BUILT = "built", _("Written, and its results asked for")
        REFUSED = "refused", _("Not written")
        UNDOING = "undoing", _("Being taken back")
        UNDONE = "undone", _("Taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.CASCADE, related_name="earlier_waves")
    by = models.ForeignKey("surveyapp.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    step = models.CharField(max_length=10, choices=Step.choices, default=Step.READING)
    slug = models.SlugField()
    title = models.CharField(max_length=200)
    began_on = models.DateField()
    ended_on = models.DateField()
    frame = models.CharField(max_length=20, choices=Wave.Frame.choices, default=Wave.Frame.PARTIAL_LIST)
    n_in_frame = models.PositiveIntegerField(null=True)
    instrument_version = models.ForeignKey(
        "surveyapp.InstrumentVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    definition = models.JSONField(null=True)
    findings = models.JSONField(default=list)
    file = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    layout = models.JSONField(default=dict)
    heads = models.JSONField(default=list)
    seen = models.JSONField(default=list)
    n_rows = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=dict)
    reading = models.JSONField(default=dict)
    given_values = models.JSONField(default=dict)
    takes_incomplete = models.BooleanField(default=False)
    leaves_unreadable_out = models.BooleanField(default=False)
    report = models.JSONField(default=dict)
    refusal = models.TextField(blank=True)
    wave = models.ForeignKey("surveyapp.Wave", null=True, on_delete=models.SET_NULL, related_name="earlier_waves")
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]


class EarlierJob(WorkRow):
    """The work on an earlier wave: read its file, check it, write it, or take it back."""

    class Kind(models.TextChoices):
        READ = "read", _("Read")
        CHECK = "check", _("Check")
        APPLY = "apply", _("Write")
        UNDO = "undo", _("Take back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    earlier_wave = models.ForeignKey(EarlierWave, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=10, choices=Kind.choices)


class EarlierProblem(models.Model):
    """A cell that cannot be read: its row and column in the file; `code` names the sentence, `value` is what stands there."""

    id = models.BigAutoField(primary_key=True)
    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.CASCADE, related_name="+")
    earlier_wave = models.ForeignKey(EarlierWave, on_delete=models.CASCADE, related_name="problems")
    number = models.PositiveIntegerField()
    column = models.PositiveIntegerField()
    item = models.CharField(max_length=64, blank=True)
    code = models.CharField(max_length=40)
    value = models.CharField(max_length=200)
    detail = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["earlier_wave", "number"], name="problem_of_earlier_wave")]
