"""Our conditions and bounds in the words of XLSForm."""

from __future__ import annotations

from surveyapp.instruments.schema import (
    AllOf,
    AnyOf,
    Condition,
    Instrument,
    Item,
    ItemAnswered,
    ItemBetween,
    ItemIn,
    Not,
)


def relevant_of(instrument: Instrument, condition: Condition) -> str:
    """The condition as XPath, e.g. "selected(${TWIN}, 'in_use')"."""
    match condition:
        case ItemIn(item=item, codes=codes):
            return _either([_is(instrument, item, code) for code in codes], "or")
        case ItemAnswered(item=item):
            return f"${{{item}}} != ''"
        case ItemBetween(item=item, at_least=least, at_most=most):
            bounds = [f"${{{item}}} >= {_digits(least)}"] if least is not None else []
            bounds += [f"${{{item}}} <= {_digits(most)}"] if most is not None else []
            return _either(bounds or [f"${{{item}}} != ''"], "and")
        case AllOf(conditions=parts):
            return _either([relevant_of(instrument, part) for part in parts], "and")
        case AnyOf(conditions=parts):
            return _either([relevant_of(instrument, part) for part in parts], "or")
        case Not(condition=part):
            return f"not({relevant_of(instrument, part)})"


def _is(instrument: Instrument, item: str, code: str) -> str:
    if instrument.items[item].takes_several:
        return f"selected(${{{item}}}, '{code}')"
    return f"${{{item}}} = '{code}'"


def _either(parts: list[str], word: str) -> str:
    return parts[0] if len(parts) == 1 else f"({f' {word} '.join(parts)})"


def _digits(number: float) -> str:
    return f"{number:.15g}"


def constraint_of(item: Item) -> str:
    """The bounds of an answer, e.g. ". >= 0 and . <= 40"."""
    parts = []
    if item.kind in ("number", "score"):
        parts += [f". >= {_digits(item.minimum)}"] if item.minimum is not None else []
        parts += [f". <= {_digits(item.maximum)}"] if item.maximum is not None else []
    parts += [f". >= date('{item.earliest}')"] if item.earliest else []
    parts += [f". <= date('{item.latest}')"] if item.latest else []
    parts += [f"string-length(.) <= {item.longest}"] if item.longest else []
    parts += [f"count-selected(.) <= {item.maximum_choices}"] if item.maximum_choices else []
    return " and ".join(parts)
