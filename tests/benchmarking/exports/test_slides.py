"""Tables that go on over several slides."""

from dataclasses import replace
from io import BytesIO

import pytest
from pptx import Presentation

from benchmarking.dashboards.finding import Column, Finding
from benchmarking.exports import slide_tables, slides
from benchmarking.exports.document import document
from tests.benchmarking.exports.reading import packed


@pytest.fixture
def written(published, people, as_worker):
    """The slides of Alpha's results with one more table, as title and lines of each native table."""
    from django.utils import timezone

    from benchmarking.dashboards.comparison import compare

    def write(*more):
        with as_worker():
            made = document(compare(people.alpha.organisation, published.slug, ""), None, timezone.now())
        content = slides.write(replace(made, findings=(*made.findings, *more)))
        return made, Presentation(BytesIO(content))

    return write


def tables(deck):
    found = []
    for slide in deck.slides:
        title = slide.shapes[0].text_frame.text
        found += [
            (title, [[cell.text for cell in row.cells] for row in s.table.rows]) for s in slide.shapes if s.has_table
        ]
    return found


def plan_of(number):
    names = (
        "Target",
        "Kind",
        "From",
        "To",
        "Responsible",
        "Date",
        "Course",
        "Now",
        "Progress",
        "The sector, as context",
    )
    columns = tuple(Column(name, is_note=name == "Kind") for name in names)
    rows = tuple((f"Target {at}", "skill", *["2"] * (len(names) - 2)) for at in range(number))
    return Finding("plan", "Our plan", columns=columns, rows=rows)


@pytest.mark.parametrize(("number", "parts"), [(1, [1]), (6, [6]), (7, [6, 1]), (13, [6, 6, 1])])
def test_a_plan_goes_on_over_slides_by_rows_with_the_kind_beside_the_name(number, parts):
    found = slide_tables.in_parts(plan_of(number))
    assert [len(each.rows) for each in found] == parts
    assert {len(each.columns) for each in found} == {9}
    assert found[0].rows[0][0] == "Target 0, skill"
    counted = (
        ["Our plan"] if len(parts) == 1 else [f"Our plan ({at} of {len(parts)})" for at in range(1, len(parts) + 1)]
    )
    assert [each.title for each in found] == counted


def test_any_other_table_that_is_too_long_or_too_wide_has_no_slide():
    long, wide = replace(plan_of(13), id="other"), replace(plan_of(1), id="other")
    assert slide_tables.in_parts(long) == slide_tables.in_parts(wide) == []


def test_the_plan_and_the_scores_over_time_are_native_tables_and_what_is_left_out_is_named(written):
    other = replace(plan_of(13), id="other", title="A long list")
    made, deck = written(plan_of(7), other)
    shown = tables(deck)
    lines = [row[0] for title, rows in shown if title.startswith("Our plan") for row in rows[1:]]
    assert lines == [f"Target {at}, skill" for at in range(7)]
    over_time = next(each for each in made.findings if each.id == "over-time")
    rows = [row for title, its in shown if title.startswith(over_time.title) for row in its[1:]]
    assert [[packed(cell) for cell in row] for row in rows] == [
        [packed(cell) for cell in row] for row in over_time.rows
    ]
    last = " ".join(s.text_frame.text for slide in deck.slides for s in slide.shapes if s.has_text_frame)
    assert "A long list" in last
