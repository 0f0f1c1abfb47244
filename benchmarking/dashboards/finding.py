"""What a page shows of one question: a sentence, a chart and the table behind both. Templates show these as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self


class Reason(str):
    """Why a number is not there, in its place. On a page it reaches over the empty cells after it; a CSV has it in a column
    of its own, where it is given `in_full`: what else on the page says why."""

    __slots__ = ("in_full",)
    in_full: str

    def __new__(cls, text: str, in_full: str = "") -> Self:
        reason = super().__new__(cls, text)
        reason.in_full = in_full or text
        return reason


class Parts(str):
    """A cell that reads as one, such as an interval, and is several numbers to a CSV."""

    __slots__ = ("parts",)
    parts: tuple[str, ...]

    def __new__(cls, text: str, *parts: str) -> Self:
        cell = super().__new__(cls, text)
        cell.parts = parts
        return cell


class Day(str):
    """A cell that reads as a day in words, and is a date to a spreadsheet."""

    __slots__ = ("day",)
    day: date

    def __new__(cls, text: str, day: date) -> Self:
        cell = super().__new__(cls, text)
        cell.day = day
        return cell


def reasoned(cells: Sequence[str], why: str) -> tuple[str, ...]:
    """The same with the reason in every empty cell that does not stand after another one."""
    before = ("x", *cells)
    return tuple(Reason(why) if not cell and last else cell for last, cell in zip(before, cells, strict=False))


@dataclass(frozen=True)
class Column:
    """`is_note`: small words under the name of the row, which stand in the second column. A CSV has them in a column too.
    `parts`: the heads of what a CSV makes of it, where its cells are `Parts`."""

    head: str
    numeric: bool = False
    is_note: bool = False
    parts: tuple[str, ...] = ()

    @property
    def unbroken(self) -> str:
        """For a narrow column: no line ends within "95 %"."""
        return self.head.replace(" %", "\u00a0%")


@dataclass(frozen=True)
class Cell:
    """A cell on a page: under which head it stands, and how many columns it reaches over."""

    text: str
    head: str
    numeric: bool
    span: int


@dataclass(frozen=True)
class TableRow:
    name: str
    note: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Key:
    """One mark of a chart (the marks of partials/mark.html), and what it means."""

    mark: str
    text: str


@dataclass(frozen=True)
class Withheld:
    """What stands where a finding would, if it cannot be shown; never a count. `title`: "" for too few organisations."""

    reason: str
    remedy: str = ""
    url: str = ""
    link: str = ""
    title: str = ""


Source = tuple[str, str, str, str]
SOURCE = ("compared_with", "n", "survey", "publication")


@dataclass(frozen=True)
class Finding:
    """`id` is its address on the page and the name of its CSV. `rows` hold every cell as it reads, so that page and CSV
    cannot differ. `left_out`: columns without any number, which only a CSV has, with the reason. `source` is who is compared with, n, survey and publication, said again in every line of the CSV."""

    id: str
    title: str
    subtitle: str = ""
    words: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    source: Source = ("", "", "", "")
    figure: Mapping[str, Any] | None = None
    key: tuple[Key, ...] = ()
    footnote: str = ""
    withheld: Withheld | None = None
    csv_url: str = ""
    left_out: tuple[Column, ...] = ()
    why_left_out: str = ""
    plan_url: str = ""  # where what it shows can be put into one's plan
    is_open: bool = False  # a short table that has no picture beside it, shown from the start

    @property
    def payload(self) -> dict[str, Any] | None:
        """The figure as the browser gets it: with who is compared with, n, survey and publication."""
        if self.figure is None:
            return None
        layout = self.figure["layout"]
        meta = layout.get("meta", {}) | dict(zip(SOURCE, self.source, strict=True))
        return {**self.figure, "layout": layout | {"meta": meta}}

    @property
    def table(self) -> list[TableRow]:
        has_note = len(self.columns) > 1 and self.columns[1].is_note
        return [
            TableRow(row[0], row[1] if has_note else "", tuple(_cells(self.columns, row, 2 if has_note else 1)))
            for row in self.rows
        ]


def _cells(columns: Sequence[Column], row: Sequence[str], at: int) -> Iterator[Cell]:
    while at < len(row):
        end = at + 1
        while isinstance(row[at], Reason) and end < len(row) and not row[end] and columns[end].numeric:
            end += 1
        is_number = columns[at].numeric and not isinstance(row[at], Reason)
        yield Cell(row[at], columns[at].head, is_number, end - at)
        at = end


@dataclass(frozen=True)
class ProfileRow:
    """One line of a profile, 0-100: you, you last time, your target, the group's median or mean with its interval, its middle
    half and, of large groups, its middle eight tenths (`p10` to `p90`)."""

    label: str
    you: float | None = None
    before: float | None = None
    centre: float | None = None
    low: float | None = None
    high: float | None = None
    lower_quartile: float | None = None
    upper_quartile: float | None = None
    p10: float | None = None
    p90: float | None = None
    target: float | None = None
    interval: tuple[str, str] = ("", "")
    n: str = ""
    centre_name: str = ""
    strong: bool = False
    values: tuple[str, ...] = ()
    values_narrow: str = ""


@dataclass(frozen=True)
class SkillRow:
    """One skill of yours, levels 0-5; `others`: the mean level now of the companies asked, and the ends of its interval."""

    label: str
    current: float
    needed: float
    others: tuple[float, float, float] | None = None
    strong: bool = False
    values: tuple[str, ...] = ()
    values_narrow: str = ""


@dataclass(frozen=True)
class ShareRow:
    """A share of the group in per cent with its interval, or the ends of a band where no per cent may be shown."""

    label: str
    share: float | None = None
    low: float | None = None
    high: float | None = None
    band: tuple[float, float] | None = None
    in_full: str = ""
    strong: bool = False
    values: tuple[str, ...] = ()
    values_narrow: str = ""


@dataclass(frozen=True)
class SiteRow:
    """One dimension of several sites of yours, 0-100: a letter and a score each, and the sector's mean with its interval."""

    label: str
    points: tuple[tuple[str, float], ...] = ()
    centre: float | None = None
    low: float | None = None
    high: float | None = None
    interval: tuple[str, str] = ("", "")
    n: str = ""
    centre_name: str = ""
    strong: bool = False
    values: tuple[str, ...] = ()
    values_narrow: str = ""


@dataclass(frozen=True)
class TimePoint:
    """One survey, the `x`th of a line: your score and the sector's mean, 0-100. `breaks`: why no line leads here from the
    survey before, of yours and of the sector's; "" where one does."""

    x: int
    you: float | None = None
    sector: float | None = None
    breaks: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class TimeRow:
    """One dimension over several surveys, oldest first."""

    label: str
    points: tuple[TimePoint, ...] = ()
    strong: bool = False
    values: tuple[str, ...] = ()
    values_narrow: str = ""


@dataclass(frozen=True)
class LevelPiece:
    """A share of a group that stands at one level, or at several that cannot be told apart, as ends on 0-100."""

    levels: tuple[int, ...]
    low: float
    high: float
    in_full: str = ""
    is_yours: bool = False


@dataclass(frozen=True)
class LevelRow:
    """How a group is spread over the levels of one question."""

    label: str
    pieces: tuple[LevelPiece, ...] = ()
    strong: bool = False
    values: tuple[str, ...] = ()
    values_narrow: str = ""


Row = TimeRow | LevelRow | SiteRow | ProfileRow | SkillRow | ShareRow
Rows = Sequence[Row]
