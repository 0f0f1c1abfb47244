"""A wave of a small sector, and its release."""

from __future__ import annotations

import pytest

from benchmarking.models.release import Release
from benchmarking.tasks import sweep
from surveyapp.actions.waves import close_wave
from tests.benchmarking.small_sector import DEFINITION


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
