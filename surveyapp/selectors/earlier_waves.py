"""Earlier surveys that are brought along, and what questions did over the years. Within the programme's scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from surveyapp.instruments.changes import ItemChange, Trend, item_changes
from surveyapp.instruments.schema import Instrument, Text
from surveyapp.models.earlier_wave import EarlierProblem, EarlierWave
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.selectors import instruments


@dataclass(frozen=True)
class Step:
    """A question in one survey. `trend`: what its line does between the survey before and this one; None in the first."""

    wave: Wave
    trend: Trend | None


@dataclass(frozen=True)
class Line:
    """One question over the surveys that asked it, oldest first, in the words of the newest."""

    code: str
    text: Text
    steps: tuple[Step, ...]

    @property
    def unbroken(self) -> tuple[Wave, ...]:
        """The surveys that an unbroken line leads through, back from the newest one that asked it; a reworded question's
        is marked and goes on."""
        found = [self.steps[-1].wave]
        for before, after in zip(self.steps[-2::-1], self.steps[:0:-1], strict=True):
            if after.trend not in (Trend.GOES_ON, Trend.MARKED):
                break
            found.append(before.wave)
        return tuple(reversed(found))


def of_programme(programme: Programme) -> QuerySet[EarlierWave]:
    """The newest first."""
    return EarlierWave.objects.filter(programme=programme).select_related("by", "wave", "programme")


def problems_of(about: EarlierWave) -> QuerySet[EarlierProblem]:
    """In the order of the file."""
    return EarlierProblem.objects.filter(earlier_wave=about).order_by("number", "column", "id")


def questionnaires_in_use(programme: Programme) -> list[Instrument]:
    """The questionnaires of the programme's surveys, the newest survey's first, each once."""
    used = dict.fromkeys(wave.instrument_version_id for wave in reversed(waves_in_order(programme)))
    return [instruments.instrument(version) for version in used]


def waves_in_order(programme: Programme) -> list[Wave]:
    """The programme's surveys as they were held, oldest first; drafts are none yet."""
    rows = Wave.objects.filter(programme=programme).exclude(state=Wave.State.DRAFT).select_related("programme")
    return list(rows.order_by(Coalesce("opens_at", "closed_at"), "slug"))


def lines(waves: Sequence[Wave]) -> list[Line]:
    """Every question that takes an answer, over these surveys in their order.

    A question is followed from each survey that asks it to the next one that does; surveys between that did not ask it are
    passed over, as nothing was measured there.
    """
    asked = [(wave, instruments.instrument(wave.instrument_version_id)) for wave in waves]
    codes = dict.fromkeys(c for _, each in reversed(asked) for c in each.ordered if each.items[c].takes_answer)
    changed: dict[tuple[str, str], dict[str, ItemChange]] = {}
    return [_line(code, [pair for pair in asked if code in pair[1].items], changed) for code in codes]


def _line(
    code: str, asked: Sequence[tuple[Wave, Instrument]], changed: dict[tuple[str, str], dict[str, ItemChange]]
) -> Line:
    steps = [Step(asked[0][0], None)]
    for (before, then), (after, now) in pairwise(asked):
        key = (str(before.instrument_version_id), str(after.instrument_version_id))
        if key[0] != key[1] and key not in changed:
            changed[key] = {each.code: each for each in item_changes(then, now)}
        steps.append(Step(after, Trend.GOES_ON if key[0] == key[1] else changed[key][code].trend))
    return Line(code, asked[-1][1].items[code].text, tuple(steps))
