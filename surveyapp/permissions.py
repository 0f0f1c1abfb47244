"""Who may do what. Views, tasks, files and templates of both apps ask here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import TYPE_CHECKING, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from surveyapp.config.clocks import tell_time_of
from surveyapp.models.organisation import Organisation
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme

if TYPE_CHECKING:
    from django.db.models import QuerySet

Visitor = Account | AnonymousUser
Address = ParamSpec("Address")
OrganiserView = Callable[Concatenate[HttpRequest, Programme, Address], HttpResponse]


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


def may_found_programmes(account: Visitor) -> bool:
    """Somebody whom the operator let start programmes; staff of each that they start."""
    return isinstance(account, Account) and account.may_found_programmes


def require(allowed: bool) -> None:
    """Stop with 403 unless allowed. Whether the thing exists is not given away by another answer."""
    if not allowed:
        raise PermissionDenied


def organisers(view: OrganiserView[Address]) -> Callable[..., HttpResponse]:
    """Give the view the programme of the address, for its staff, on its clocks; others are stopped alike whether it exists."""

    def guarded(request: HttpRequest, /, programme: str, *args: Address.args, **kwargs: Address.kwargs) -> HttpResponse:
        found = Programme.objects.filter(slug=programme).first()
        require(found is not None and may_organise(request.user, found))
        assert found is not None  # noqa: S101 - says to the type checker what require() made sure of
        tell_time_of(found.timezone)
        return view(request, found, *args, **kwargs)

    update_wrapper(guarded, view)
    return never_cache(login_required(guarded))


def signed_in(request: HttpRequest) -> Account:
    """Whoever is signed in, behind `organisers` or `login_required`."""
    assert isinstance(request.user, Account)  # noqa: S101 - login_required; mypy cannot read it
    return request.user


def organisations_of(account: Account) -> QuerySet[Organisation]:
    """The organisations an account coordinates, by name."""
    return Organisation.objects.filter(memberships__account=account).select_related("programme", "owner")


def programmes_of(account: Account) -> QuerySet[Programme]:
    """The programmes an account is staff of."""
    return Programme.objects.filter(staff__account=account).order_by("slug")
