"""What an organisation sees of itself, computed by a worker and stored; pages never compute it."""

from __future__ import annotations

import uuid

from django.db import models

from surveyapp.models.job import WorkRow


class OwnResult(models.Model):
    """The merged profile of one organisation in one wave. Row-level security: only in that organisation's scope.

    `document`: {n_respondents, roles, overall, lowest, in_population,
    dimensions: {code: {score, low, high, incomplete}}, items: {code: {level} or {missing}},
    scores: {code: value} (imported results), groups: {code: {screen, people, short}},
    skills: {code: {current, needed, gap}}, first: [skill codes], barriers: {code: severity or null} of those that were
    named, null where nobody said how much, statistics: {code: true/false/null}, people: what
    `selectors.own_people` may tell of how they agree}
    """

    participation = models.OneToOneField(
        "surveyapp.Participation", primary_key=True, on_delete=models.CASCADE, related_name="own_result"
    )
    organisation = models.ForeignKey("surveyapp.Organisation", on_delete=models.CASCADE, related_name="own_results")
    wave = models.ForeignKey("surveyapp.Wave", on_delete=models.PROTECT, related_name="own_results")
    document = models.JSONField()
    computed_at = models.DateTimeField(auto_now=True)


class OwnResultRequest(WorkRow):
    """The work of (re)building an own result, asked for at each confirmation and at close."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participation = models.ForeignKey(
        "surveyapp.Participation", on_delete=models.CASCADE, related_name="result_requests"
    )
