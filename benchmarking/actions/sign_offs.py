"""Publish with two signatures: one organiser asks, another one signs or declines."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from benchmarking.actions import audit
from benchmarking.actions.releases import NotPublishable, publish_release
from benchmarking.models.release import Release
from benchmarking.models.sign_off import SignOff
from benchmarking.signals import signature_asked
from surveyapp.models.people import Account


@transaction.atomic
def ask_to_publish(*, release: Release, by: Account) -> SignOff:
    """Ask another organiser to sign, and let all others know; asking again while it is open is asking once.

    The caller has checked that `by` organises the programme, here as below. Raises NotPublishable for a release that is
    not complete or is published.
    """
    current = _held(release)
    if current.state != Release.State.DONE:
        raise NotPublishable(_("This release is not complete yet, so there is nothing to publish."))
    if current.published_at is not None:
        raise NotPublishable(_("This release is published already."))
    if Release.objects.filter(wave=current.wave_id, number__gt=current.number, published_at__isnull=False).exists():
        raise NotPublishable(_("A later release of this survey has been published already."))
    asked, is_new = SignOff.objects.get_or_create(release=current, decision="", defaults={"asked_by": by})
    if is_new:
        _record("release.signature_asked", current, by)
        signature_asked.send(sender=SignOff, sign_off_id=asked.pk)
    return asked


@transaction.atomic
def sign(*, sign_off: SignOff, by: Account) -> Release:
    """The second signature, which publishes. Raises NotPublishable for whoever asked, and where it is decided already."""
    release, asked = _open(sign_off)
    if asked.asked_by_id == by.pk:
        raise NotPublishable(_("You asked for it yourself: the second signature is another organiser’s."))
    _decide(asked, SignOff.Decision.SIGNED, by)
    _record("release.signed", release, by)
    return publish_release(release=release, by=by)


@transaction.atomic
def decline(*, sign_off: SignOff, reason: str, by: Account) -> None:
    """Do not sign, and say why. Raises NotPublishable as `sign` does; whoever asked takes it back instead."""
    release, asked = _open(sign_off)
    if asked.asked_by_id == by.pk:
        raise NotPublishable(_("You asked for it yourself: take it back instead."))
    _decide(asked, SignOff.Decision.DECLINED, by, reason)
    _record("release.signature_declined", release, by, reason=reason)


@transaction.atomic
def take_back(*, sign_off: SignOff, by: Account) -> None:
    """Whoever asked asks no more. Raises NotPublishable for anybody else, and where it is decided already."""
    release, asked = _open(sign_off)
    if asked.asked_by_id != by.pk:
        raise NotPublishable(_("Only who asked for it takes it back. Decline it instead."))
    _decide(asked, SignOff.Decision.WITHDRAWN, by)
    _record("release.signature_taken_back", release, by)


def _held(release: Release) -> Release:
    return Release.objects.select_for_update(of=("self",)).select_related("wave__programme").get(pk=release.pk)


def _open(sign_off: SignOff) -> tuple[Release, SignOff]:
    """The release first, as whoever publishes holds it."""
    release = _held(sign_off.release)
    asked = SignOff.objects.get(pk=sign_off.pk)
    if asked.decision != SignOff.Decision.OPEN:
        raise NotPublishable(_("Somebody else has decided this meanwhile."))
    return release, asked


def _decide(asked: SignOff, decision: SignOff.Decision, by: Account, reason: str = "") -> None:
    asked.decision, asked.decided_by, asked.decided_at, asked.reason = decision, by, timezone.now(), reason
    asked.save(update_fields=["decision", "decided_by", "decided_at", "reason"])


def _record(action: str, release: Release, by: Account, **detail: str) -> None:
    programme = release.wave.programme
    audit.record(action=action, target=release, programme=programme, by=by, number=release.number, **detail)
