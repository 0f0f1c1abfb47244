"""One person: opens the link, agrees, answers and changes answers on one or two devices, sends. Faults by chance."""

from __future__ import annotations

import json
import re
import threading
from random import Random
from typing import Any
from uuid import UUID

from tests.soak.browser import Browser, Reply
from tests.soak.ledger import Counts, Ledger
from tests.surveyapp.walking import Page, answers

# How often, of 1: the connection drops before the answer is read; then the person changes the answer instead of waiting; an
# answered save is sent again; a save rests on a revision that is no longer true; a second device takes part; late saves.
DROPPED, CHANGED, REPEATED, STALE, SECOND_DEVICE, LATE = 0.10, 0.3, 0.06, 0.06, 0.25, 0.2
MOST_SUBMITS_AT_ONCE = 4
CALM = (200, 302)


class Device:
    """A browser with a page open: it knows the revisions it has seen."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.revisions: dict[str, int] = {}


class Respondent:
    def __init__(self, token: str, ledger: Ledger, ports: list[int], seed: str, counts: Counts) -> None:
        self.token, self.ledger, self.ports, self.counts = token, ledger, ports, counts
        self.chance = Random(seed)  # noqa: S311 - people, not secrets

    def live(self) -> None:
        devices = [self._arrive()]
        if self.chance.random() < SECOND_DEVICE:
            devices.append(self._arrive())
        for item, raw in self._answers():
            self._save(self.chance.choice(devices), item, raw)
        self._submit(devices)

    def _arrive(self) -> Device:
        browser = Browser(self.ports, self.chance, self.counts)
        browser.get(f"/answer/{self.token}/")
        at = browser.post(f"/answer/{self.token}/").location
        if at == "/survey/" and browser.get(at).location == "/survey/consent/":
            form = next(f for f in Page(browser.get("/survey/consent/").text).forms if f["method"] == "post")
            browser.post("/survey/consent/", answers(form))
        return Device(browser)

    def _answers(self) -> list[tuple[str, Any]]:
        """Every question once, and some again with another answer."""
        again = self.chance.sample(sorted(GIVE), 4)
        order = sorted(GIVE)
        self.chance.shuffle(order)
        return [(item, GIVE[item](self.chance)) for item in order + again]

    # Saving ------------------------------------------------------------------------------------------------------
    def _save(self, device: Device, item: str, raw: Any) -> None:
        sent = self._body(item, raw, device.revisions.get(item, 0))
        if self.chance.random() < STALE:
            sent["revision"] = max(0, sent["revision"] - 1)
        if self.chance.random() < DROPPED:
            device.browser.hang_up("/survey/save/", sent)
            self.counts.add("sent")
            if self.chance.random() < CHANGED:
                sent = self._body(item, GIVE[item](self.chance), sent["revision"]) | {"over": [sent["id"]]}
        self._send(device, sent)

    def _send(self, device: Device, sent: dict[str, Any]) -> None:
        reply = self._post(device, sent)
        if reply.status == 200:
            self._accept(device, sent, reply)
            if self.chance.random() < REPEATED:
                self._repeat(device, sent, reply)
        elif reply.status == 409:
            self._choose(device, sent, json.loads(reply.text))
        else:
            self.counts.complain(f"save of {sent['item']}: {reply.status} {reply.text[:200]}")

    def _choose(self, device: Device, sent: dict[str, Any], told: dict[str, Any]) -> None:
        """Use mine, or keep theirs."""
        self.counts.add("conflicts")
        device.revisions[sent["item"]] = told["revision"]
        if self.chance.random() < 0.5:
            self._send(device, sent | {"revision": told["revision"], "id": self._id(), "over": []})

    def _repeat(self, device: Device, sent: dict[str, Any], first: Reply) -> None:
        again = self._post(device, sent)
        self.counts.add("repeated")
        if again.status != 200 or json.loads(again.text)["revision"] != json.loads(first.text)["revision"]:
            self.counts.complain(f"the same save of {sent['item']} again: {again.status} {again.text[:200]}")

    def _post(self, device: Device, sent: dict[str, Any]) -> Reply:
        self.counts.add("sent")
        return device.browser.post_json("/survey/save/", sent)

    def _accept(self, device: Device, sent: dict[str, Any], reply: Reply) -> None:
        self.counts.add("acknowledged")
        revision = json.loads(reply.text)["revision"]
        device.revisions[sent["item"]] = revision
        self.ledger.acknowledge(sent["item"], sent.get("values", sent.get("value")), revision)

    def _body(self, item: str, raw: Any, revision: int) -> dict[str, Any]:
        return {
            "item": item,
            "values" if isinstance(raw, list) else "value": raw,
            "revision": revision,
            "id": self._id(),
        }

    def _id(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    # Sending -----------------------------------------------------------------------------------------------------
    def _submit(self, devices: list[Device]) -> None:
        n_at_once = self.chance.randint(1, MOST_SUBMITS_AT_ONCE)
        pressing = [threading.Thread(target=self._press, args=[self._copy(devices[0])]) for _ in range(n_at_once)]
        for thread in pressing:
            thread.start()
        for thread in pressing:
            thread.join()
        self._look(devices[0])
        if self.chance.random() < LATE:
            late = self._post(devices[-1], self._body("TEMPERATURE", "99", 0))
            if late.status != 410:
                self.counts.complain(f"a save after sending: {late.status} {late.text[:200]}")

    def _copy(self, device: Device) -> Browser:
        """A browser for a thread of its own, with the same cookies and a chance of its own."""
        browser = Browser(self.ports, Random(self.chance.random()), self.counts)  # noqa: S311 - as above
        browser.cookies = dict(device.browser.cookies)
        return browser

    def _press(self, browser: Browser) -> None:
        self.counts.add("submits")
        reply = browser.post("/survey/check/")
        if reply.status == 302 and reply.location == "/survey/done/":
            self.ledger.is_submitted = True
        else:
            self.counts.complain(f"sending: {reply.status} {reply.location}")

    def _look(self, device: Device) -> None:
        done = device.browser.get("/survey/done/")
        self.ledger.references |= set(re.findall(r"WM-\w{4}-\w{2}", done.text))


def _one_of(*codes: str) -> Any:
    return lambda chance: chance.choice(codes)


def _some_of(*codes: str) -> Any:
    return lambda chance: chance.sample(codes, chance.randint(1, len(codes)))


def _ranked(*codes: str) -> Any:
    return lambda chance: [f"{n}:{code}" for n, code in enumerate(chance.sample(codes, len(codes)), start=1)]


# The questions of every_kind that rest on no other, and how a person may answer each.
GIVE = {
    "AREA": _one_of("production", "quality"),
    "SITE_NAME": lambda chance: f"Werk {chance.randint(1, 999)} “Süd” <b>",
    "COUNTRY": _one_of("DE", "FR", "IE", "CH", "dont_know"),
    "RECORDS": _one_of("1", "2", "3", "dont_know", "does_not_apply"),
    "TOOLS": _some_of("sheets", "lims", "paper"),
    "BATCHES": lambda chance: str(chance.randint(0, 1000)),
    "FIRST_USE": lambda chance: f"{chance.randint(1990, 2029)}-{chance.randint(1, 12)}-{chance.randint(1, 28)}",
    "TEMPERATURE": lambda chance: f"{chance.uniform(-80, 20):.1f}",
    "ORDER": _ranked("buy", "learn"),
    "RECOMMEND": lambda chance: str(chance.randint(0, 10)),
    "AGREE_TOOLS": _one_of("1", "2", "3", "4", "5", "dont_know"),
    "AGREE_TIME": _one_of("1", "2", "3", "4", "5", "dont_know"),
    "SCREEN": _one_of("yes", "partly"),
}
