"""The units that take part, and who owns them. They keep their identity across waves."""

from __future__ import annotations

import uuid

from django.db import models


class Owner(models.Model):
    """An ultimate ownership group: every n that is printed counts these."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.PROTECT, related_name="owners")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint("programme", "name", name="owner_named_once_per_programme")]

    def __str__(self) -> str:
        return self.name


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def in_register(self) -> OrganisationQuerySet:
        """Those that are in the register now: who left or was merged into another stays for its past alone."""
        return self.filter(left_at__isnull=True)


class Organisation(models.Model):
    """A site in the programme's register, with the facets the register knows (sub-sector, business model, size ...).

    `email`, `website` and `contact_name` are how the organiser reaches it. `left_at`: since when it is in the register no
    more; `merged_into` is the one it went on in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.PROTECT, related_name="organisations")
    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="organisations")
    name = models.CharField(max_length=200)
    reference = models.CharField(max_length=64, blank=True)
    facets = models.JSONField(default=dict)
    email = models.EmailField(blank=True, db_default="")
    website = models.CharField(max_length=200, blank=True, db_default="")
    contact_name = models.CharField(max_length=200, blank=True, db_default="")
    created_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("programme", "name", name="organisation_named_once_per_programme"),
            models.UniqueConstraint(
                "programme", "reference", condition=~models.Q(reference=""), name="organisation_reference_once"
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(left_at__isnull=False),
                name="organisation_merged_has_left",
            ),
        ]

    def __str__(self) -> str:
        return self.name
