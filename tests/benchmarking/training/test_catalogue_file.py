"""A catalogue as a workbook, and back."""

from decimal import Decimal

import pytest

from benchmarking.selectors.catalogue_entries import Entry, Supply
from benchmarking.training import catalogue, catalogue_file, catalogue_parse, spreadsheet
from surveyapp.instruments import loader

LANGUAGES = ("en", "de")


@pytest.fixture(scope="module")
def instrument():
    return loader.load(loader.find("bioprocess-digital", "1"))


def back(content, before=()):
    sheets = spreadsheet.read(content, ("Modules", "Supply"))
    return catalogue_parse.parse(sheets, {each.code: each for each in before}, LANGUAGES, {}, "EUR")


def test_what_comes_out_goes_in_again_as_it_was(instrument):
    shipped = catalogue.read(catalogue.FOLDER / "bioprocess-digital.yaml", instrument)
    awkward = Entry(
        code="X-1",
        name={"en": '=HYPERLINK("x")', "de": "+49 –; “Kurs”"},
        description={"en": "Two\nlines; and: more"},
        provider="@home, -1",
        level="in_house",
        audience="practitioner",
        days=1.125,
        hours=7.5,
        price=Decimal("1400.50"),
        currency="GBP",
        dates=("2027-03-01", "2027-09-01"),
        prerequisites=("A", "B"),
        raises={"sk_python": 3},
        raises_is_judgement=False,
        skill_links={"sk_python": ("https://data.europa.eu/esco/skill/a", "https://data.europa.eu/esco/skill/b")},
        note={"de": "0123"},
        supply=(Supply(2025, 40, 35, "=1+1"), Supply(2026, None, 0)),
    )
    entries = (*shipped, awkward)
    parsed = back(catalogue_file.write(entries, LANGUAGES, instrument))
    assert parsed.faults == []
    assert tuple(parsed.entries) == entries


def test_a_workbook_of_no_catalogue_is_a_template(instrument):
    parsed = back(catalogue_file.write((), LANGUAGES, instrument))
    assert (parsed.entries, parsed.faults) == ([], [])


def test_texts_that_look_like_formulas_are_written_as_texts(instrument):
    import io

    import openpyxl

    content = catalogue_file.write((Entry("X", {"en": "=1+1"}),), LANGUAGES, instrument)
    cell = openpyxl.load_workbook(io.BytesIO(content))["Modules"]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def csv(*lines):
    return "\n".join(lines).encode()


def faults(parsed):
    return [(fault.row, fault.column, fault.message) for fault in parsed.faults]


def test_decimal_commas_spaces_and_dotted_days_are_read():
    parsed = back(csv("Code;Price;Days;Dates", "A;1 400,50;1,5;31.3.2027", "B;1.234,5;0,5;2027-01-02"))
    assert parsed.faults == []
    read = [(entry.price, entry.days, entry.dates) for entry in parsed.entries]
    assert read == [
        (Decimal("1400.50"), 1.5, ("2027-03-31",)),
        (Decimal("1234.5"), 0.5, ("2027-01-02",)),
    ]


def test_a_number_that_two_readers_read_differently_is_refused():
    parsed = back(csv("Code,Price", 'A,"1,400"', "B,1.400"))
    said = "can be read in two ways. Write 1400 for thousands."
    assert faults(parsed) == [(2, "Price", f"“1,400” {said}"), (3, "Price", f"“1.400” {said}")]


@pytest.mark.parametrize("column", ["Price", "Days", "Hours", "Places", "Completers", "Year"])
@pytest.mark.parametrize("written", ["1e5", "2E3", "1e-2", "1_000"])
def test_a_number_is_written_in_figures_alone(column, written):
    years = "" if column == "Year" else "2026"
    parsed = back(csv(f"Code,{column}" + (",Year" if years else ""), f"A,{written}" + (f",{years}" if years else "")))
    assert faults(parsed) == [(2, column, f"“{written}” is no number.")]


def test_a_column_that_is_missing_changes_nothing_and_an_empty_cell_clears():
    before = Entry("A", {"en": "Name", "de": "Titel"}, provider="Us", days=2.0)
    parsed = back(csv("Code,Name (en),Provider", "A,New name,"), [before])
    assert parsed.entries == [Entry("A", {"en": "New name", "de": "Titel"}, provider="", days=2.0)]


