"""Build what may be said of a run, once. Run by a worker; no page can reach this, as it reads every rating."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from benchmarking.actions import audit, own_run_results, run_figures
from benchmarking.models.learners import OwnRunResult, RunResult
from benchmarking.selectors import limits, run_inputs
from benchmarking.selectors.methods import METHOD_VERSION
from benchmarking.selectors.run_inputs import RunInputs


@transaction.atomic
def build_run_result(result: RunResult) -> None:
    """Write the document of a row that the caller holds, and what each organisation sees of its own; then it stands.

    Number 2 carries over what number 1 says, figure by figure, and adds the follow-up.
    """
    inputs = run_inputs.read(result.run)
    k = max(limits.least_owners(), result.run.programme.least_owners)
    first = RunResult.objects.filter(run=result.run, number=1, state=RunResult.State.DONE).first()
    if result.number == 1 or first is None:
        result.document = run_figures.after_course(inputs, run_inputs.earlier_runs(result.run), k)
    else:
        result.document = run_figures.at_follow_up(first.document, inputs, k)
    own = own_run_results.documents(inputs)
    OwnRunResult.objects.bulk_create(
        OwnRunResult(result=result, organisation_id=organisation, document=document)
        for organisation, document in own.items()
    )
    _finish(result, inputs)


def _finish(result: RunResult, inputs: RunInputs) -> None:
    result.input_hmac = _seal({"inputs": _plain(inputs), "document": result.document})
    result.method_version, result.built_at = METHOD_VERSION, timezone.now()
    result.state, result.percent, result.finished_at = RunResult.State.DONE, 100, result.built_at
    result.error = ""
    result.save()
    audit.record(action="run.result_made", target=result, programme=result.run.programme, number=result.number)


def _plain(inputs: RunInputs) -> Mapping[str, Any]:
    people, others = (
        [asdict(person) | {"sent": sorted(person.sent)} for person in side] for side in (inputs.people, inputs.others)
    )
    return {"skills": inputs.skills, "people": people, "others": others, "known_by": inputs.known_by}


def _seal(whole: Mapping[str, Any]) -> str:
    """Under the installation's secret: a plain digest of a few ratings could be guessed."""
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"))
    return salted_hmac("benchmarking.run_result", text, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()
