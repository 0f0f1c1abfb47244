"""Who may do what now to publish a release, and what stands in its place."""

from __future__ import annotations

from typing import Any

from benchmarking.models.release import Release
from benchmarking.models.sign_off import SignOff
from benchmarking.releasing.reasons import WHY_NOT, ReasonForm
from benchmarking.selectors import releases, sign_offs
from surveyapp.models.people import Account
from surveyapp.navigation import address


def of_release(release: Release, account: Account) -> dict[str, Any]:
    """`asked`: the open request for a signature, `declined`: the last one that was declined since, `signed`: who asked and
    who signed; `may_correct`: published last, and no interim release; `instead`: the later one that stands in its place."""
    said = sign_offs.of_release(release.pk)
    newest = said[0] if said else None
    later = releases.published_after(release)
    return {
        "needs_second": release.wave.programme.needs_second_signature,
        "asked": newest if newest and newest.decision == SignOff.Decision.OPEN else None,
        "is_mine": bool(newest and newest.asked_by_id == account.pk),
        "declined": newest if newest and newest.decision == SignOff.Decision.DECLINED else None,
        "signed": next((each for each in said if each.decision == SignOff.Decision.SIGNED), None),
        "form": ReasonForm(label=WHY_NOT),
        "is_alone": not release.wave.programme.staff.exclude(account=account).exists(),
        "people_url": address("programme-people", [release.wave.programme.slug]),
        "instead": later,
        "may_correct": release.published_at is not None and not release.is_interim and later is None,
    }
