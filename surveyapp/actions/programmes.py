"""Start a programme."""

from __future__ import annotations

from django.db import transaction

from surveyapp.actions import audit
from surveyapp.instruments.schema import Instrument
from surveyapp.models.people import Account
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
