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


class Organisation(models.Model):
    """A site in the programme's register, with the facets the register knows (sub-sector, business model, size ...)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("surveyapp.Programme", on_delete=models.PROTECT, related_name="organisations")
    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="organisations")
    name = models.CharField(max_length=200)
    reference = models.CharField(max_length=64, blank=True)
    facets = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("programme", "name", name="organisation_named_once_per_programme"),
            models.UniqueConstraint(
                "programme", "reference", condition=~models.Q(reference=""), name="organisation_reference_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
