"""DDI-Codebook 2.5: the survey, its variables and how often each answer was given, for an archive. No row of anybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from surveyapp.microdata.contents import Contents
from surveyapp.microdata.counts import VALUE
from surveyapp.microdata.plain_xml import plain
from surveyapp.microdata.variables import USER_MISSING, Variable

NAMESPACE = "ddi:codebook:2_5"
XML = "http://www.w3.org/XML/1998/namespace"
FILE = "F1"


def write(file: BinaryIO, contents: Contents, file_name: str) -> None:
    """`file_name`: the file of rows that this describes."""
    root = Element("codeBook", {"xmlns": NAMESPACE, "version": "2.5", f"{{{XML}}}lang": contents.language})
    _citation(SubElement(root, "docDscr"), contents)
    _study(SubElement(root, "stdyDscr"), contents)
    _file(SubElement(root, "fileDscr", ID=FILE), contents, file_name)
    data = SubElement(root, "dataDscr")
    for place, variable in enumerate(contents.variables, start=1):
        _variable(SubElement(data, "var", _attributes(variable, place)), variable, contents)
    indent(root)
    ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)


def codes(variable: Variable, contents: Contents) -> Iterator[tuple[float, str, int, bool]]:
    """Each value with a label: its number, its words, how many rows have it, whether it stands for no answer."""
    said = contents.expected.said
    for each in variable.categories:
        yield float(each.number), each.label, _frequency(variable, each.code, contents), False
    for code, words in contents.reasons if variable.has_reasons or variable.kind == "why" else ():
        yield variable.user_missing(code), words, said[variable.item, f"?{code}"], True


def _frequency(variable: Variable, code: str, contents: Contents) -> int:
    said, item = contents.expected.said, variable.item
    chosen = said[item, variable.option]
    return {
        "flag": chosen if code == "chosen" else said[item, VALUE] - chosen,
        "rank": said[item, VALUE] - chosen,
        "why": said[item, VALUE],
    }.get(variable.kind, said[item, code])


def _text(parent: Element, name: str, text: str, **attributes: str) -> Element:
    found = SubElement(parent, name, attributes)
    found.text = plain(text)
    return found


def _citation(parent: Element, contents: Contents) -> None:
    citation, study = SubElement(parent, "citation"), contents.study
    titles = SubElement(citation, "titlStmt")
    _text(titles, "titl", contents.title)
    _text(titles, "IDNo", study.name)
    if study.organiser:
        _text(SubElement(citation, "rspStmt"), "AuthEnty", study.organiser)
    production = SubElement(citation, "prodStmt")
    _text(production, "producer", study.organiser or study.programme)
    _text(production, "prodDate", contents.made_at.date().isoformat(), date=contents.made_at.date().isoformat())
    _text(production, "software", "Waymark")
    if study.funder:
        _text(production, "fundAg", study.funder)


def _study(parent: Element, contents: Contents) -> None:
    _citation(parent, contents)
    study = contents.study
    about = SubElement(parent, "stdyInfo")
    _text(about, "abstract", " ".join(contents.notes))
    summary = SubElement(about, "sumDscr")
    for day, event in zip(study.collected, ("start", "end"), strict=True):
        if day:
            _text(summary, "collDate", day, event=event, date=day)
    _text(summary, "anlyUnit", study.universe)
    _text(summary, "dataKind", "survey data")
    collection = SubElement(SubElement(parent, "method"), "dataColl")
    _text(collection, "sampProc", study.frame)
    _text(collection, "collMode", "Self-administered questionnaire: web-based (CAWI)")
    if study.ethics:
        _text(parent, "notes", study.ethics, type="ethics")


def _file(parent: Element, contents: Contents, name: str) -> None:
    about = SubElement(parent, "fileTxt")
    _text(about, "fileName", name)
    dimensions = SubElement(about, "dimensns")
    _text(dimensions, "caseQnty", str(contents.n_rows))
    _text(dimensions, "varQnty", str(len(contents.variables)))


def _attributes(variable: Variable, place: int) -> dict[str, str]:
    kind = "contin" if variable.kind in ("number", "date", "text") else "discrete"
    return {"ID": f"V{place}", "name": variable.name, "files": FILE, "intrvl": kind}


def _variable(parent: Element, variable: Variable, contents: Contents) -> None:
    _text(parent, "labl", variable.label)
    if variable.question:
        _text(SubElement(parent, "qstn"), "qstnLit", variable.question)
    if variable.has_reasons:
        missing = SubElement(SubElement(parent, "invalrng"), "range")
        ends = sorted(variable.user_missing(code) for code in USER_MISSING)
        missing.attrib |= {"min": _number(ends[0]), "max": _number(ends[-1])}
    if variable.item and not variable.is_text:
        for kind, n in zip(("vald", "invd"), _valid(variable, contents), strict=True):
            _text(parent, "sumStat", str(n), type=kind)
    for value, words, n, is_missing in codes(variable, contents):
        category = SubElement(parent, "catgry", {"missing": "Y"} if is_missing else {})
        _text(category, "catValu", _number(value))
        _text(category, "labl", words)
        if variable.item:
            _text(category, "catStat", str(n), type="freq")
    if variable.item:
        _text(parent, "concept", ".".join(filter(None, (variable.item, variable.option))), vocab="item code")
    _text(parent, "varFormat", "", type="character" if variable.is_text else "numeric", schema="other")


def _valid(variable: Variable, contents: Contents) -> Sequence[int]:
    invalid = sum(
        n for (item, what), n in contents.expected.said.items() if item == variable.item and what.startswith("?")
    )
    return contents.n_rows - invalid, invalid


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)
