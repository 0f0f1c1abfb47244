"""A sector body's recurring survey."""

from __future__ import annotations

import uuid

from django.db import models


class Programme(models.Model):
    """Who runs the survey, in which languages, time zone and currency, and which peer groups it will publish.

    `name` and `organiser_name` are language→text. `peer_tree` lists facet names from the root down and is set before
    any data, and so is `side_facets`: facets whose values are groups across that tree. `information_sheet`, `data_controller` and `funder` are language→text too, and stand where a respondent
    agrees. `keeps_answers_months` counts from a wave's close. `least_owners` may only raise the six owners that disclosure control demands.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True)
    name = models.JSONField(default=dict)
    organiser_name = models.JSONField(default=dict)
    contact_email = models.EmailField(blank=True)
    information_sheet = models.JSONField(default=dict, blank=True)
    ethics_reference = models.CharField(max_length=200, blank=True)
    data_controller = models.JSONField(default=dict, blank=True)
    funder = models.JSONField(default=dict, blank=True)
    keeps_answers_months = models.PositiveSmallIntegerField(default=24)
    languages = models.JSONField(default=list)
    default_language = models.CharField(max_length=12, default="en")
    timezone = models.CharField(max_length=64, default="UTC")
    currency = models.CharField(max_length=3, default="EUR")
    peer_tree = models.JSONField(default=list)
    side_facets = models.JSONField(default=list, blank=True)
    least_owners = models.PositiveSmallIntegerField(default=6)
    is_synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(least_owners__gte=6), name="programme_least_owners_only_raised"),
        ]

    def __str__(self) -> str:
        return self.slug
