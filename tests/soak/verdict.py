"""Everything acknowledged against the database, read as its owner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.soak.ledger import Ledger

Value = dict[str, Any]


@dataclass
class Verdict:
    responses: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)


def compare(ledgers: Iterable[Ledger]) -> Verdict:
    """Lost: an acknowledged answer or submission that is not there. Doubled: one that happened more than once."""
    from surveyapp.models.response import Response

    verdict = Verdict()
    for ledger in ledgers:
        found = list(Response.objects.filter(invitation=ledger.invitation))
        verdict.responses += len(found)
        if len(found) > 1 or len(ledger.references) > 1:
            verdict.doubled.append(f"{ledger.invitation}: {len(found)} responses, {ledger.references}")
        if not found:
            verdict.lost.append(f"{ledger.invitation}: no response")
        for response in found:
            _compare_answers(ledger, response, verdict)
            _compare_submission(ledger, response, verdict)
    return verdict


def _compare_answers(ledger: Ledger, response: Any, verdict: Verdict) -> None:
    from surveyapp.models.answers import DraftAnswer
    from surveyapp.selectors.instruments import instrument

    questionnaire = instrument(response.instrument_version_id)
    drafts = {draft.item: draft for draft in DraftAnswer.objects.filter(response=response)}
    for item, acknowledged in ledger.saved.items():
        newest = max(acknowledged)
        values = {str(_stored(questionnaire, item, raw)) for raw in acknowledged[newest]}
        draft = drafts.get(item)
        if draft is None or len(values) > 1 or str(draft.value) not in values or draft.revision < newest:
            verdict.lost.append(f"{response.pk} {item}: {values} acknowledged as {newest}, {draft and draft.value}")
        elif draft.revision > newest:
            verdict.doubled.append(f"{response.pk} {item}: {newest} acknowledged, {draft.revision} stored")


def _compare_submission(ledger: Ledger, response: Any, verdict: Verdict) -> None:
    from surveyapp.models.answers import DraftAnswer, ResponseAnswers
    from surveyapp.models.audit import AuditEntry

    kept = ResponseAnswers.objects.filter(response=response).first()
    if ledger.is_submitted and (kept is None or not response.is_submitted):
        verdict.lost.append(f"{response.pk}: sent, but not there")
        return
    said = Counter(AuditEntry.objects.filter(target_id=str(response.pk)).values_list("action", flat=True))
    if said["response.submitted"] > 1 or said["response.started"] > 1:
        verdict.doubled.append(f"{response.pk}: {dict(said)}")
    drafts = dict(DraftAnswer.objects.filter(response=response).values_list("item", "value"))
    for item in ledger.saved:
        if kept and kept.document[item] != drafts.get(item):
            verdict.lost.append(f"{response.pk} {item}: {drafts.get(item)} drafted, {kept.document[item]} sent")


def _stored(questionnaire: Any, item: str, raw: Any) -> Value:
    from surveyapp.instruments import answers

    return answers.validate(questionnaire, item, raw)


def unsent_mails() -> tuple[int, int, int]:
    """E-mails asked for, those not sent yet, and those that a killed worker left uncertain."""
    from surveyapp.models.delivery import Delivery

    uncertain = Delivery.objects.filter(state=Delivery.State.UNCERTAIN).count()
    sent = Delivery.objects.filter(state=Delivery.State.SENT).count()
    asked = Delivery.objects.count()
    return asked, asked - sent - uncertain, uncertain
