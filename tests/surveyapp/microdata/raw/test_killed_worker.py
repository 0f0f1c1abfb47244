"""A real worker is killed with -9 while it makes a file, and started again: one whole file, and nothing before it."""

from pathlib import Path

from django.utils import timezone

from surveyapp.actions.raw_exports import Order, request_raw_export
from surveyapp.models.audit import AuditEntry
from surveyapp.models.instrument import Instrument, InstrumentVersion
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.people import Account, Staff
from surveyapp.models.programme import Programme
from surveyapp.models.raw_export import RawExport
from surveyapp.models.wave import Participation, Wave
from tests.attack.test_killed_worker import held, sessions, until, waits_for_a_lock, worker  # noqa: F401 - a fixture
from tests.own_database import own_database  # noqa: F401 - a fixture
from tests.surveyapp.microdata.raw.answered import FULL, definition, send
from tests.worker_process import kill_worker


def ordered():
    programme = Programme.objects.create(slug="sector", name={"en": "Sector"}, languages=["en"])
    version = InstrumentVersion.objects.create(
        instrument=Instrument.objects.create(slug="raw"), version="1", definition=definition(), sha256="0" * 64
    )
    opened = {"state": "open", "opens_at": timezone.now(), "slug": "2026"}
    wave = Wave.objects.create(programme=programme, instrument_version=version, **opened)
    owner = Owner.objects.create(programme=programme, name="Owner")
    site = Organisation.objects.create(programme=programme, owner=owner, name="Site")
    send(Participation.objects.create(wave=wave, organisation=site), version, FULL, number=1)
    olga = Account.objects.create_user("olga@example.org", "correct horse battery")
    Staff.objects.create(account=olga, programme=programme)
    order = Order("sav", "en", with_texts=True, with_names=False, stable_ids=False, reason="For the yearly report")
    return request_raw_export(wave=wave, account=olga, order=order)


def states():
    return list(RawExport.objects.values_list("state", "file", "attempts"))


def test_a_file_survives_the_death_of_its_worker(own_database, worker, tmp_path):  # noqa: F811 - the fixtures
    export = ordered()
    places = {name: str(tmp_path / name.lower()) for name in ("BROKER_FOLDER", "VAR_FOLDER", "TMPDIR")}
    Path(places["TMPDIR"]).mkdir()
    with held("surveyapp_unlinkedanswers"):
        first = worker(**places)
        until(lambda: states() == [("running", "", 1)] and waits_for_a_lock(), "a file that is being made")
        left = list(Path(places["TMPDIR"]).glob("waymark-raw-*"))
        assert [path.stat().st_mode & 0o777 for path in left] == [0o700]
        kill_worker(first)
    until(lambda: sessions() == 0, "the end of the dead worker's session")
    assert states() == [("running", "", 1)]
    worker(**places)
    until(lambda: states()[0][0] == "done", "a whole file")
    export.refresh_from_db()
    assert (export.n_rows, export.attempts) == (1, 2)
    assert (tmp_path / "var_folder" / "files" / export.file).stat().st_size == export.size
    assert list(Path(places["TMPDIR"]).glob("waymark-raw-*")) == []
    assert AuditEntry.objects.filter(action="raw_export.made").count() == 1
