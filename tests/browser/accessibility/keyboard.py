"""Somebody without a mouse: looks at every stop of the Tab key, then goes the same way and answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser.accessibility.measuring import SCRIPT

STOP = (Path(__file__).parent / "stop.js").read_text(encoding="utf-8")
MOST_STOPS = 150
TYPED = {
    "SITE_NAME": "The brewery",
    "BATCHES": "500",
    "MANY": "Night shifts",
    "TEMPERATURE": "-20.5",
    "WHY_LOW": "Time",
}
DATE = {"day": "28", "month": "2", "year": "2024"}


class Keyboard:
    """Presses keys on one page of a browser, and gathers what is wrong with where the focus goes."""

    def __init__(self, page) -> None:
        self.page, self.faults, self.n_stops, self.least_contrast = page, [], 0, 99.0

    def tab(self, keys: str = "Tab") -> dict[str, Any]:
        self.page.keyboard.press(keys)
        return self.page.evaluate(STOP)

    def look(self) -> list[dict[str, Any]]:
        """From the top of the page to its end, and out of it: nothing holds the focus for good."""
        self.page.wait_for_load_state()
        self.page.evaluate(SCRIPT)
        stops = []
        for _ in range(MOST_STOPS):
            stop = self.tab()
            if not stop["is_inside"] or (stops and stop["is_first"]):
                self._judge(stops)
                return stops
            stops.append(stop)
        raise AssertionError(f"the focus does not leave {self.page.url}: {stops[-3:]}")

    def _judge(self, stops) -> None:
        self.n_stops += len(stops)
        for former, stop in zip([None, *stops], stops, strict=False):
            mark = stop["mark"]
            self.least_contrast = min(self.least_contrast, mark["ratio"])
            if mark["ratio"] < 3 or mark["width"] < 2:
                self._note("its focus does not show", stop)
            if not stop["is_seen"]:
                self._note("it is out of sight or covered", stop)
            if former and stop["in_main"] and former["in_main"] and stop["bottom"] < former["top"]:
                self._note("the focus goes back up", stop)
            if not stop["name"]:
                self._note("it has no name", stop)

    def _note(self, fault, stop) -> None:
        self.faults.append(f"{fault}: {stop['html']} ({self.page.url})")

    def answer(self, *, only_go_on: bool = False) -> None:
        """Tab from stop to stop, fill in what it is, and press the button that leads on."""
        for _ in range(MOST_STOPS):
            stop = self.tab()
            if stop["is_primary"]:
                with self.page.expect_navigation():
                    self.page.keyboard.press("Enter")
                return
            if not only_go_on:
                self._fill(stop)
        raise AssertionError(f"nothing leads on from {self.page.url}")

    def _fill(self, stop) -> None:
        if stop["type"] in ("radio", "checkbox") and not stop["is_exclusive"] and not stop["is_answered"]:
            self.page.keyboard.press("Space")
        elif stop["move"] == "up" and not stop["is_answered"]:
            self.page.keyboard.press("Enter")
        elif stop["type"] == "select-one" and not stop["is_ranking"]:
            self.page.keyboard.type("Irel")
        elif stop["type"] in ("text", "textarea") and not stop["is_answered"]:
            self.page.keyboard.type(DATE.get(stop["part"]) or TYPED[stop["item"]])
