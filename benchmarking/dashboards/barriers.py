"""What holds digital work back: how many name it, how many are slowed a lot or stopped, and what you said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Column, Finding
from benchmarking.dashboards.shares import Share, Topic, shares_finding
from surveyapp.instruments.schema import FeedsBarrier, Instrument, Item, ItemIn


def barriers(comparison: Comparison) -> Finding | None:
    """The largest first; ties in the questionnaire's order."""
    found = sorted(_named(comparison), key=lambda share: -share.middle)
    topic = Topic(
        "barriers",
        _("Share that names it among what holds back most"),
        _("What holds back digital work"),
        _("You named it too"),
    )
    known = [share for share in found if share.figure]
    title = _title(known) if known else topic.head
    finding = shares_finding(comparison, topic, found, title, _words(known))
    return _with_strong(comparison, finding, [share.code for share in found]) if finding and finding.rows else finding


def barrier_items(instrument: Instrument) -> Mapping[str, Item]:
    """Barrier code → the item that asks how much it holds back: shown only to those who named the code."""
    found = {}
    for item in instrument.items.values():
        named = item.visible_when
        if isinstance(item.feeds, FeedsBarrier) and isinstance(named, ItemIn):
            found[named.codes[0]] = item
    return found


def _named(comparison: Comparison) -> list[Share]:
    own = comparison.own
    return [
        Share(
            code,
            _name(comparison.instrument, code, item),
            comparison.figures.one(f"barrier:{code}", "share"),
            _severity(comparison.instrument, item, own.barriers[code]) if own and code in own.barriers else "",
        )
        for code, item in barrier_items(comparison.instrument).items()
    ]


def _name(instrument: Instrument, code: str, item: Item) -> str:
    """The words of the choice that was named."""
    asked = item.visible_when.item if isinstance(item.visible_when, ItemIn) else ""
    return next((words.said(choice.text) for choice in instrument.choices(asked) if choice.code == code), code)


def _severity(instrument: Instrument, item: Item, severity: float | None) -> str:
    if severity is None:
        return _("Named")
    nearest = min(instrument.choices(item.code), key=lambda choice: abs((choice.value or 0.0) - severity))
    return words.said(nearest.text)


def _title(known: list[Share]) -> str:
    return _("%(name)s holds back the most: %(share)s") % {"name": known[0].name, "share": words.share(known[0].figure)}


def _words(known: list[Share]) -> str:
    top = known[:3]
    said = "; ".join(
        f"{words.mid_sentence(share.name)} ({words.share_in_full(share.figure)})" for share in top if share.figure
    )
    sentences = [words.sentence(said) + "."] if said else []
    mine = [words.mid_sentence(share.name) for share in top if share.you]
    if mine:
        sentences.append(_("You named %(names)s too.") % {"names": words.listing(mine)})
    return " ".join(sentences)


def _with_strong(comparison: Comparison, finding: Finding, codes: list[str]) -> Finding:
    """A column more: the share that is slowed a lot or stopped."""
    strong = [words.share(comparison.figures.one(f"barrier_strong:{code}", "share")) for code in codes]
    if not any(strong):
        return finding
    rows = tuple((*row[:4], share, row[4]) for row, share in zip(finding.rows, strong, strict=True))
    columns = (*finding.columns[:4], Column(_("Slowed a lot or stopped"), numeric=True), finding.columns[4])
    return replace(finding, rows=rows, columns=columns)
