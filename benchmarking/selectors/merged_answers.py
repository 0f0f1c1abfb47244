"""What the organisations of a wave say, merged: by packed vectors, and by documents where these are needed.

Both ways give the same to the bit. Documents are read of organisations whose results came from a file, and of everybody
where vectors do not fit, as of rows that no submission made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from benchmarking.selectors.packed_items import packed_items
from benchmarking.selectors.rater_noise import ByDimension, Scores, by_dimension
from benchmarking.selectors.release_inputs import respondents
from benchmarking.selectors.rules import dimension_rules, item_rules
from benchmarking.stats.aggregate import merge_respondents
from benchmarking.stats.packed_answers import PackedResponses
from benchmarking.stats.packed_records import merge_packed, suits
from benchmarking.stats.packed_scores import scores_of_raters
from benchmarking.stats.records import MergedRecord
from surveyapp.instruments.schema import Instrument
from surveyapp.models.wave import Wave
from surveyapp.selectors import packed_answers, records
from surveyapp.selectors.records import ParticipationRecord

T = TypeVar("T")


@dataclass(frozen=True)
class MergedAnswers:
    """`records`: the participations that count, by organisation; `merged`: organisation → its record; `scores` of raters."""

    records: list[ParticipationRecord]
    merged: dict[str, MergedRecord]
    scores: ByDimension


def of_wave(wave: Wave, instrument: Instrument) -> MergedAnswers:
    """Everything submitted and imported that counts in the wave's figures."""
    everybody = records.without_responses(wave, instrument)
    filed = [record for record in everybody if record.imported]
    packed = _packed([record for record in everybody if not record.imported], wave, instrument)
    if packed is None:
        return _of_documents(records.of_wave(wave, instrument), instrument)
    documents = _of_documents(records.of_these([record.participation for record in filed], instrument), instrument)
    merged = packed.merged | documents.merged
    return MergedAnswers(
        records=[record for record in everybody if str(record.organisation) in merged],
        merged=_sorted(merged),
        scores={code: _sorted({**packed.scores[code], **its}) for code, its in documents.scores.items()},
    )


def _sorted(found: Mapping[str, T]) -> dict[str, T]:
    return {organisation: found[organisation] for organisation in sorted(found)}


def _of_documents(found: list[ParticipationRecord], instrument: Instrument) -> MergedAnswers:
    people = [person for record in found for person in respondents(record)]
    merged = merge_respondents(people, list(item_rules(instrument).values()))
    return MergedAnswers(found, merged, by_dimension(instrument, people))


def _packed(found: list[ParticipationRecord], wave: Wave, instrument: Instrument) -> MergedAnswers | None:
    items = packed_items(instrument)
    if not all(suits(item) for item in items):
        return None
    asked = packed_answers.Asked([record.participation for record in found], is_confidential=wave.is_confidential)
    rows = packed_answers.read(asked, instrument)
    if rows is None:
        return None
    said, names = responses(rows), [str(record.organisation) for record in found]
    return MergedAnswers(found, merge_packed(said, items, names, rows.roles), _scores(said, names, instrument))


def responses(rows: packed_answers.PackedRows) -> PackedResponses:
    """The rows as the statistical core takes them; an organisation takes part in a wave once."""
    return PackedResponses(
        rows.participation, rows.role, rows.is_agreed, rows.is_coordinator, rows.order, rows.vector, rows.numbers
    )


def _scores(said: PackedResponses, names: Sequence[str], instrument: Instrument) -> ByDimension:
    """Organisation by organisation, each in the order of submission, as documents are read."""
    dimensions = dimension_rules(instrument)
    in_order = said.only(np.lexsort((said.order, said.organisation)))
    is_rater, scores = scores_of_raters(in_order, packed_items(instrument), dimensions)
    organisations = [names[place] for place in in_order.organisation[is_rater].tolist()]
    found: dict[str, Scores] = {}
    for dimension, column in zip(dimensions, scores.T.tolist(), strict=True):
        its: dict[str, list[float]] = defaultdict(list)
        for organisation, score in zip(organisations, column, strict=True):
            if score == score:  # noqa: PLR0124 - false for NaN alone
                its[organisation].append(score)
        found[dimension.code] = its
    return found
