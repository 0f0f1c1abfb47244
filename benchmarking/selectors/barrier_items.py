"""Which items of an instrument ask about barriers. It knows the instrument only, so that pages may ask it too."""

from __future__ import annotations

from surveyapp.instruments.schema import FeedsBarrier, Instrument, Item, ItemIn


def naming_item(instrument: Instrument) -> str | None:
    """The item in which barriers are named; None where the instrument asks for none."""
    return next((item.code for item in _fed(instrument) if item.kind == "multiple"), None)


def severity_items(instrument: Instrument, naming: str) -> dict[str, str]:
    """Barrier → the follow-up that asks how much it holds back."""
    return {
        code: item.code
        for item in _fed(instrument)
        if isinstance(item.visible_when, ItemIn) and item.visible_when.item == naming
        for code in item.visible_when.codes
    }


def _fed(instrument: Instrument) -> list[Item]:
    return [item for item in instrument.items.values() if isinstance(item.feeds, FeedsBarrier)]
