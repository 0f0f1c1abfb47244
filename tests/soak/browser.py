"""A browser without a screen: cookies, several servers to choose from, and a network that fails."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from random import Random
from typing import Any
from urllib.parse import urlencode

from tests.soak.ledger import Counts

MOST_TRIES = 60
SECONDS = 20


class UnansweredError(Exception):
    """No server answered, however often it was tried."""


@dataclass(frozen=True)
class Reply:
    status: int
    location: str
    text: str


class Browser:
    def __init__(self, ports: list[int], chance: Random, counts: Counts) -> None:
        self.ports, self.chance, self.counts = ports, chance, counts
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Reply:
        return self.until_answered("GET", path)

    def post(self, path: str, data: Mapping[str, Any] | None = None) -> Reply:
        return self.until_answered("POST", path, urlencode(data or {}, doseq=True), "application/x-www-form-urlencoded")

    def post_json(self, path: str, data: Mapping[str, Any]) -> Reply:
        return self.until_answered("POST", path, json.dumps(data), "application/json")

    def until_answered(self, method: str, path: str, body: str = "", kind: str = "") -> Reply:
        """The same request again, at whichever server, until one answers."""
        for tried in range(MOST_TRIES):
            try:
                reply = self._once(method, path, body, kind)
            except (OSError, HTTPException):
                self.counts.add("unanswered")
            else:
                if reply.status < 500:
                    return reply
                self.counts.complain(f"{method} {path}: {reply.status}")
            time.sleep(min(0.02 * 2**tried, 1.0))
        raise UnansweredError(f"{method} {path}")

    def hang_up(self, path: str, data: Mapping[str, Any]) -> None:
        """Send a request, all or half of it, and close before any answer can be read."""
        self.counts.add("dropped")
        body = json.dumps(data).encode()
        connection = HTTPConnection("127.0.0.1", self.chance.choice(self.ports), timeout=SECONDS)
        try:
            connection.putrequest("POST", path)
            headers = self._headers("application/json") | {"Content-Length": str(len(body))}
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders(body if self.chance.random() < 0.7 else body[: len(body) // 2])
        except (OSError, HTTPException):
            self.counts.add("unanswered")
        finally:
            connection.close()

    def _once(self, method: str, path: str, body: str, kind: str) -> Reply:
        connection = HTTPConnection("127.0.0.1", self.chance.choice(self.ports), timeout=SECONDS)
        try:
            connection.request(method, path, body.encode() or None, self._headers(kind))
            answer = connection.getresponse()
            text = answer.read().decode()
            for line in answer.headers.get_all("Set-Cookie", []):
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
            return Reply(answer.status, answer.headers.get("Location", ""), text)
        finally:
            connection.close()

    def _headers(self, kind: str) -> dict[str, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"X-CSRFToken": self.cookies.get("csrftoken", ""), "Connection": "close"}
        return headers | ({"Content-Type": kind} if kind else {})
