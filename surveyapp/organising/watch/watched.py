"""A survey under way, counted once for everything that a page says of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language

from surveyapp.instruments.schema import Instrument
from surveyapp.models.wave import Wave
from surveyapp.organising.watch import words
from surveyapp.selectors import instruments, response_counts, watch
from surveyapp.selectors.outlook import Outlook, outlook
from surveyapp.selectors.populations import least_owners, peer_order, side_order
from surveyapp.selectors.register import register_facets
from surveyapp.selectors.response_counts import Counts, Segment
from surveyapp.selectors.watch import Need


@dataclass(frozen=True)
class Watched:
    """A survey, counted once for everything that a page says of it."""

    wave: Wave

    @cached_property
    def instrument(self) -> Instrument:
        return instruments.of_row(self.wave.instrument_version)

    @cached_property
    def order(self) -> tuple[str, ...]:
        return peer_order(self.wave.programme, self.instrument)

    @cached_property
    def least(self) -> int:
        return least_owners(self.wave.programme)

    @cached_property
    def segments(self) -> list[Segment]:
        return response_counts.segments(self.wave, self.instrument, of_population=True)

    @property
    def counts(self) -> Counts:
        return self.segments[0].counts

    @cached_property
    def names(self) -> dict[str, str]:
        """Facts in the questionnaire's order, then those that groups follow."""
        facets = register_facets(self.wave.programme, get_language() or "")
        names = {each.code: each.name for each in facets}
        across = side_order(self.wave.programme, self.instrument)
        known = (*(each.code for each in self.instrument.facets), *across)
        return {code: names.get(code, code.replace("_", " ").capitalize()) for code in known}

    @cached_property
    def by_fact(self) -> dict[str, dict[str, Counts]]:
        return response_counts.by_facet(self.wave, self.instrument, list(self.names))

    @cached_property
    def outlook(self) -> Outlook | None:
        """None for a survey that is not open: then nothing can be expected of it any more, or yet."""
        if not self.wave.is_open:
            return None
        return outlook(watch.question(self.wave, self.instrument, self.segments, self.by_fact))

    @cached_property
    def needs(self) -> list[Need]:
        return watch.needs(self.outlook, self.segments) if self.outlook else []

    def place(self, name: str) -> str:
        return words.place_words(name, self.instrument, self.order)