def test_every_wrong_cell_is_told_with_its_row_and_column():
    parsed = back(
        csv(
            "Code,Days,Hours,Dates,Raises,Offered in plans,ESCO links",
            "A,two,inf,31/03/2027,sk_python,perhaps,x",
            "B,=1+1,,,sk_python: 3; sk_python: 2,,",
            ",1,,,,,",
        )
    )
    assert faults(parsed) == [
        (2, "Offered in plans", "“perhaps” is neither yes nor no."),
        (2, "Days", "“two” is no number."),
        (2, "Hours", "“inf” is no number."),
        (2, "Dates", "“31/03/2027” is no day. Write it as 2027-03-31."),
        (2, "Raises", "“sk_python” names no skill and value. Write, for example, sk_python: 3; sk_clean: 2."),
        (2, "ESCO links", "“x” names no skill and value. Write, for example, sk_python: 3; sk_clean: 2."),
        (3, "Days", "The cell holds a formula or an error, no value. Paste it as a value."),
        (3, "Raises", "“sk_python” stands twice. Keep one."),
        (4, "Code", "The code is missing. Give each module one of its own."),
    ]


def test_heads_that_are_unknown_or_stand_twice_are_told():
    parsed = back(csv("Code,Cost,code", "A,1,B"))
    assert [(row, column) for row, column, _ in faults(parsed)] == [(1, "Cost"), (1, "code")]


def test_a_file_without_codes_says_where_they_belong():
    parsed = back(csv("Name (en)", "Course"))
    assert [column for _row, column, _message in faults(parsed)] == ["Code"]


def test_a_single_table_states_one_year_of_supply_beside_those_there_are():
    before = Entry("A", supply=(Supply(2025, 40, 35),))
    parsed = back(csv("Code,Year,Places,Completers", "A,2026,50,"), [before])
    assert parsed.entries[0].supply == (Supply(2025, 40, 35), Supply(2026, 50, None))


def test_numbers_of_people_need_their_year():
    parsed = back(csv("Code,Places", "A,50"))
    assert faults(parsed) == [(2, "Year", "Numbers of people belong to a year. Write it.")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 no zip", "damaged"),
        (b"\xd0\xcf\x11\xe0 old", "old kind"),
        (b"\x00\x01\x02", "neither a workbook"),
        ("Code\nGröße".encode("latin-1"), "UTF-8"),
        (b'Code\n"A', "quotation mark"),
        (b"Code\n" + b"A\n" * 3000, "more than 2000 rows"),
        ((b"," * 58 + b"x\n") * 1999, "more than 40000 cells"),
        (b"," * 100 + b"x", "more than 60 columns"),
        (b"Code\n" + b"x" * 20_000, "more than 10000 characters"),
        (b"x" * 2_000_001, "too large"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(content, said):
    with pytest.raises(spreadsheet.FileRefused, match=said):
        spreadsheet.read(content, ())


def test_a_zip_bomb_is_not_unpacked():
    import io
    import zipfile

    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 50_000_000)
    with pytest.raises(spreadsheet.FileRefused, match="Unpacked, the workbook is too large"):
        spreadsheet.read(bomb.getvalue(), ())


def test_a_formula_counts_as_what_was_stored_of_it_and_is_never_calculated():
    import io

    import openpyxl

    book = openpyxl.Workbook()
    for row in (("Code", "Days"), ("A", "=1+1"), ("B", 2)):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    said = "The cell holds a formula or an error, no value. Paste it as a value."
    assert faults(back(buffer.getvalue())) == [(2, "Days", said)]


def test_a_row_far_below_the_others_is_left_out():
    import io

    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(("Code",))
    book.active["A1000000"] = "far"
    buffer = io.BytesIO()
    book.save(buffer)
    assert back(buffer.getvalue()).entries == []


def test_a_level_is_read_by_its_name_in_any_language_and_an_audience_by_its_name():
    sheets = spreadsheet.read(csv("Code,Level,Audience", "A,Promotion,Entscheider", "B,In-house,practitioner"), ())
    parsed = catalogue_parse.parse(sheets, {}, LANGUAGES, {"decision_maker": "Entscheider"}, "EUR")
    read = [(entry.level, entry.audience) for entry in parsed.entries]
    assert read[1] == ("in_house", "practitioner")
    assert read[0][1] == "decision_maker"


def test_supply_of_a_module_that_is_not_in_the_file_is_told():
    content = spreadsheet.write(
        [("Modules", [["Code"], ["A"]]), ("Supply", [["Code", "Year", "Places"], ["B", 2026, 4]])]
    )
    said = "No module of the first sheet has the code “B”."
    assert [(fault.sheet, fault.row, fault.message) for fault in back(content).faults] == [("Supply", 2, said)]
