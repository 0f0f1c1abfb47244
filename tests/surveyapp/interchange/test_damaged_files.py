"""Whatever happens to a file, its sender gets a questionnaire or a sentence: never another exception."""

import copy
import csv
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveyapp.instruments import loader
from surveyapp.instruments.interchange import limesurvey_lss, limesurvey_tsv, qualtrics_import, reading
from surveyapp.instruments.interchange.report import FileRefused

FILES = {
    "limesurvey_lss/citric_survey.lss": limesurvey_lss.read,
    "limesurvey_lss/limesurvey_ls205_group_relevance.lss": limesurvey_lss.read,
    "limesurvey_lss/limesurvey_ls205_subquestion_relevance.lss": limesurvey_lss.read,
    "limesurvey_tsv/rse_2017_nl_questions_to_import.txt": limesurvey_tsv.read,
    "qsf/Better_Sample_Survey__Better_Sample_Survey.qsf": qualtrics_import.read,
    "qsf/Text_Entry_Components__Questions_with_Text_Entry_Components.qsf": qualtrics_import.read,
}
BOUNDED = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
STRANGE = st.sampled_from(
    [None, [], {}, "", 0, -1, 1e308, True, "\x00", "\ud800", [[]], {"0": {}}, {"1": "x"}, ["a", {}]]
)
BITS = st.sampled_from([b"", b"\t", b'"', b"\n", b"{", b"</row>", b"<row>", b"\x00", b"\xff", b"{if(a,b)}", b"9" * 40])


def questionnaire_or_sentence(read, content):
    """Read by the format's own reader, so that nothing else catches what it lets fall."""
    try:
        found = read(content, "file")
    except FileRefused as refused:
        problems = refused.problems
    else:
        problems = None
        loader.read(found.definition, languages_complete=False)
    assert problems is None or problems
    assert all(problem.endswith(".") and not problem.startswith("items.") for problem in problems or ())


@pytest.mark.parametrize("file", FILES)
@BOUNDED
@given(data=st.data())
def test_bytes_cut_out_or_put_in(questionnaires, file, data):
    content = (questionnaires / file).read_bytes()
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 300))
        content = content[:at] + data.draw(BITS) + content[at + length :]
    questionnaire_or_sentence(FILES[file], content)


@pytest.mark.parametrize("file", [file for file in FILES if file.startswith("qsf/")])
@BOUNDED
@given(data=st.data())
def test_parts_of_a_qsf_file_replaced_by_something_else(questionnaires, file, data):
    whole = json.loads((questionnaires / file).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        replace_a_part(whole, data)
    questionnaire_or_sentence(qualtrics_import.read, json.dumps(whole).encode())


def replace_a_part(whole, data):
    """Go down from the top, at each step into a part or no further, and put something strange where the way ends."""
    part, key = whole, "SurveyElements"
    while isinstance(part[key], dict | list) and part[key] and data.draw(st.integers(0, 5)):
        part = part[key]
        key = data.draw(st.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part))))
    part[key] = copy.deepcopy(data.draw(STRANGE))


@BOUNDED
@given(data=st.data())
def test_cells_of_a_tab_separated_file_exchanged(questionnaires, data):
    path = questionnaires / "limesurvey_tsv/rse_2017_nl_questions_to_import.txt"
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        cells = lines[at := data.draw(st.integers(0, len(lines) - 1))].split("\t")
        cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(st.text(max_size=30))
        lines[at] = "\t".join(cells)
    questionnaire_or_sentence(limesurvey_tsv.read, "\n".join(lines).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", ["small.lss", "small.txt", "small.qsf", "small.tsv"])
@BOUNDED
@given(content=st.binary(min_size=1, max_size=300))
def test_any_bytes_at_all(name, content):
    with pytest.raises(FileRefused):
        reading.read(content, name)


def test_a_cell_too_long_to_be_one_is_refused():
    content = b"class\ttype/scale\tname\trelevance\ttext\tlanguage\nG\tG0\t" + b"x" * (csv.field_size_limit() + 1)
    with pytest.raises(FileRefused) as refused:
        limesurvey_tsv.read(content, "small.txt")
    assert refused.value.problems == (
        "line 2: a cell is too long. Close every quotation mark and double those within a cell.",
    )
