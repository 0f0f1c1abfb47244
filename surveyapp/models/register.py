"""The programme's register as a whole, and what happened to each organisation in it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveyapp.models.wave import Wave


class Register(models.Model):
    """What the list of organisations is worth, and how it is filled. Whoever changes the register locks this row first.

    `frame` is declared here and copied to each wave at its opening; "" while nobody has declared it. `columns` remembers,
    per heading of the last file, what it was taken for. `takes_requests`: the join page is open to anybody. `apart`: pairs
    of organisations that look like one and are two, as selectors.register_duplicates writes them.
    """

    programme = models.OneToOneField(
        "surveyapp.Programme", on_delete=models.CASCADE, primary_key=True, related_name="register"
    )
    frame = models.CharField(max_length=20, choices=Wave.Frame.choices, blank=True)
    columns = models.JSONField(default=dict, blank=True)
    takes_requests = models.BooleanField(default=False)
    apart = models.JSONField(default=list, blank=True)


class RegisterEvent(models.Model):
    """One thing that happened to an organisation. `changes`: field → [old, new], owners by name, facets as "facet:<code>".

    Never changed afterwards. `other` is the organisation it was merged into, or that was merged into it.
    """

    class Kind(models.TextChoices):
        ADDED = "added", _("Added")
        CHANGED = "changed", _("Changed")
        LEFT = "left", _("Left the register")
        RETURNED = "returned", _("Came back")
        MERGED = "merged", _("Merged into another")
        ABSORBED = "absorbed", _("Took another one in")

    organisation = models.ForeignKey("surveyapp.Organisation", on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    changes = models.JSONField(default=dict)
    other = models.ForeignKey(
        "surveyapp.Organisation", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField()
    by = models.ForeignKey("surveyapp.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["organisation", "-at"], name="event_of_organisation")]
