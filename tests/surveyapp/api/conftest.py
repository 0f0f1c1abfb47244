"""Programs that call the interface: with Olga's token, with a stranger's, with none."""

from __future__ import annotations

import json

import pytest

from surveyapp.actions.interface import make_token
from tests.surveyapp.conftest import DEFINITION

API = "/api/v1/"


class Caller:
    """A program with a token; every answer's body is read as JSON."""

    def __init__(self, client, text=""):
        self.client, self.headers = client, {"Authorization": f"Bearer {text}"} if text else {}

    def __call__(self, method, path, body=None, **headers):
        sent = {name.replace("_", "-"): value for name, value in headers.items()} | self.headers
        data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        answer = self.client.generic(method, path if path.startswith("/") else API + path, headers=sent, **data)
        answer.body = json.loads(answer.content) if answer.content else None
        return answer

    def get(self, path, **headers):
        return self("GET", path, **headers)

    def post(self, path, body=None, **headers):
        return self("POST", path, body, **headers)

    def patch(self, path, body, **headers):
        return self("PATCH", path, body, **headers)


@pytest.fixture
def token_of(programme):
    def make(person, scope="manage", programme=programme, days=30):
        return make_token(programme=programme, name="Our script", scope=scope, days=days, by=person.account)[1]

    return make


@pytest.fixture
def olga(client, people, token_of):
    return Caller(client, token_of(people.olga))


@pytest.fixture
def reader(client, people, token_of):
    return Caller(client, token_of(people.olga, "read"))


@pytest.fixture
def nobody(client):
    return Caller(client)


@pytest.fixture
def call_with(client):
    return lambda text: Caller(client, text)


@pytest.fixture
def wave(people, publish_instrument, make_wave):
    return make_wave(publish_instrument(DEFINITION), people.alpha.organisation, people.beta.organisation)
