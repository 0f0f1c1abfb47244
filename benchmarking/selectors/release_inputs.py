"""What a release is built from: merged, organisation-level values, as records and as the JSON that is frozen.

No person, no role, no word anybody wrote. A release is rebuilt from this document alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from benchmarking.selectors import limits
from benchmarking.stats.knowledge_groups import knowledge_groups
from benchmarking.stats.records import AnswerValue, Contributor, MergedRecord, Missing, RespondentRecord
from benchmarking.stats.thresholds import LEAST_OWNERS_SENSITIVE
from surveyapp.instruments.schema import Instrument
from surveyapp.models.wave import Wave
from surveyapp.selectors import coordination, facets
from surveyapp.selectors.populations import invited_by_path, peer_order, side_order, sites_by_path
from surveyapp.selectors.records import Document, ParticipationRecord


@dataclass(frozen=True)
class OrganisationInputs:
    """One organisation: who owns it, where its facets put it, whether figures speak of it, its merged values.

    `knowledge_group`: the first of the owners that one coordinator joins to its own; "" where nobody does.
    """

    organisation: str
    owner: str
    facets: Mapping[str, str]
    in_population: bool
    values: Mapping[str, AnswerValue]
    knowledge_group: str = ""


@dataclass(frozen=True)
class Inputs:
    """Everything that decides a release's figures, besides the method.

    `order`: the facets of the peer tree. `least_owners`: the programme's k or the installation's, whichever is
    higher; another one for sensitive questions. `population`: owners in the register by path in the tree, empty where
    the register is no complete list. `sites`: the same of their organisations, counted when the release is made;
    figures above the smallest groups take the lower of both response rates. `refused`: metric → how many of rule 12's
    attempts it lost to releases that stood already when this one was made. `since`: which release came before, and what
    may be told of both (`selectors.wave_before`). `totals_may_stand`: whether totals may be shown beside those of earlier
    releases (`selectors.sector_totals`). `sides`: the facets whose values are groups across the tree.
    `invited`: owners with a personal link by path, answered or not; no figure is made of it.
    """

    organisations: tuple[OrganisationInputs, ...]
    order: tuple[str, ...]
    least_owners: int
    population: Mapping[str, int]
    least_owners_sensitive: int = LEAST_OWNERS_SENSITIVE
    sites: Mapping[str, int] | None = None
    refused: Mapping[str, int] = field(default_factory=dict)
    since: Mapping[str, Any] | None = None
    totals_may_stand: bool = True
    sides: tuple[str, ...] = ()
    invited: Mapping[str, int] = field(default_factory=dict)

    def counted(self) -> list[OrganisationInputs]:
        """The organisations that the figures speak of."""
        return [each for each in self.organisations if each.in_population]

    def contributors(self) -> list[Contributor]:
        return [Contributor(e.organisation, e.owner, e.facets, e.knowledge_group) for e in self.counted()]


def respondents(record: ParticipationRecord) -> list[RespondentRecord]:
    """An organisation's submitted responses, and what a file brought as if its coordinator had said it."""
    organisation = str(record.organisation)
    found = [
        RespondentRecord(organisation, r.role, _answers(r.answers), r.is_coordinator, r.order + 1, r.is_agreed)
        for r in record.responses
    ]
    if record.imported:
        found.append(RespondentRecord(organisation, "", _answers(record.imported), is_coordinator=True))
    return found


def _answers(document: Document) -> dict[str, AnswerValue]:
    return {code: _answer(stored) for code, stored in document.items()}


def _answer(stored: Mapping[str, Any]) -> AnswerValue:
    if "missing" in stored:
        return Missing(stored["missing"])
    value = stored["value"]
    if isinstance(value, list):
        return frozenset(value)
    return value if isinstance(value, str) else float(value)


def freeze(
    wave: Wave, instrument: Instrument, records: Iterable[ParticipationRecord], merged: Mapping[str, MergedRecord]
) -> Inputs:
    """Merged values with the facets they are grouped by: what the figures are made of from here on."""
    known = knowledge_groups([], coordination.account_and_owner(wave.programme, wave))
    is_complete = wave.frame == Wave.Frame.COMPLETE_LIST
    return Inputs(
        organisations=tuple(
            replace(
                organisation_inputs(instrument, record, merged[str(record.organisation)]),
                knowledge_group=known.get(str(record.owner), ""),
            )
            for record in records
        ),
        order=peer_order(wave.programme, instrument),
        least_owners=max(wave.programme.least_owners, limits.least_owners()),
        least_owners_sensitive=max(wave.programme.least_owners, limits.least_owners_sensitive()),
        population=wave.population if is_complete else {},
        sites=sites_by_path(wave.programme, instrument) if is_complete else None,
        sides=side_order(wave.programme, instrument),
        invited=invited_by_path(wave, instrument),
    )


def organisation_inputs(
    instrument: Instrument, record: ParticipationRecord, merged: MergedRecord
) -> OrganisationInputs:
    """One organisation, its facets filled up from what it answered, with their families."""
    answers = {code: _stored(value) for code, value in merged.values.items()}
    known = facets.with_families(instrument, {**facets.answered(instrument, answers), **record.facets})
    counts = facets.is_in_population(instrument, known, answers)
    return OrganisationInputs(str(record.organisation), str(record.owner), known, counts, merged.values)


def _stored(value: AnswerValue) -> dict[str, Any]:
    if isinstance(value, Missing):
        return {"missing": str(value)}
    return {"value": sorted(value) if isinstance(value, frozenset) else value}


def document(inputs: Inputs) -> dict[str, Any]:
    """The inputs as JSON, every value as an answer is stored; `read` turns it back."""
    plain = asdict(inputs)
    plain["organisations"] = [
        {**asdict(each), "values": {code: _stored(value) for code, value in each.values.items()}}
        for each in inputs.organisations
    ]
    return plain


def read(frozen: Mapping[str, Any]) -> Inputs:
    """The inputs that a document holds."""
    organisations = tuple(
        OrganisationInputs(**{**each, "values": _answers(each["values"])}) for each in frozen["organisations"]
    )
    sensitive = frozen.get("least_owners_sensitive", LEAST_OWNERS_SENSITIVE)
    return Inputs(
        organisations,
        tuple(frozen["order"]),
        frozen["least_owners"],
        frozen["population"],
        sensitive,
        frozen.get("sites"),
        frozen.get("refused", {}),
        frozen.get("since"),
        totals_may_stand=frozen.get("totals_may_stand", True),
        sides=tuple(frozen.get("sides", ())),
        invited=frozen.get("invited", {}),
    )
