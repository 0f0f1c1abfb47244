"""Tables that go on over several slides."""

from dataclasses import replace
from io import BytesIO

import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches, Pt

from benchmarking.dashboards.finding import Column, Finding
from benchmarking.exports import levels, slide_ends, slide_tables, slides
from benchmarking.exports.document import Missing, document
from benchmarking.exports.signs import FROM_THE_RIGHT
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


@pytest.mark.parametrize(("number", "parts"), [(1, [1]), (12, [12]), (13, [12, 1]), (25, [12, 12, 1])])
def test_a_plan_goes_on_over_slides_by_rows_with_the_kind_beside_the_name(number, parts):
    found = slide_tables.in_parts(plan_of(number))
    assert [len(each.rows) for each in found] == parts
    assert {len(each.columns) for each in found} == {9}
    assert found[0].rows[0][0] == "Target 0, skill"
    counted = [f"Our plan ({at} of {len(parts)})" for at in range(1, len(parts) + 1)]
    assert [packed(each.title) for each in found] == [packed(each) for each in counted if len(parts) > 1] or ["Ourplan"]


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
    after = " ".join(s.text_frame.text for slide in deck.slides for s in slide.shapes if s.has_text_frame)
    assert "A long list" in after


def test_rows_of_sentences_take_as_many_slides_as_have_room_for_them():
    sentences = " ".join(["Moved, from 2 in the survey before to 3 in this one; the target is 4."] * 3)
    rows = tuple((f"Target {at}", "skill", *[sentences] * 8) for at in range(6))
    found = slide_tables.in_parts(replace(plan_of(6), rows=rows))
    assert [row for each in found for row in each.rows] == [(f"{row[0]}, skill", *row[2:]) for row in rows]
    assert len(found) > 1


def test_all_that_is_not_shown_stands_on_slides_however_much_it_is(written, monkeypatch):
    lost = tuple(Missing(f"Table {at}", "Mean: every row", "not shown for this group") for at in range(31))
    monkeypatch.setattr(
        slide_ends, "missing", lambda made, whole=slide_ends.missing: whole(replace(made, missing=lost))
    )
    _made, deck = written()
    shown = [row for title, rows in tables(deck) if title.startswith("What is not shown") for row in rows[1:]]
    assert shown == [[each.table, each.what, each.why] for each in lost]


def test_every_slide_has_a_title_and_every_chart_and_table_words_for_who_cannot_see_it(written):
    _made, deck = written(plan_of(7))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert all(titles)
    assert len(set(titles)) == len(titles)
    drawn = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart or shape.has_table]
    assert all(shape._element.nvGraphicFramePr.cNvPr.get("descr") for shape in drawn)


def test_nothing_stands_outside_its_slide_and_no_letters_are_tiny(written):
    _made, deck = written(plan_of(7))
    for slide in deck.slides:
        for shape in slide.shapes:
            height = sum(row.height for row in shape.table.rows) if shape.has_table else shape.height
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + height <= deck.slide_height
            if shape.has_text_frame and shape.top < Inches(6.9):
                sizes = [run.font.size for each in shape.text_frame.paragraphs for run in each.runs]
                assert all(size >= Pt(11) for size in sizes)


def test_shares_at_each_level_are_a_native_chart_with_your_level_outlined(written):
    made, deck = written()
    (chart,) = [
        shape.chart
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_chart and shape.chart.chart_type == XL_CHART_TYPE.BAR_STACKED_100
    ]
    (bar,) = levels.bars(next(each for each in made.findings if each.id == "questions"))
    assert [(piece.first, piece.last, piece.share, piece.is_yours) for piece in bar.pieces] == [
        (1, 1, 34, True),
        (2, 5, 66, False),
    ]
    (plot,) = chart.plots
    assert list(plot.categories) == ["How is ANA2 done? (you: 1, n\u00a0=\u00a064)"]
    assert [(series.name, tuple(series.values)) for series in plot.series] == [("Level 1", (34,)), ("Level 2–5", (66,))]
    frames = [series.points[0].format.line for series in plot.series]
    assert [line.fill.type is not None and str(line.color.rgb) for line in frames] == ["E0560B", False]


def test_from_right_to_left_tables_begin_on_the_right_and_numbers_keep_their_direction(make):
    deck = Presentation(BytesIO(make("pptx", language="ar").content))
    found = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert {table._tbl.tblPr.get("rtl") for table in found} == {"1"}
    for table in found:
        for row in table.rows:
            for cell in row.cells:
                is_arabic = bool(FROM_THE_RIGHT.search(cell.text))
                assert {each._p.pPr.get("rtl") == "1" for each in cell.text_frame.paragraphs} == {is_arabic}
