"""Small LimeSurvey and Qualtrics files, put together from rows."""

from __future__ import annotations

import csv
import io
import json
from html import escape

COLUMNS = ["class", "type/scale", "name", "relevance", "text", "help", "language", "validation", "mandatory", "other"]


def lss(**tables):
    """An .lss file in the layout of version 2; a table given as a list of rows."""
    found = {
        "surveys": [{"sid": "1", "language": "en"}],
        "surveys_languagesettings": [{"surveyls_language": "en", "surveyls_title": "Small survey"}],
        "groups": [{"gid": "1", "group_name": "First", "group_order": "0", "language": "en"}],
        "questions": [question(1, "Q1", "Y")],
    } | tables
    body = "".join(_table(name, rows) for name, rows in found.items() if rows is not None)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>'
        f"<languages><language>en</language></languages>{body}</document>"
    ).encode()


def _table(name, rows):
    written = ("".join(f"<{key}>{escape(value)}</{key}>" for key, value in row.items()) for row in rows)
    return f"<{name}><rows>{''.join(f'<row>{row}</row>' for row in written)}</rows></{name}>"


def question(number, code, kind, text=None, **more):
    return {
        "qid": str(number),
        "gid": "1",
        "parent_qid": "0",
        "type": kind,
        "title": code,
        "question": f"Text of {code}" if text is None else text,
        "question_order": f"{number:03d}",
        "language": "en",
    } | more


def row(number, of, code, text=None, **more):
    return question(number, code, "T", text) | {"parent_qid": str(of)} | more


def answer(of, code, text, **more):
    return {"qid": str(of), "code": code, "answer": text, "language": "en", "scale_id": "0"} | more


def setting(of, name, value):
    return {"qid": str(of), "attribute": name, "value": value}


def tsv(*rows, columns=COLUMNS):
    """A tab-separated file of rows given as mappings, the title last; English where no language is said."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter="\t", lineterminator="\n", restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({"language": "en", **given} for given in (*rows, TITLE))
    return text.getvalue().encode()


TITLE = {"class": "SL", "name": "surveyls_title", "text": "Small survey"}
GROUP = {"class": "G", "type/scale": "G0", "name": "First"}


def tsv_question(name, kind, text="", **more):
    return {"class": "Q", "type/scale": kind, "name": name, "text": text or f"Text of {name}"} | more


def qsf(*questions, elements=(), flow=None, blocks=None, **entry):
    """A .qsf file with its questions in one block."""
    steps = [{"Type": "Question", "QuestionID": given["QuestionID"]} for given in questions]
    blocks = (
        [{"Type": "Default", "Description": "First", "ID": "BL_1", "BlockElements": steps}]
        if blocks is None
        else blocks
    )
    flow = [{"Type": "Block", "ID": "BL_1", "FlowID": "FL_2"}] if flow is None else flow
    standard = [
        {"Element": "BL", "PrimaryAttribute": "Survey Blocks", "Payload": blocks},
        {
            "Element": "FL",
            "PrimaryAttribute": "Survey Flow",
            "Payload": {"Type": "Root", "FlowID": "FL_1", "Flow": flow},
        },
        *({"Element": "SQ", "PrimaryAttribute": given["QuestionID"], "Payload": given} for given in questions),
    ]
    whole = {
        "SurveyEntry": {"SurveyName": "Small survey", "SurveyLanguage": "EN"} | entry,
        "SurveyElements": [*standard, *elements],
    }
    return json.dumps(whole).encode()


def qualtrics(number, kind, selector="", **more):
    """A question's payload; `choices` and `answers` as a list of texts, numbered from 1."""
    payload = {"QuestionID": f"QID{number}", "DataExportTag": f"Q{number}", "QuestionText": f"Text of Q{number}"}
    payload |= {"QuestionType": kind, "Selector": selector, "Language": []}
    for name in ("Choices", "Answers"):
        if (texts := more.pop(name.lower(), None)) is not None:
            payload[name] = {str(n): {"Display": text} for n, text in enumerate(texts, start=1)}
    return payload | more


def selected(question, choice, operator="Selected", **more):
    comparison = {
        "LogicType": "Question",
        "LeftOperand": f"q://QID{question}/SelectableChoice/{choice}",
        "Operator": operator,
    }
    return comparison | more


def logic(*comparisons):
    return {
        "0": {str(n): given for n, given in enumerate(comparisons)} | {"Type": "If"},
        "Type": "BooleanExpression",
    }
