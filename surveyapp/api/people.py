"""Who is invited to a survey, how far each is, and asking, sending again, withdrawing and reminding. Never an answer, and
never a link: it is in the e-mail and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from surveyapp.actions import invitation_changes, invitations, reminders
from surveyapp.actions.participations import add_participation
from surveyapp.actions.refusals import Refused
from surveyapp.api import gate, shapes
from surveyapp.api.once import once
from surveyapp.api.pages import PAGED, page_of, paged
from surveyapp.api.register_fields import Line
from surveyapp.api.resource import NoBody, Resource, conflicts, described, said
from surveyapp.instruments.schema import Instrument
from surveyapp.models.invitation import Invitation
from surveyapp.models.letters import TO_THE_INVITED, Mailing
from surveyapp.models.organisation import Organisation
from surveyapp.models.wave import Wave
from surveyapp.selectors import instruments, invitation_states
from surveyapp.selectors.colleagues import of_address
from surveyapp.selectors.delivery_states import State

TAG = "Invitations"
MOST = 500
SEARCH = OpenApiParameter("search", str, description="Part of the organisation's name, a name or an address.")


class PersonIn(serializers.Serializer):
    """`path`: short, full, or sections with their codes. `language`: the programme's own if it is left out."""

    organisation = serializers.UUIDField()
    email = serializers.EmailField(max_length=254)
    name = Line(max_length=200, required=False, default="", allow_blank=True)
    path = serializers.ChoiceField(choices=Invitation.Path.values, default=Invitation.Path.FULL)
    sections = serializers.ListField(child=serializers.CharField(max_length=64), required=False, max_length=100)
    role = serializers.CharField(max_length=64, required=False, default="", allow_blank=True)
    is_coordinator = serializers.BooleanField(default=False)
    language = serializers.CharField(max_length=12, required=False, default="", allow_blank=True)


class PeopleIn(serializers.Serializer):
    invitations = serializers.ListField(child=PersonIn(), min_length=1, max_length=MOST)


class RemindIn(serializers.Serializer):
    kind = serializers.ChoiceField(choices=sorted(TO_THE_INVITED), default="reminder")
    despite_recent = serializers.BooleanField(
        default=False, help_text="Also those who had a letter within the last 48 hours."
    )


class Search(serializers.Serializer):
    search = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)


class InvitationShape(serializers.Serializer):
    """`state` is what is to be known first. In a confidential survey it ends where the letter arrives: nothing says who has
    begun or finished."""

    id = serializers.UUIDField()
    organisation = shapes.OwnerShape(source="participation.organisation")
    email = serializers.CharField()
    name = serializers.CharField()
    path = serializers.ChoiceField(choices=Invitation.Path.choices)
    role = serializers.CharField()
    is_coordinator = serializers.BooleanField()
    language = serializers.CharField()
    created_at = serializers.DateTimeField()
    revoked_at = serializers.DateTimeField(allow_null=True)
    state = serializers.SerializerMethodField()

    def get_state(self, row: Invitation) -> serializers.ChoiceField(choices=State.choices):  # type: ignore[valid-type]  # read by drf-spectacular
        found = self.context["known"].get(row.pk)
        return str(found.state) if found else str(State.NOT_WRITTEN)


class InvitedShape(serializers.Serializer):
    results = InvitationShape(many=True)


class MailingShape(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.CharField()
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Mailing.State.choices)


ONE = {
    "id": shapes.ID,
    "organisation": {"id": shapes.ID, "name": "Acme, Ghent site"},
    "email": "quality@acme.example",
    "name": "Rosa",
    "path": "full",
    "role": "",
    "is_coordinator": True,
    "language": "en",
    "created_at": "2026-03-01T08:00:00Z",
    "revoked_at": None,
    "state": "sent",
}


class People(Resource):
    @described(
        "list_invitations",
        "List who is invited",
        "With the state of each: queued, sent, bounced, opened, started, completed and so on.",
        answer=page_of(InvitationShape, "Invitations"),
        example={"results": [ONE], "next": None},
        parameters=[SEARCH, *PAGED],
        errors=[400],
        tag=TAG,
    )
    def get(self, request: Request, wave: UUID) -> Response:
        found = gate.wave(request, wave)
        asked = Search(data=request.query_params)
        asked.is_valid(raise_exception=True)
        rows = invitation_states.people(found, asked.validated_data["search"])
        return paged(request, rows, lambda page: shown(found, page))

    @described(
        "invite",
        "Invite one person or many",
        f"Up to {MOST}, all of them or nobody. Each gets a letter with a personal link, which is shown nowhere else. An "
        "organisation of the register that does not take part yet does so from then on.",
        answer=InvitedShape,
        example={"results": [{**ONE, "state": "queued"}]},
        body=PeopleIn,
        body_example={
            "invitations": [{"organisation": shapes.ID, "email": "quality@acme.example", "is_coordinator": True}]
        },
        errors=[409],
        status=201,
        tag=TAG,
    )
    def post(self, request: Request, wave: UUID) -> Response:
        found = gate.wave(request, wave)
        wanted = said(PeopleIn, request)["invitations"]

        def act() -> Response:
            made = _invite(request, found, wanted)
            return Response({"results": shown(found, made)}, 201)

        with conflicts(Refused):
            return once(request, act)


