"""What a reader of a file must know, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from surveyapp.microdata.workbook import LONGEST_CELL
from surveyapp.models.raw_export import RawExport


def notes(export: RawExport, left_out: Sequence[str], widths: Mapping[str, int]) -> list[str]:
    return [*_rows(export), *_columns(export), *_about(export, left_out, widths)]


def _rows(export: RawExport) -> Iterator[str]:
    yield _(
        "A row is what one person or one meeting sent. Drafts are not in it, nor withdrawn answers, nor those whose "
        "authors keep them out of the sector's results."
    )
    if export.stable_ids:
        yield _(
            "Responses and organisations have the same made-up names in every file that was ordered with lasting names."
        )
    else:
        yield _(
            "Responses and organisations have names made up for this file alone; rows stand in the order of those names."
        )
    if export.wave.is_confidential:
        yield _(
            "This survey is confidential: nothing here says who or which site a row is of. Role, seniority, facts about "
            "the site, days and texts are left out; a peer group stands here only where every group is large."
        )
    elif not export.with_names:
        yield _(
            "Names are left out, yet facts about a site can tell which one it is to somebody who knows the sector. Keep "
            "the file as you would keep the names."
        )
    yield _("research_use says whether the answers may be used in research. Leave the others out there.")


def _columns(export: RawExport) -> Iterator[str]:
    yield _(
        "Why an answer is missing is kept: as words such as not_shown in CSV and Excel, as user-missing numbers from -99 "
        "in SPSS, as .a to .f in Stata. Of a text, a column that ends in _why says it."
    )
    yield _(
        "A question with several answers has a column an answer: 0 or 1, or the place in a ranking, 0 where it has none."
    )
    yield _(
        "Numbers that may be negative have their user-missing numbers far below, days theirs before the calendar of SPSS "
        "begins. Codes, numbers and words are in the labels."
    )


def _about(export: RawExport, left_out: Sequence[str], widths: Mapping[str, int]) -> Iterator[str]:
    if export.kind in (RawExport.Kind.PACKAGE, RawExport.Kind.CSV_WIDE, RawExport.Kind.CSV_TIDY):
        yield _(
            "A text that a spreadsheet would take for a formula has an apostrophe before it. Take it away to get the text."
        )
    if export.kind == RawExport.Kind.XLSX and max(widths.values(), default=0) > LONGEST_CELL:
        yield _("A cell of Excel holds 32,767 letters; a longer text may end there. CSV has all of it.")
    if export.kind in (RawExport.Kind.SAV, RawExport.Kind.DTA):
        yield _("Labels are as long as the program takes them; the package has every question in full.")
    if left_out:
        yield _("Questions that are not in this file: %(codes)s.") % {"codes": ", ".join(left_out)}
