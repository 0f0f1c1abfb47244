import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.surveyapp.interchange.workbooks import workbook

DOCS = Path(__file__).resolve().parents[3] / "docs" / "interchange.md"
FOLDERS = {
    "XLSForm": "xlsform",
    "SurveyJS": "surveyjs",
    "LimeSurvey, structure": "limesurvey_lss",
    "LimeSurvey, tab-separated": "limesurvey_tsv",
    "Qualtrics": "qsf",
}


@pytest.fixture
def read(capsys):
    def run(path, verbosity=1):
        call_command("read_questionnaires", str(path), verbosity=verbosity)
        return capsys.readouterr().out.splitlines()

    return run


@pytest.fixture
def folder(tmp_path):
    head = "type|name|label"
    note, broken = ["note|n|Hello", "text|q|Q?", "start|s|"], ["txet|q|Q?"]
    (tmp_path / "good.xlsx").write_bytes(workbook(survey=[head, *note]))
    (tmp_path / "broken.xlsx").write_bytes(workbook(survey=[head, *broken]))
    (tmp_path / "other.md").write_text("nothing of ours")
    return tmp_path


def test_a_folder_is_counted_in_one_row(read, folder):
    head, row = read(folder)
    assert head.split() == ["files", "read", "refused", "questions", "findings"]
    assert row.split() == [folder.name, "2", "1", "1", "1", "1"]


def test_more_words_say_every_finding_and_every_reason(read, folder):
    lines = read(folder, verbosity=2)
    assert lines[:4] == [
        "broken.xlsx: refused",
        "  survey, row 2, column type: “txet” is no type of question in XLSForm. Correct it.",
        "good.xlsx: 1 questions",
        "  survey, row 4: Not carried over: “start” is nothing that people answer.",
    ]


def test_a_folder_without_questionnaires_says_what_files_end_in(tmp_path):
    with pytest.raises(CommandError, match=r"There is no questionnaire at .*\.qsf"):
        call_command("read_questionnaires", str(tmp_path))


def test_the_figures_of_the_page_are_those_of_the_command(read, questionnaires):
    printed = {row.split()[0]: row.split()[1:] for row in read(questionnaires)[1:]}
    rows = re.findall(r"^\| \[(\w+)\]\(#\w+\)(, [\w-]+)? \| [^|]+ \| (.+) \|$", DOCS.read_text(), re.MULTILINE)
    written = {FOLDERS[kind + more]: numbers.split(" | ") for kind, more, numbers in rows}
    assert written == printed
