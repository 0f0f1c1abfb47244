"""Take an imported earlier survey back: everything it brought, as long as nothing was made of it."""

from __future__ import annotations

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError
from django.utils.translation import gettext as _

from surveyapp.actions import audit
from surveyapp.actions.earlier_waves import refuse_published
from surveyapp.actions.refusals import Refused
from surveyapp.models.answers import DraftAnswer, ResponseAnswers
from surveyapp.models.consent import Consent, ConsentChoice
from surveyapp.models.earlier_wave import EarlierWave
from surveyapp.models.invitation import Invitation
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.people import Membership
from surveyapp.models.raw_export import RawExport
from surveyapp.models.register import RegisterEvent
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation, Wave

Step = EarlierWave.Step


@transaction.atomic
def undo_earlier_wave(about: EarlierWave) -> dict[str, int]:
    """Delete the wave, its answers, files made of them, and organisations that came with it and are nowhere else. Run by
    a worker. Returns how many were deleted.

    Raises Refused, and deletes nothing, where results were built: what is built stands. The questionnaire stays.
    """
    rows = EarlierWave.objects.select_for_update(of=("self",)).select_related("programme", "by")
    about = rows.get(pk=about.pk)
    if about.step != Step.UNDOING or about.wave_id is None:
        raise Refused(_("There is nothing to take back."))
    wave = Wave.objects.select_for_update(of=("self",)).select_related("programme").get(pk=about.wave_id)
    refuse_published(wave)
    audit.record(action="earlier_wave.taken_back", target=wave, by=about.by, programme=about.programme)
    try:
        deleted = _delete(wave)
        deleted["organisations"] = _delete_organisations(about)
    except ProtectedError:
        raise Refused(_("Results of this survey were built, or other work rests on it, so it stays.")) from None
    about.step, about.wave = Step.UNDONE, None
    about.report = {**about.report, "undone": deleted}
    about.save(update_fields=["step", "wave", "report"])
    return deleted


def _delete(wave: Wave) -> dict[str, int]:
    """Rows in their order, without fetching a hundred thousand of them."""
    of_wave = {"response__participation__wave": wave}
    for model in (ConsentChoice, Consent, DraftAnswer):
        model.objects.filter(**of_wave)._raw_delete(using="default")  # noqa: SLF001 - nothing hangs on them
    ResponseAnswers.objects.filter(participation__wave=wave)._raw_delete(using="default")  # noqa: SLF001
    responses = Response.objects.filter(participation__wave=wave)._raw_delete(using="default")  # noqa: SLF001
    Invitation.objects.filter(participation__wave=wave).delete()
    _delete_files(wave)
    participations = Participation.objects.filter(wave=wave).count()
    Participation.objects.filter(wave=wave).delete()
    wave.delete()
    return {"responses": responses, "participations": participations}


def _delete_files(wave: Wave) -> None:
    for name in RawExport.objects.filter(wave=wave).exclude(file="").values_list("file", flat=True):
        transaction.on_commit(partial(default_storage.delete, name))
    RawExport.objects.filter(wave=wave).delete()


def _delete_organisations(about: EarlierWave) -> int:
    """Those that came with it, are in the register no more, and have neither taken part elsewhere nor a coordinator."""
    if about.applied_at is None:
        return 0
    came = RegisterEvent.objects.filter(organisation=OuterRef("pk"), kind="added", at=about.applied_at)
    elsewhere = Participation.objects.filter(organisation=OuterRef("pk"))
    coordinated = Membership.objects.filter(organisation=OuterRef("pk"))
    others = RegisterEvent.objects.filter(organisation=OuterRef("pk")).exclude(at=about.applied_at)
    found = Organisation.objects.filter(
        Exists(came),
        ~Exists(elsewhere),
        ~Exists(coordinated),
        ~Exists(others),
        programme=about.programme,
        left_at=about.applied_at,
    )
    ids, owners = list(found.values_list("pk", flat=True)), set(found.values_list("owner_id", flat=True))
    RegisterEvent.objects.filter(organisation__in=ids).delete()
    Organisation.objects.filter(pk__in=ids).delete()
    still = set(Organisation.objects.filter(owner__in=owners).values_list("owner_id", flat=True))
    Owner.objects.filter(pk__in=owners - still).filter(
        ~Exists(Participation.objects.filter(owner=OuterRef("pk")))
    ).delete()
    return len(ids)
