"""Olga signed in, and a draft of hers."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from surveyapp.actions import instrument_drafts
from surveyapp.actions.instruments import publish_draft
from surveyapp.instruments.interchange.report import Imported


@pytest.fixture
def olga(client, people, address, words):
    """Olga's browser, with `olga.address(name, ...)` for pages of her programme and `olga.words(page)`."""
    client.force_login(people.olga.account)
    client.address, client.words = address, words
    return client


@pytest.fixture
def keep(people, programme):
    """`keep(definition)` is a draft of Olga's programme."""

    def make(definition, into=programme):
        imported = Imported("waymark", definition)
        given = {"programme": into, "imported": imported, "filename": "own.yaml", "by": people.olga.account}
        return instrument_drafts.keep_upload(**given)

    return make


@pytest.fixture
def draft(keep, definition):
    return keep(definition)


@pytest.fixture
def publish(keep, people):
    """`publish(definition)` is a published version of Olga's programme."""

    def make(definition):
        return publish_draft(draft=keep(definition), by=people.olga.account)

    return make


@pytest.fixture
def address():
    def make(name, *rest, programme="sector"):
        return reverse(f"surveyapp:{name}", args=[programme, *rest])

    return make


@pytest.fixture
def as_file():
    """A questionnaire as the file that somebody brings."""

    def make(definition, name="own.json"):
        content = definition if isinstance(definition, bytes) else json.dumps(definition).encode()
        return {"file": SimpleUploadedFile(name, content)}

    return make
