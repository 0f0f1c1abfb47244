"""Names, cut texts and compressed rows: each beside what it must be."""

import struct
from io import BytesIO

import numpy as np
import pytest

from surveyapp.microdata.csv_cells import number_text, safe
from surveyapp.microdata.cutting import beginning, lines, parts
from surveyapp.microdata.naming import names
from surveyapp.microdata.sav_rows import Compressor, units_of_bytes, units_of_numbers


def test_a_name_that_fits_stays():
    assert names(["Q1", "TOOLS_sheets"]) == ["Q1", "TOOLS_sheets"]


@pytest.mark.parametrize("wanted", ["x" * 33, "with", "str12", "Land / Region", "1st"])
def test_a_name_that_no_program_takes_is_marked_the_same_each_time(wanted):
    (found,) = names([wanted])
    assert found != wanted
    assert len(found) <= 32
    assert found[0].isalpha()
    assert names([wanted]) == [found]


def test_names_that_differ_in_case_alone_are_both_marked_whatever_their_order():
    both = names(["Size", "SIZE"])
    assert names(["SIZE", "Size"]) == both[::-1]
    assert len({name.casefold() for name in both}) == 2


def test_a_name_that_is_taken_is_marked():
    assert names(["role"], ["Role"]) != ["role"]


def test_a_text_is_cut_between_letters_and_says_so():
    assert beginning("ää", 4) == "ää".encode()
    assert beginning("äää", 5).decode() == "ä…"


@pytest.mark.parametrize("text", ["", "short", "ß" * 40, "a b c " * 10 + "d", "😀" * 21])
def test_pieces_joined_are_the_text(text):
    found = list(parts(text.encode(), 10))
    assert b"".join(found) == text.encode()
    assert max(map(len, found)) <= 10


def test_lines_break_between_words():
    assert list(lines("one two three", 8)) == [b"one two", b"three"]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "'=1"])
def test_a_formula_is_a_text_and_can_be_had_back(text):
    assert safe(text) == "'" + text


@pytest.mark.parametrize(("number", "said"), [(3.0, "3"), (-95.5, "-95.5"), (0.1, "0.1"), (1e300, "1e+300")])
def test_a_number_is_read_as_what_it_was(number, said):
    assert number_text(number) == said
    assert float(said) == number


def slowly(rows):
    """A row after the other, as the format's description says: codes in eights, each eight followed by its data."""
    codes, data, found = [], [], b""
    for value in (value for row in rows for value in row):
        if isinstance(value, bytes):
            code = 254 if value == b" " * 8 else 253
        elif np.isnan(value):
            code = 255
        else:
            code = int(value) + 100 if value == int(value) and -99 <= value <= 151 else 253
        codes.append(code)
        data += [value if isinstance(value, bytes) else struct.pack("<d", value)] if code == 253 else []
        if len(codes) == 8:
            found += bytes(codes) + b"".join(data)
            codes, data = [], []
    return found + (bytes(codes).ljust(8, b"\0") + b"".join(data) if codes else b"")


@pytest.mark.parametrize("sizes", [[1], [7, 1], [3, 3, 5], [20]])
def test_rows_are_compressed_as_one_by_one(sizes):
    chance = np.random.default_rng(1)
    numbers = chance.choice([1.0, -99.0, 151.0, 152.0, -100.0, 0.5, np.nan, 1e17], (sum(sizes), 2))
    texts = [[b"        ", b"abc     "][n] for n in chance.integers(0, 2, sum(sizes))]
    file, begin = BytesIO(), 0
    rows = Compressor(file)
    for size in sizes:
        end = begin + size
        found = [
            units_of_numbers(numbers[begin:end, 0]),
            units_of_bytes(texts[begin:end]),
            units_of_numbers(numbers[begin:end, 1]),
        ]
        rows.write(np.hstack([codes for codes, _ in found]), np.hstack([data for _, data in found]))
        begin = end
    rows.finish()
    assert file.getvalue() == slowly([(one, text, two) for (one, two), text in zip(numbers, texts, strict=True)])
