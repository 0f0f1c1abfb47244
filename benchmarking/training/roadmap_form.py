"""What a coordinator sets for one target: level, who, when, with which course."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from benchmarking.dashboards import words
from benchmarking.selectors.catalogue import Course
from benchmarking.selectors.plans import Target
from benchmarking.training.roadmap_aims import DIMENSION, SKILL, Aim, printed, reads

WAYS_TO_WRITE_A_DATE = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
FIRST_YEAR, LAST_YEAR = 2000, 2100


class TargetForm(forms.Form):
    """`revision` is what was read, so that a later change by somebody else is seen. Whatever was typed stays typed."""

    use_required_attribute = False

    def __init__(self, aim: Aim, courses: tuple[Course, ...], **options: Any) -> None:
        super().__init__(label_suffix="", **options)
        self.aim = aim
        self.fields["target_level"] = self._level()
        self.fields["responsible"] = forms.CharField(
            label=_("Who is responsible (optional)"),
            required=False,
            max_length=200,
            error_messages={"max_length": _("Write at most 200 characters.")},
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
        self.fields["due"] = forms.CharField(
            label=_("By when (optional)"),
            help_text=_("Day, month and year, for example 31/12/%(year)s") % {"year": timezone.localdate().year},
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
        self.fields["module"] = self._module(courses)
        self.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def _level(self) -> forms.Field:
        now = reads(self.aim.kind, self.aim.now)
        if self.aim.kind == DIMENSION:
            return forms.CharField(
                label=_("Target, in points from 0 to 100"),
                help_text=_("Now: %(now)s") % {"now": now} if now else "",
                error_messages={"required": _("Write the number of points you aim at.")},
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )
        return forms.ChoiceField(
            label=_("Target level"),
            help_text=_("Now: level %(now)s") % {"now": now} if now else "",
            choices=self._levels(),
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Choose the level you aim at."),
                "invalid_choice": _("Choose a level above the present one."),
            },
        )

    def _levels(self) -> list[tuple[str, str]]:
        """Those above the present level, and the target that is set now, which may lie between two."""
        named = {value: self._named(value, text) for value, text in self.aim.above}
        stands = self._stands()
        if stands is not None and stands not in named:
            named[stands] = _("Level %(level)s, as it is set now") % {"level": words.level(stands)}
        return [(f"{value:g}", text) for value, text in sorted(named.items())]

    def _stands(self) -> float | None:
        """The target that is set now."""
        return _number(str(self.initial.get("target_level", "")))

    def _named(self, value: float, text: str) -> str:
        """A skill's levels are told by a word; those of a question say their number themselves."""
        return f"{words.level(value)}: {text}" if self.aim.kind == SKILL else text

    def _module(self, courses: tuple[Course, ...]) -> forms.Field:
        """A skill is offered the courses that raise it; the course that is set stays, also when it is not on offer any more."""
        fitting = [course for course in courses if self.aim.kind != SKILL or self._raises(course)]
        choices = [("", _("No course")), *((c.module.code, words.said(c.name)) for c in fitting)]
        stands = self.initial.get("module")
        if stands and stands not in dict(choices):
            choices.append((stands, _("%(code)s, not on offer any more") % {"code": stands}))
        return forms.ChoiceField(
            label=_("Course (optional)"),
            choices=choices,
            required=False,
            error_messages={"invalid_choice": _("Choose a course from the list.")},
        )

    def _raises(self, course: Course) -> bool:
        """For those who need the skill: a managers' course closes no technician's gap. What no questionnaire asks any more has
        no audience."""
        is_for_them = not self.aim.audience or course.module.audience == self.aim.audience
        return is_for_them and self.aim.code in course.module.raises

    def clean_target_level(self) -> float:
        given = self.cleaned_data["target_level"]
        level = _number(str(given))
        if level is None:
            raise forms.ValidationError(
                _("“%(given)s” is not a number. Write it in figures, like 70.") % {"given": given}
            )
        if not 0 <= level <= self.aim.highest:
            raise forms.ValidationError(
                _("Write a number from 0 to %(highest)s.") % {"highest": reads(self.aim.kind, self.aim.highest)}
            )
        now = self.aim.now
        if now is not None and level != self._stands() and printed(self.aim.kind, level) <= printed(self.aim.kind, now):
            said = {"now": reads(self.aim.kind, now)}
            raise forms.ValidationError(_("A target lies above where you are now, which is %(now)s.") % said)
        return float(words.whole(level)) if self.aim.kind == DIMENSION else level

    def clean_due(self) -> date | None:
        given = self.cleaned_data["due"].strip()
        if not given:
            return None
        found = next((day for way in WAYS_TO_WRITE_A_DATE if (day := _day(given, way))), None)
        if found is None:
            raise forms.ValidationError(
                _("“%(given)s” is not a date we can read. Write day, month and year, like 31/12/%(year)s.")
                % {"given": given, "year": timezone.localdate().year}
            )
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            years = {"first": FIRST_YEAR, "last": LAST_YEAR}
            raise forms.ValidationError(_("Write a year from %(first)s to %(last)s.") % years)
        return found


def initial(target: Target) -> dict[str, Any]:
    """A target as its form shows it."""
    level = target.target_level
    return {
        "target_level": words.points(level) if target.kind == DIMENSION else f"{level:g}",
        "responsible": target.responsible,
        "due": f"{target.due:%d/%m/%Y}" if target.due else "",
        "module": target.module,
        "revision": target.revision,
    }


def _number(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None


def _day(text: str, way: str) -> date | None:
    try:
        return datetime.strptime(text, way).date()  # noqa: DTZ007 - a day, not a moment
    except ValueError:
        return None
