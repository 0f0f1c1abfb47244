"""A workbook's sheets as whoever opens or prints them finds them."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from benchmarking.exports.signs import FROM_THE_RIGHT

HEADS = 4  # the row of them


@pytest.fixture
def book(make):
    return load_workbook(BytesIO(make("xlsx").content))


def test_every_sheet_has_one_table_a_frozen_head_and_a_page_to_print(book):
    for sheet in book:
        assert len(sheet.tables) == 1
        assert sheet.freeze_panes == f"B{HEADS + 1}"
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert (sheet.print_title_rows, sheet.print_title_cols) == ("$4:$4", "$A:$A")
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.oddFooter.left.text.replace("\u00a0", " ").startswith("2026 survey, The whole sector, n = 64")
        assert all(sheet.row_dimensions[row].height for row in range(HEADS, sheet.max_row + 1))


def test_a_number_is_a_number_with_as_many_decimals_as_its_column_has(book):
    cells = [cell for sheet in book for row in sheet.iter_rows(min_row=HEADS + 1) for cell in row]
    numbers = [cell for cell in cells if isinstance(cell.value, int | float)]
    assert {cell.number_format for cell in numbers} == {"0", "0.0"}
    assert all(cell.data_type == "n" for cell in numbers)
    levels = {
        cell.value: cell.number_format for cell in numbers if cell.parent.title == "questions" and cell.column == 3
    }
    assert levels == {4: "0.0", 3: "0.0", 2.5: "0.0", 1: "0.0"}


def test_no_line_is_cut(book):
    for cell in (cell for row in book["Methods"].iter_rows(min_row=HEADS + 1, min_col=2) for cell in row):
        lines = len(cell.value) / book["Methods"].column_dimensions["B"].width
        assert book["Methods"].row_dimensions[cell.row].height >= min(15 * int(lines), 409)


def test_from_right_to_left_sheets_begin_on_the_right_and_texts_of_the_survey_keep_their_direction(make):
    for sheet in load_workbook(BytesIO(make("xlsx", language="ar").content)):
        assert sheet.sheet_view.rightToLeft
        for row in sheet.iter_rows(min_row=HEADS + 1):
            for cell in (each for each in row if isinstance(each.value, str) and each.value not in ("[c]", "[x]")):
                assert cell.alignment.horizontal == "right"
                assert cell.alignment.readingOrder == (2 if FROM_THE_RIGHT.search(cell.value) else 1)
