"""People who answer over HTTP, from the link in their letter to the reference: what a browser sends, without a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from urllib.parse import urlsplit
from uuid import UUID

from tests.soak.browser import Browser, Reply
from tests.soak.ledger import Counts
from tests.surveyapp.walking import Page, answers

AT_ONCE = 3
LEVELS = ("STR1", "STR2", "STR3", "AUT1", "AUT2", "AUT3", "DAT1", "DAT2", "DAT3", "ANA1", "ANA2", "ANA3")
TWINS = ("in_routine_use", "being_developed", "planned_within_24_months", "no_plans")

BARRIERS = ("hard_to_recruit", "budget", "legacy_equipment", "no_time_to_train")


class SimulatedPerson:
    """One of them, with a browser of their own; `number` decides how they answer."""

    def __init__(self, number: int, link: str, server: str) -> None:
        self.number, self.link = number, link
        self.chance = Random(number)  # noqa: S311 - a person, not a secret
        self.counts = Counts()
        self.browser = Browser([urlsplit(server).port or 80], self.chance, self.counts)

    def begin(self) -> None:
        """Open the link, start, and agree."""
        self.browser.get(self.link)
        at = self.browser.post(self.link).location
        if self.browser.get(at).location == "/survey/consent/":
            form = next(f for f in Page(self.browser.get("/survey/consent/").text).forms if f["method"] == "post")
            agreed = self.browser.post("/survey/consent/", answers(form))
            assert agreed.status == 302, agreed.text
        self._save("RESP_ROLE", "process_development")

    def answer(self) -> str:
        """Begin, answer the questions below, leave out the others, and send; returns the reference."""
        self.begin()
        for item in LEVELS:
            self._save(item, str(self.chance.randint(1, 5)))
        self._save("DT1", self.chance.choice(TWINS))
        self._save("TECH_pca", self.chance.choice(("not_used", "used_in_gmp")))
        self._save("SCR_analytics", self.chance.choice(("yes", "partly", "hardly")))
        self._save("BAR1", self.chance.sample(BARRIERS, 2))
        sent = self.browser.post("/survey/check/")
        assert (sent.status, sent.location) == (302, "/survey/done/"), sent.text
        assert not self.counts.complaints
        return Page(self.browser.get("/survey/done/").text).words["reference"].strip()

    def withdraw(self) -> str:
        """By the page on one's rights; returns what it then says."""
        form = next(f for f in Page(self.browser.get("/survey/withdraw/").text).forms if f["method"] == "post")
        done = self.browser.post("/survey/withdraw/", answers(form))
        return self.browser.get(done.location).text

    def unsubscribe(self, link: str) -> str:
        form = Page(self.browser.get(link).text).forms[0]
        done = self.browser.post(link, answers(form))
        return done.text or self.browser.get(done.location).text

    def _save(self, item: str, value: str | list[str]) -> Reply:
        sent = {"item": item, "revision": 0, "id": str(UUID(int=self.chance.getrandbits(128), version=4))}
        reply = self.browser.post_json(
            "/survey/save/", sent | {"values" if isinstance(value, list) else "value": value}
        )
        assert reply.status == 200, f"{item}: {reply.status} {reply.text}"
        return reply


def at_the_same_time(people: Iterable[SimulatedPerson], do: Callable[[SimulatedPerson], str]) -> list[str]:
    """A few at once; what each was told."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(do, people))
