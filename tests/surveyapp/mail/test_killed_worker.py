"""A real worker is killed with -9 while the mail server holds back its answer; the next one does not send again."""

import threading
import time

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from surveyapp.actions import delivery_batches, invitations
from surveyapp.models.delivery import Delivery
from surveyapp.models.instrument import Instrument, InstrumentVersion
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Participation, Wave
from tests.own_database import own_database  # noqa: F401 - a fixture
from tests.services import free_port
from tests.surveyapp.conftest import DEFINITION
from tests.worker_process import kill_worker, start_worker

SECONDS = 60


class Silent:
    """Takes all words and says nothing."""

    def __init__(self):
        self.has_words, self.may_answer = threading.Event(), threading.Event()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.has_words.set()
        await server.loop.run_in_executor(None, self.may_answer.wait, SECONDS)
        return "250 OK"


@pytest.fixture
def silent():
    handler = Silent()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield handler, controller.port
    handler.may_answer.set()
    controller.stop()


@pytest.fixture
def two_letters(own_database):  # noqa: F811 - the fixture
    programme = Programme.objects.create(slug="sector", languages=["en"])
    version = InstrumentVersion.objects.create(
        instrument=Instrument.objects.create(slug="tiny"), version="1", definition=DEFINITION, sha256="0" * 64
    )
    wave = Wave.objects.create(
        programme=programme, instrument_version=version, slug="2026", state="open", opens_at=timezone.now()
    )
    site = Organisation.objects.create(
        programme=programme, name="Site", owner=Owner.objects.create(programme=programme, name="Owner")
    )
    participation = Participation.objects.create(wave=wave, organisation=site)
    for name in ("ann", "bo"):
        invitations.invite(participation=participation, email=f"{name}@site.example", by=None, by_kind="operator")
    return own_database.url


def test_what_the_server_had_is_uncertain_and_what_it_had_not_waits(two_letters, silent, tmp_path):
    handler, port = silent
    mail = {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "BROKER_FOLDER": str(tmp_path / "broker")}
    worker = start_worker(two_letters, tmp_path / "worker.log", **mail)
    try:
        assert handler.has_words.wait(SECONDS)
        assert Delivery.objects.filter(state="sending", handed_over_at__isnull=False).count() == 1
        assert delivery_batches.settle_crashed() == 0  # its worker is alive
    finally:
        kill_worker(worker)
    _until_settled()
    assert sorted(Delivery.objects.values_list("state", "reason")) == [("queued", ""), ("uncertain", "crashed")]


def _until_settled():
    """PostgreSQL frees the lock once it has noticed that the worker is gone."""
    end = time.monotonic() + SECONDS
    while not delivery_batches.settle_crashed():
        assert time.monotonic() < end
