"""Rows that the tests of one file share: made once and never committed; what a test changes is gone after it."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from surveyapp import queue
from tests.services import acting_as


@pytest.fixture(scope="module")
def rows_of_the_module(django_db_setup, django_db_blocker):
    """A transaction around every test of the file, each of which is a savepoint in it.

    A fixture of the file's own makes its rows in here; it runs before those of a test, so nothing is sent anywhere.
    """
    around = transaction.atomic()
    around._from_testcase = True  # as Django's own around a test: what insists on being outermost may begin inside
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), override(settings.LANGUAGE_CODE):
        patch.setattr(queue, "_send", lambda *_: None)
        around.__enter__()
        yield lambda: acting_as("waymark_worker")
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
