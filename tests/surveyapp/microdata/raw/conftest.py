from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage

from tests.surveyapp.microdata.raw.answered import EVERYBODY, definition, send


@pytest.fixture
def answered(transactional_db, people, publish_instrument, make_wave, as_worker):
    """Two sites; the first answered four times, the second once."""
    version = publish_instrument(definition())
    people.alpha.organisation.facets = {"size": "small", "Land / Region": "=cmd"}
    people.alpha.organisation.save()
    wave = make_wave(version, people.alpha.organisation, people.beta.organisation)
    first, second = wave.participations.order_by("organisation__name")
    with as_worker():
        for number, given in enumerate(EVERYBODY):
            send(first, version, given, number=number)
        send(second, version, EVERYBODY[0], number=9, is_agreed=True)
    return SimpleNamespace(wave=wave, version=version, first=first, second=second)


@pytest.fixture
def order(answered, people):
    """`order("sav", with_texts=False)` gives the row of work."""
    from surveyapp.actions.raw_exports import Order, request_raw_export

    def make(kind, language="en", **options):
        usual = {"with_texts": True, "with_names": False, "stable_ids": False, "reason": "For the yearly report"}
        wanted = Order(kind, language, **(usual | options))
        return request_raw_export(wave=answered.wave, account=people.olga.account, order=wanted)

    return make


@pytest.fixture
def made(order, as_worker):
    """`made("sav")` gives the row and the path of its file, or fails with what kept it from being made."""
    from surveyapp.models.raw_export import RawExport
    from surveyapp.tasks import make_raw_export

    def make(kind, language="en", **options):
        export = order(kind, language, **options)
        with as_worker():
            make_raw_export(str(export.pk))
            row = RawExport.objects.select_related("wave__programme").get(pk=export.pk)
        assert (row.state, row.error) == ("done", "")
        return SimpleNamespace(row=row, path=Path(default_storage.path(row.file)))

    return make
