"""Give accounts to the people who coordinate organisations and run programmes."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.db import transaction

from surveyapp.actions import audit
from surveyapp.models.organisation import Organisation
from surveyapp.models.people import Account, Membership, Staff
from surveyapp.models.programme import Programme


@transaction.atomic
def appoint_coordinator(
    *, email: str, organisation: Organisation, password: str, by: Account | None, by_kind: str = ""
) -> Membership:
    """Let an account coordinate an organisation; appointing twice is appointing once.

    An account is made where there is none; one that is there keeps its password. Raises ValidationError for an
    address that is none or a password that is too weak.
    """
    account = _account(email, password)
    membership, created = Membership.objects.get_or_create(account=account, organisation=organisation)
    if created:
        _record("coordinator.appointed", membership, organisation.programme, by, by_kind)
    return membership


@transaction.atomic
def appoint_organiser(
    *, email: str, programme: Programme, password: str, by: Account | None, by_kind: str = ""
) -> Staff:
    """Let an account run a programme; otherwise as `appoint_coordinator`."""
    staff, created = Staff.objects.get_or_create(account=_account(email, password), programme=programme)
    if created:
        _record("organiser.appointed", staff, programme, by, by_kind)
    return staff


@transaction.atomic
def let_found_programmes(*, email: str, password: str, by: Account | None, by_kind: str = "") -> Account:
    """Let an account start programmes, each of which it runs then; otherwise as `appoint_coordinator`."""
    account = _account(email, password)
    if not account.may_found_programmes:
        account.may_found_programmes = True
        account.save(update_fields=["may_found_programmes"])
        audit.record(action="account.may_found", target=account, by=by, by_kind=by_kind)
    return account


def _account(email: str, password: str) -> Account:
    found = Account.objects.filter(email__iexact=email).first()
    if found is not None:
        return found
    validate_email(email)
    validate_password(password)
    return Account.objects.create_user(email, password)


def _record(action: str, target: Membership | Staff, programme: Programme, by: Account | None, by_kind: str) -> None:
    about = {"account": str(target.account_id)}
    audit.record(action=action, target=target, by=by, by_kind=by_kind, programme=programme, **about)
