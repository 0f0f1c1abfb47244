"""An instrument's items as they stand in packed vectors."""

from __future__ import annotations

from collections import defaultdict

from benchmarking.selectors.rules import item_rules
from benchmarking.stats.packed_answers import PackedItem
from surveyapp.instruments import codebook
from surveyapp.instruments.schema import Instrument


def packed_items(instrument: Instrument) -> list[PackedItem]:
    """Every item that has a rule, in the order of `item_rules`."""
    places: dict[str, list[int]] = defaultdict(list)
    layout = codebook.columns(instrument)
    for place, column in enumerate(layout):
        places[column.item].append(place)
    numbers = {item: place for place, item in enumerate(codebook.number_items(instrument))}
    return [
        PackedItem(
            rule=rule,
            columns=tuple(places[code]),
            codes=layout[places[code][0]].codes,
            takes_several=layout[places[code][0]].option is not None,
            number=numbers.get(code),
        )
        for code, rule in item_rules(instrument).items()
    ]
