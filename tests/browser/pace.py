"""A respondent with a clock: reads every word that is new on the page at 3.3 words a second and needs time for each tap.

Reading is added to the clock, not waited for; what the browser and the server take is measured and added too.
"""

from __future__ import annotations

import random
import re
import time

WORDS_PER_SECOND = 3.3
SECONDS_A_TAP = 1.0  # find the answer's place on the screen and touch it
SECONDS_A_NUMBER = 5.0  # type a few digits
LONGEST_WALK = 250  # pages

# As the eye sees it: without the words that only a screen reader says, which stand in the page one pixel wide.
SEEN = """() => {
  const unseen = [...document.querySelectorAll("main .visually-hidden:not([hidden])")];
  unseen.forEach((each) => { each.hidden = true; });
  const text = document.querySelector("main").innerText;
  unseen.forEach((each) => { each.hidden = false; });
  return text;
}"""


class Reader:
    """Goes from the link to the confirmation, one answer to every question; `seconds` is what it took."""

    def __init__(self, page, seed):
        self.page, self.chance = page, random.Random(seed)  # noqa: S311 - answers, not secrets
        self.added, self.took, self.n_words, self.n_taps, self.read = 0.0, 0.0, 0, 0, set()

    @property
    def seconds(self):
        return self.added + self.took

    def answer(self, path):
        began = time.monotonic()
        self.page.goto(path)
        for _ in range(LONGEST_WALK):
            self.look()
            if "/survey/done/" in self.page.url:
                self.took = time.monotonic() - began
                return self
            self.answer_questions()
            self.go_on()
        raise AssertionError(f"no end after {LONGEST_WALK} pages, at {self.page.url}")

    def look(self):
        """Read each line that was not read before: a heading or scale that stands on every page is read once."""
        lines = dict.fromkeys(" ".join(line.split()) for line in self.page.evaluate(SEEN).splitlines())
        words = [word for line in lines if line not in self.read for word in re.findall(r"\w[\w’'-]*", line)]
        self.read |= set(lines)
        self.n_words += len(words)
        self.added += len(words) / WORDS_PER_SECOND

    def tap(self, control, seconds=SECONDS_A_TAP):
        self.n_taps += 1
        self.added += seconds
        return control

    def answer_questions(self):
        """One choice or number for each question that is on the page; on the page about taking part, the tick too."""
        for name in self.names("input[type=radio]"):
            self.choose(f'main input[type=radio][name="{name}"]')
        for name in self.names("input[type=checkbox]"):
            self.choose(f'main input[type=checkbox][name="{name}"]:not([data-exclusive])')
        for name in self.names("select"):
            self.tap(self.page.locator(f'main select[name="{name}"]'), 2 * SECONDS_A_TAP).select_option(index=1)
        for name in self.names("input[inputmode]"):
            self.tap(self.page.locator(f'main input[name="{name}"]').first, SECONDS_A_NUMBER).fill("12")

    def choose(self, selector):
        options = self.page.locator(selector)
        if n_options := options.count():
            self.tap(options.nth(self.chance.randrange(n_options))).check()

    def names(self, selector):
        found = self.page.locator(f"main {selector}").evaluate_all("all => all.map(one => one.name)")
        return list(dict.fromkeys(name for name in found if name))

    def go_on(self):
        """Every page has one thing that leads on, and it looks like it."""
        with self.page.expect_navigation():
            self.tap(self.page.locator("main .btn-primary")).click()