class Person(Resource):
    @described(
        "read_invitation",
        "Read an invitation",
        "Whom it is for and how far it is.",
        answer=InvitationShape,
        example=ONE,
        tag=TAG,
    )
    def get(self, request: Request, invitation: UUID) -> Response:
        return _answer(_one(request, invitation))


class Revoke(Resource):
    @described(
        "revoke_invitation",
        "Withdraw an invitation",
        "Its link opens nothing any more. What was sent stays. Twice is once.",
        answer=InvitationShape,
        example={**ONE, "state": "revoked", "revoked_at": "2026-03-02T08:00:00Z"},
        body=NoBody,
        errors=[409],
        tag=TAG,
    )
    def post(self, request: Request, invitation: UUID) -> Response:
        return _act(request, invitation, invitations.revoke)


class Resend(Resource):
    @described(
        "resend_invitation",
        "Write an invitation once more",
        "With a new link: earlier ones stop working. 409 where no letter may be sent, and while one is on its way.",
        answer=InvitationShape,
        example={**ONE, "state": "queued"},
        body=NoBody,
        errors=[409],
        tag=TAG,
    )
    def post(self, request: Request, invitation: UUID) -> Response:
        return _act(request, invitation, invitation_changes.resend)


class Reminders(Resource):
    @described(
        "remind",
        "Remind those who have not finished",
        "A worker writes to everybody who has not finished by then and had no letter within 48 hours. While one of a kind is "
        "being written, asking again gives the same one.",
        answer=MailingShape,
        example={"id": 7, "kind": "reminder", "number": 1, "state": "waiting"},
        body=RemindIn,
        body_example={"kind": "reminder"},
        errors=[409],
        status=202,
        tag=TAG,
    )
    def post(self, request: Request, wave: UUID) -> Response:
        found = gate.wave(request, wave)
        wanted = said(RemindIn, request)

        def act() -> Response:
            return Response(MailingShape(reminders.remind(wave=found, by=request.user, **wanted)).data, 202)

        with conflicts(Refused):
            return once(request, act)


@transaction.atomic
def _invite(request: Request, wave: Wave, wanted: Sequence[Mapping[str, Any]]) -> list[Invitation]:
    """All of them, or nobody: what is wrong of one is said with its place in the list."""
    instrument = instruments.instrument(wave.instrument_version_id)
    organisations = _organisations(wave, wanted)
    made, wrong = [], {}
    for at, person in enumerate(wanted):
        organisation = organisations.get(person["organisation"])
        problems = _problems(wave, instrument, organisation, person)
        if problems or organisation is None:
            wrong[str(at)] = problems
            continue
        participation = add_participation(wave=wave, organisation=organisation, by=request.user)
        if of_address(participation, person["email"]) is not None:
            wrong[str(at)] = {"email": ["Somebody of this organisation was invited at this address."]}
            continue
        fields = {name: value for name, value in person.items() if name != "organisation"}
        made.append(invitations.invite(participation=participation, by=request.user, **fields)[0])
    if wrong:
        raise ValidationError({"invitations": wrong})
    return made


def _organisations(wave: Wave, wanted: Sequence[Mapping[str, Any]]) -> dict[UUID, Organisation]:
    here = Organisation.objects.in_register().filter(programme=wave.programme_id)
    return {each.pk: each for each in here.filter(pk__in={person["organisation"] for person in wanted})}


def _problems(
    wave: Wave, instrument: Instrument, organisation: Organisation | None, person: Mapping[str, Any]
) -> dict[str, list[str]]:
    found = {}
    if organisation is None:
        found["organisation"] = ["The register has no such organisation."]
    if person["language"] and person["language"] not in wave.programme.languages:
        found["language"] = [f"Use one of: {', '.join(wave.programme.languages)}."]
    try:
        invitations.refuse_unknown(instrument, person["path"], person.get("sections", ()), person["role"])
    except Refused as refusal:
        found["path"] = [str(refusal)]
    return found


def shown(wave: Wave, rows: Sequence[Invitation]) -> Any:
    """Invitations with their states, in few queries for any number."""
    return InvitationShape(rows, many=True, context={"known": invitation_states.known(wave, rows)}).data


def _one(request: Request, invitation: UUID) -> Invitation:
    rows = Invitation.objects.filter(is_meeting=False)
    rows = rows.select_related("participation__wave__programme", "participation__organisation")
    found: Invitation = gate.one(request, rows, invitation, "participation.wave.programme")
    return found


def _answer(row: Invitation) -> Response:
    return Response(shown(row.participation.wave, [row])[0])


def _act(request: Request, invitation: UUID, action: Any) -> Response:
    found = _one(request, invitation)
    said(NoBody, request)

    def act() -> Response:
        action(invitation=found, by=request.user)
        return _answer(_one(request, invitation))

    with conflicts(Refused):
        return once(request, act)
