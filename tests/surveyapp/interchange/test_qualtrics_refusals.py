import json

import pytest

from surveyapp.instruments.interchange import reading
from surveyapp.instruments.interchange.report import FileRefused
from tests.surveyapp.interchange.small_files import qsf, qualtrics

AGAIN = "Export the survey from Qualtrics again (Tools, Import/Export, Export survey)."
ONE = qualtrics(1, "MC", "SAVR", choices=["Yes", "No"])


def refusal(content):
    with pytest.raises(FileRefused) as refused:
        reading.read(content, "small.qsf")
    return list(refused.value.problems)


def without(number, name):
    whole = json.loads(qsf(ONE))
    del whole["SurveyElements"][number][name]
    return json.dumps(whole).encode()


LOST = {"Type": "Question", "QuestionID": "QID9"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (qsf(ONE)[:-2], f"small.qsf, line 1, column {len(qsf(ONE)) - 1}: this is not valid JSON. {AGAIN}"),
        (b'{"SurveyEntry": "\xff"}', "small.qsf, line 1: this is not UTF-8. Save the file as UTF-8."),
        (b"[" * 100_000, f"small.qsf: a number is too long, or parts are nested too deeply. {AGAIN}"),
        (b"{}", f"small.qsf: there is no “SurveyEntry”, so this is no Qualtrics survey. {AGAIN}"),
        (
            b'{"SurveyEntry": {}}',
            f"small.qsf: there is no “SurveyElements”, so this is no Qualtrics survey. {AGAIN}",
        ),
        (without(2, "Element"), f"SurveyElements, element 3: “Element” is missing. {AGAIN}"),
        (without(2, "Payload"), f"SurveyElements, element 3 (SQ): “Payload” is missing. {AGAIN}"),
        (without(0, "Payload"), f"SurveyElements, element 1 (BL): “Payload” is missing. {AGAIN}"),
        (qsf(qualtrics(1, "")), f"SurveyElements, element 3 (SQ QID1): “QuestionType” is missing. {AGAIN}"),
        (qsf(ONE, ONE), f"SurveyElements, element 4: the question QID1 stands twice. {AGAIN}"),
        (
            qsf({**ONE, "Choices": "Yes"}),
            f"SurveyElements, element 3 (SQ QID1): “Choices” is not a list of choices. {AGAIN}",
        ),
        (
            qsf(ONE, blocks=[{"ID": "BL_1", "Description": "First", "BlockElements": [LOST]}]),
            f"block First: there is no question “QID9” in the file. {AGAIN}",
        ),
        (
            qsf(ONE, flow=[{"Type": "Block", "ID": "BL_7"}]),
            f"The flow names the block “BL_7”, which is not in the file. {AGAIN}",
        ),
        (
            qsf(qualtrics(1, "Timing")),
            "The file holds no question. Choose a file with a questionnaire in it.",
        ),
    ],
)
def test_a_broken_file_is_refused_with_its_place(content, sentence):
    assert refusal(content) == [sentence]
