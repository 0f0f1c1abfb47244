"""Who may do what. Views, tasks, files and templates of both apps ask here and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from surveyapp.models.organisation import Organisation
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme

if TYPE_CHECKING:
    from django.db.models import QuerySet

Visitor = Account | AnonymousUser


def may_organise(account: Visitor, programme: Programme | UUID) -> bool:
    """Staff of the programme's organiser."""
    return isinstance(account, Account) and account.staff_roles.filter(programme=programme).exists()


def may_export_names(account: Visitor, programme: Programme | UUID) -> bool:
    """Staff who may take names along with raw answers, which running the programme alone does not allow."""
    if not isinstance(account, Account):
        return False
    return account.staff_roles.filter(programme=programme, may_export_names=True).exists()


def may_coordinate(account: Visitor, organisation: Organisation | UUID) -> bool:
    """A coordinator of this organisation."""
    return isinstance(account, Account) and account.memberships.filter(organisation=organisation).exists()


def require(allowed: bool) -> None:
    """Stop with 403 unless allowed. Whether the thing exists is not given away by another answer."""
    if not allowed:
        raise PermissionDenied


def organisations_of(account: Account) -> QuerySet[Organisation]:
    """The organisations an account coordinates, by name."""
    return Organisation.objects.filter(memberships__account=account).select_related("programme", "owner")


def programmes_of(account: Account) -> QuerySet[Programme]:
    """The programmes an account is staff of."""
    return Programme.objects.filter(staff__account=account).order_by("slug")
