"""A wave of a small sector, and its release."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from benchmarking.models.release import Release
from benchmarking.tasks import sweep
from surveyapp.actions.waves import close_wave
from surveyapp.models.people import Account, Staff
from tests.benchmarking.small_sector import DEFINITION, answers, fill


@pytest.fixture
def wave(programme, publish_instrument, make_wave):
    """An open wave whose peer groups are by kind."""
    programme.peer_tree = ["kind"]
    programme.save()
    return make_wave(publish_instrument(DEFINITION))


@pytest.fixture
def build(as_worker):
    """Close a wave and do, as the worker, what that asks for."""

    def close_and_build(wave):
        with as_worker():
            close_wave(wave=wave, by=None, by_kind="operator")
            sweep()
            return Release.objects.get(wave=wave)

    return close_and_build


@pytest.fixture
def complete(wave, as_worker):
    """Complete and not published: 22 companies, of which Red is a group."""
    with as_worker():
        fill(wave, {"red": [answers(3)] * 12, "blue": [answers(5)] * 8, "green": [answers(1)] * 2})
        close_wave(wave=wave, by=None, by_kind="operator")
        sweep()
        return Release.objects.get()


@pytest.fixture
def oscar(programme):
    """Organises the programme too."""
    account = Account.objects.create_user("oscar@example.org", "a long password", name="Oscar")
    Staff.objects.create(account=account, programme=programme)
    return SimpleNamespace(account=account)
