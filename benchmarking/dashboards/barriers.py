"""What holds digital work back: how many name it, how many are slowed a lot or stopped, and what you said."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from benchmarking.dashboards import hidden, words
from benchmarking.dashboards.comparison import Comparison
from benchmarking.dashboards.finding import Finding, reasoned
from benchmarking.dashboards.names import survey_title
from benchmarking.dashboards.shares import Share, Topic, most, shares_finding
from benchmarking.selectors.barrier_items import naming_item, severity_items


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
    title = most(found, survey_title(comparison.survey), _("Named most often: %(name)s, %(share)s, %(survey)s"))
    finding = shares_finding(comparison, topic, found, title or topic.head, _words(known))
    return _with_strong(comparison, finding, [share.code for share in found]) if finding and finding.rows else finding


def _named(comparison: Comparison) -> list[Share]:
    """Every barrier that can be named, in the questionnaire's order."""
    instrument = comparison.instrument
    naming = naming_item(instrument)
    if naming is None:
        return []
    severities = severity_items(instrument, naming)
    return [
        Share(
            choice.code,
            words.said(choice.text),
            comparison.figures.one(f"barrier:{choice.code}", "share"),
            _what_you_said(comparison, choice.code, severities.get(choice.code)),
            is_of_all=instrument.items[naming].visible_when is None,
            metric=f"barrier:{choice.code}",
        )
        for choice in instrument.choices(naming)
        if not choice.exclusive
    ]


def _what_you_said(comparison: Comparison, code: str, asked: str | None) -> str:
    """How much it holds you back; that you named it, where nobody said how much; "" where you did not."""
    named = comparison.own.barriers if comparison.own else {}
    if code not in named:
        return ""
    severity = named[code]
    if severity is None or asked is None:
        return _("Named")
    nearest = min(comparison.instrument.choices(asked), key=lambda choice: abs((choice.value or 0.0) - severity))
    return words.said(nearest.text)


def _words(known: list[Share]) -> str:
    top = known[:3]
    said = words.apart(
        f"{words.mid_sentence(share.name)} ({words.share_in_full(share.figure)})" for share in top if share.figure
    )
    sentences = [words.sentence(said) + "."] if said else []
    mine = [_("“%(name)s”") % {"name": share.name} for share in top if share.you]
    if mine:
        sentences.append(_("You named %(names)s too.") % {"names": words.listing(mine)})
    return " ".join(sentences)


def _with_strong(comparison: Comparison, finding: Finding, codes: list[str]) -> Finding:
    """A column more: the share that is slowed a lot or stopped, of the same companies, with its interval."""
    found = [comparison.figures.one(f"barrier_strong:{code}", "share") for code in codes]
    if not any(found):
        return finding
    why = _why_no_severity(comparison)
    strong = [
        reasoned([words.share_cell(each, with_n=True)], why.get(code, _("not asked how much")))
        for code, each in zip(codes, found, strict=True)
    ]
    rows = tuple((*row[:-1], *share, row[-1]) for row, share in zip(finding.rows, strong, strict=True))
    columns = (
        *finding.columns[:-1],
        words.share_column(_("Slowed a lot or stopped"), with_n=True),
        finding.columns[-1],
    )
    return replace(finding, rows=rows, columns=columns)


def _why_no_severity(comparison: Comparison) -> dict[str, str]:
    """Barrier → why its share is not there, of those of which it was asked how much they slow."""
    naming = naming_item(comparison.instrument)
    asked = severity_items(comparison.instrument, naming) if naming else {}
    return dict.fromkeys(asked, hidden.reason())
