"""Who runs a programme, and who did."""

from __future__ import annotations

from django.db.models import QuerySet

from surveyapp.models.audit import AuditEntry
from surveyapp.models.people import Account, Staff
from surveyapp.models.programme import Programme


def staff_of(programme: Programme) -> QuerySet[Staff]:
    """Those who run it now, by name."""
    return (
        Staff.objects.filter(programme=programme).select_related("account").order_by("account__name", "account__email")
    )


def removed(programme: Programme) -> list[Account]:
    """Those who ran it once and were removed, by name."""
    gone = AuditEntry.objects.filter(programme=programme, action="organiser.removed")
    ids = {entry.detail.get("account") for entry in gone} - {None}
    found = Account.objects.filter(pk__in=ids).exclude(staff_roles__programme=programme)
    return list(found.order_by("name", "email"))
