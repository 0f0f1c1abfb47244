"""What a page shows of one question: a sentence, a chart and the table behind both. Templates show these as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Column:
    """`is_note`: small words under the name of the row, which stand in the second column. A CSV has them in a column too."""

    head: str
    numeric: bool = False
    is_note: bool = False


@dataclass(frozen=True)
class Key:
    """One mark of a chart (the marks of partials/mark.html), and what it means."""

    mark: str
    text: str


@dataclass(frozen=True)
class Withheld:
    """What stands where a finding would, if too few organisations stand behind it; never a count."""

    reason: str
    remedy: str = ""
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class Finding:
    """`id` is its address on the page and the name of its CSV. `rows` hold every cell as it reads, so that page and CSV
    cannot differ. `source` is who is compared with, n and survey, said again in every line of the CSV."""

    id: str
    title: str
    subtitle: str = ""
    words: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    source: tuple[str, str, str] = ("", "", "")
    figure: Mapping[str, Any] | None = None
    key: tuple[Key, ...] = ()
    footnote: str = ""
    withheld: Withheld | None = None
    csv_url: str = ""


@dataclass(frozen=True)
class ProfileRow:
    """One line of a profile, 0-100: you, you last time, the group's median or mean with its interval, its middle half."""

    label: str
    you: float | None = None
    before: float | None = None
    centre: float | None = None
    low: float | None = None
    high: float | None = None
    lower_quartile: float | None = None
    upper_quartile: float | None = None
    strong: bool = False
    values: tuple[str, ...] = ()
    values_narrow: str = ""


@dataclass(frozen=True)
class SkillRow:
    """One skill of yours, levels 0-5."""

    label: str
    current: float
    needed: float
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
    strong: bool = False
    values: tuple[str, ...] = ()
    values_narrow: str = ""


Row = ProfileRow | SkillRow | ShareRow
Rows = Sequence[Row]
