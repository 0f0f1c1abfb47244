"""Until when a closed survey's answers are kept."""

from __future__ import annotations

from typing import Any

from django.db.models import DateTimeField, DurationField, Expression, ExpressionWrapper, F, Func, QuerySet, Value

from surveyapp.models.wave import Wave


def kept_until(waves: QuerySet[Wave], months: int | None = None) -> QuerySet[Any]:
    """The surveys with `kept_until`: months of the calendar, as people count them. Closed on 31 January, one month later
    is the end of February. The programme's months unless others are given; None while a survey is not closed."""
    wanted: Expression | F = F("programme__keeps_answers_months") if months is None else Value(months)
    kept_for = Func(
        wanted,
        function="make_interval",
        template="%(function)s(months => %(expressions)s::integer)",
        output_field=DurationField(),
    )
    return waves.annotate(
        kept_until=ExpressionWrapper(F("closed_at") + kept_for, output_field=DateTimeField(null=True))
    )
