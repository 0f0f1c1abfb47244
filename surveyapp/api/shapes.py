"""How programmes, surveys and what belongs to the register look in the interface. Names are language → text."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from surveyapp.models.organisation import Organisation
from surveyapp.models.wave import Wave


class Texts(serializers.DictField):
    def __init__(self, **options: Any) -> None:
        super().__init__(child=serializers.CharField(allow_blank=True), **options)


class ProgrammeShape(serializers.Serializer):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = Texts()
    organiser_name = Texts()
    languages = serializers.ListField(child=serializers.CharField())
    timezone = serializers.CharField()
    peer_tree = serializers.ListField(child=serializers.CharField())
    side_facets = serializers.ListField(child=serializers.CharField())
    least_owners = serializers.IntegerField()
    is_synthetic = serializers.BooleanField()


class WaveShape(serializers.Serializer):
    id = serializers.UUIDField()
    programme = serializers.UUIDField(source="programme_id")
    slug = serializers.CharField()
    title = Texts()
    state = serializers.ChoiceField(choices=Wave.State.choices)
    frame = serializers.ChoiceField(choices=Wave.Frame.choices)
    is_confidential = serializers.BooleanField()
    opens_at = serializers.DateTimeField(allow_null=True)
    closes_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)


class SegmentShape(serializers.Serializer):
    """Organisations: `registered` in the segment, `invited`, `started`, `finished`, `confirmed`; `owners` own them, and
    `companies` are the owners of those that finished."""

    path = serializers.ListField(child=serializers.CharField())
    registered = serializers.IntegerField(source="counts.registered")
    invited = serializers.IntegerField(source="counts.invited")
    started = serializers.IntegerField(source="counts.started")
    finished = serializers.IntegerField(source="counts.finished")
    confirmed = serializers.IntegerField(source="counts.confirmed")
    companies = serializers.IntegerField(source="counts.companies")
    owners = serializers.IntegerField(source="counts.owners")


class ProgressShape(serializers.Serializer):
    wave = serializers.UUIDField()
    facets = serializers.ListField(child=serializers.CharField())
    segments = SegmentShape(many=True)


class OwnerShape(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class OwnerWithCount(OwnerShape):
    organisations = serializers.IntegerField(source="n", help_text="In the register now.")


class OrganisationShape(serializers.Serializer):
    id = serializers.UUIDField()
    programme = serializers.UUIDField(source="programme_id")
    name = serializers.CharField()
    reference = serializers.CharField()
    owner = OwnerShape()
    facets = serializers.DictField(child=serializers.CharField())
    email = serializers.CharField()
    website = serializers.CharField()
    contact_name = serializers.CharField()
    in_register = serializers.SerializerMethodField()
    merged_into = serializers.UUIDField(source="merged_into_id", allow_null=True)

    def get_in_register(self, row: Organisation) -> bool:
        return row.left_at is None


ID = "0b9f1c52-6f0b-4b7e-9a53-3f6f2f6f9d10"
PROGRAMME = {
    "id": ID,
    "slug": "bioprocessing",
    "name": {"en": "Bioprocessing survey"},
    "organiser_name": {"en": "Sector body"},
    "languages": ["en"],
    "timezone": "UTC",
    "peer_tree": ["business_model_family"],
    "side_facets": [],
    "least_owners": 6,
    "is_synthetic": False,
}
WAVE = {
    "id": ID,
    "programme": ID,
    "slug": "2026",
    "title": {"en": "2026 survey"},
    "state": "open",
    "frame": "complete_list",
    "is_confidential": False,
    "opens_at": "2026-03-01T08:00:00Z",
    "closes_at": "2026-04-30T22:00:00Z",
    "closed_at": None,
}
ORGANISATION = {
    "id": ID,
    "programme": ID,
    "name": "Acme, Ghent site",
    "reference": "A-17",
    "owner": {"id": ID, "name": "Acme Group"},
    "facets": {"size": "large"},
    "email": "office@acme.example",
    "website": "acme.example",
    "contact_name": "",
    "in_register": True,
    "merged_into": None,
}
