"""Start a programme."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from surveyapp.actions import audit
from surveyapp.actions.refusals import Refused
from surveyapp.instruments.schema import Instrument
from surveyapp.models.instrument import Instrument as StoredInstrument
from surveyapp.models.people import Account, Staff
from surveyapp.models.programme import Programme


@transaction.atomic
def start_programme(
    *, slug: str, name: str, instrument: Instrument, by: Account | None, by_kind: str = ""
) -> Programme:
    """The programme of this slug, made with the instrument's languages and peer groups where there is none."""
    defaults = {
        "name": dict.fromkeys(instrument.languages, name or slug),
        "languages": list(instrument.languages),
        "default_language": instrument.default_language,
        "peer_tree": list(instrument.peer_tree),
    }
    programme, created = Programme.objects.get_or_create(slug=slug, defaults=defaults)
    if created:
        audit.record(action="programme.started", target=programme, by=by, by_kind=by_kind, programme=programme)
    return programme


class ShortNameTaken(Refused):
    """Another programme has this short name."""


@dataclass(frozen=True)
class Founding:
    """What a new programme is told of itself. Texts are in its default language; `peer_tree` and `instrument` are empty
    where no questionnaire was chosen yet."""

    slug: str
    name: str
    organiser_name: str
    contact_email: str
    languages: tuple[str, ...]
    default_language: str
    timezone: str
    currency: str
    instrument: StoredInstrument | None = None
    peer_tree: tuple[str, ...] = ()


@transaction.atomic
def found_programme(*, founding: Founding, by: Account) -> Programme:
    """Make a programme, and whoever makes it its staff. Raises ShortNameTaken."""
    said = founding
    programme, created = Programme.objects.get_or_create(
        slug=said.slug,
        defaults={
            "name": {said.default_language: said.name},
            "organiser_name": {said.default_language: said.organiser_name},
            "contact_email": said.contact_email,
            "languages": list(said.languages),
            "default_language": said.default_language,
            "timezone": said.timezone,
            "currency": said.currency,
            "instrument": said.instrument,
            "peer_tree": list(said.peer_tree),
        },
    )
    if not created:
        raise ShortNameTaken(_("Another programme has this short name. Choose another one."))
    staff = Staff.objects.create(account=by, programme=programme)
    audit.record(action="programme.started", target=programme, by=by, programme=programme)
    audit.record(action="organiser.appointed", target=staff, by=by, programme=programme, account=str(by.pk))
    return programme
