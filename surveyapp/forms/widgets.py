"""How each kind of question takes its answer, in plain HTML; scripts only make some of them quicker."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Choices = Sequence[tuple[str, str]]


class Radios(forms.RadioSelect):
    template_name = "forms/radio.html"


class Rating(forms.RadioSelect):
    template_name = "forms/rating.html"


class Recommend(forms.RadioSelect):
    """0 to 10 in one row, with words for the two ends."""

    template_name = "forms/recommend.html"

    def __init__(self, *, choices: Choices, lowest: str, highest: str) -> None:
        super().__init__(choices=choices)
        self.lowest, self.highest = lowest, highest

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"lowest": self.lowest, "highest": self.highest}
        return context


class Boxes(forms.CheckboxSelectMultiple):
    """Several choices. Those of `alone` stand for themselves, as "None of these" does."""

    template_name = "forms/checkbox.html"

    def __init__(self, *, choices: Choices, alone: Collection[str] = ()) -> None:
        super().__init__(choices=choices)
        self.alone = alone

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **options)
        if str(value) in self.alone:
            option["attrs"] |= {"data-exclusive": True}
        return option


class WithReasons(forms.Widget):
    """Anything but a list of choices, with the reasons for no answer beside it under the same name."""

    def __init__(self, *, reasons: Choices, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs)
        self.reasons = reasons

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return list(data.getlist(name))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        given = _listed(value)
        context = super().get_context(name, None, attrs)
        reasons = [{"code": code, "text": text, "checked": code in given} for code, text in self.reasons]
        own = {"reasons": reasons, "is_wrong": "aria-invalid" in context["widget"]["attrs"]}
        return {"widget": context["widget"] | own | self.shown(self.without_reasons(given))}

    def without_reasons(self, given: list[str]) -> list[str]:
        return [part for part in given if part not in dict(self.reasons)]

    def shown(self, given: list[str]) -> dict[str, Any]:
        """What the template needs to show an answer."""
        raise NotImplementedError


class Typed(WithReasons):
    """Typed words or a number."""

    template_name = "answering/typed.html"

    def __init__(self, *, reasons: Choices, long: bool, unit: str, attrs: dict[str, str]) -> None:
        super().__init__(reasons=reasons, attrs=attrs)
        self.long, self.unit = long, unit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The unit, which stands behind the field, is part of what describes it."""
        context = super().get_context(name, value, attrs)
        its = context["widget"]["attrs"]
        if self.unit:
            its["aria-describedby"] = f"{its.get('aria-describedby', '')} {its['id']}_unit".strip()
        return context

    def shown(self, given: list[str]) -> dict[str, Any]:
        return {"value": given[0] if given else "", "long": self.long, "unit": self.unit}


class List(WithReasons):
    """One of many choices, from a drop-down, where typing the first letters finds one."""

    template_name = "forms/list.html"

    def __init__(self, *, reasons: Choices, choices: Choices) -> None:
        super().__init__(reasons=reasons)
        self.choices = choices

    def shown(self, given: list[str]) -> dict[str, Any]:
        return {"choices": [("", _("Choose one")), *self.choices], "value": given[0] if given else ""}


class Day(WithReasons):
    """A date as three fields, which is how people know one. Read as YYYY-MM-DD."""

    template_name = "forms/date.html"
    use_fieldset = True
    parts = (("day", gettext_lazy("Day")), ("month", gettext_lazy("Month")), ("year", gettext_lazy("Year")))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        typed = [data.get(f"{name}-{part}", "").strip() for part in ("year", "month", "day")]
        return [*(["-".join(typed)] if any(typed) else []), *data.getlist(name)]

    def shown(self, given: list[str]) -> dict[str, Any]:
        typed = (given[0] if given else "").split("-", 2)
        values = dict(zip(("year", "month", "day"), typed, strict=False))
        return {
            "parts": [
                {"name": name, "label": label, "value": _unpadded(values.get(name, ""))} for name, label in self.parts
            ]
        }

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0" if id_ else id_


class Ranking(WithReasons):
    """A place for each option, chosen from a list. Read as "1:CODE", or the stored codes in their order."""

    template_name = "forms/ranking.html"
    use_fieldset = True

    def __init__(self, *, reasons: Choices, choices: Choices, n_places: int) -> None:
        super().__init__(reasons=reasons)
        self.choices, self.n_places = choices, n_places

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        places = ((data.get(f"{name}-place-{code}", ""), code) for code, _label in self.choices)
        return [*(f"{place}:{code}" for place, code in places if place), *data.getlist(name)]

    def shown(self, given: list[str]) -> dict[str, Any]:
        places = dict(_place(position, part) for position, part in enumerate(given, start=1))
        options = [{"code": code, "label": label, "place": places.get(code, "")} for code, label in self.choices]
        return {
            # Stored or sent, the first stands first; those without a place follow as the questionnaire has them.
            "options": sorted(options, key=lambda option: int(option["place"] or self.n_places + 1)),
            "places": [str(place) for place in range(1, self.n_places + 1)],
            "no_place": _("No place"),
        }

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0" if id_ else id_


def _place(position: int, part: str) -> tuple[str, str]:
    place, colon, code = part.partition(":")
    if not colon:
        return part, str(position)
    return code, place if place.isascii() and place.isdigit() and len(place) < 4 else ""


def _listed(value: Any) -> list[str]:
    return list(value) if isinstance(value, list) else [value] if value else []


def _unpadded(part: str) -> str:
    return part.lstrip("0") if part.isascii() and part.isdigit() else part
