"""The tables inside an .lss file, read safely: no document type, no entities, nothing from the network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from surveyapp.instruments.interchange.report import FileRefused
from surveyapp.instruments.places import in_file
from surveyapp.instruments.sentences import Sentence, at

MOST_ROWS = 200_000
AGAIN = Sentence("Export the survey from LimeSurvey again (Export, Survey structure).")


@dataclass(frozen=True)
class Row:
    """A row of a table, and where it stands."""

    place: str
    fields: Mapping[str, str]

    def get(self, name: str) -> str:
        return self.fields.get(name, "")

    def need(self, name: str) -> str:
        """The value of a field. Raises FileRefused when it is missing or empty."""
        if value := self.get(name).strip():
            return value
        raise FileRefused(at(self.place, "<{name}> is missing or empty. {again}", name=name, again=AGAIN))

    def order(self, name: str) -> int:
        value = self.get(name).strip()
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


@dataclass(frozen=True)
class Tables:
    """The file's tables by name; a table that is not there has no rows."""

    rows: Mapping[str, list[Row]]
    languages: tuple[str, ...]

    def __getitem__(self, name: str) -> list[Row]:
        return self.rows.get(name, [])


def tables(content: bytes, filename: str) -> Tables:
    """Every table. Raises FileRefused for what is not the XML of a whole LimeSurvey survey."""
    root = _root(content, filename)
    kind = (root.findtext("LimeSurveyDocType") or "").strip()
    if root.tag != "document" or not kind:
        raise FileRefused(at(filename, "<{tag}> is not a LimeSurvey file. Choose an .lss file.", tag=root.tag[:40]))
    if kind != "Survey":
        raise FileRefused(
            at("LimeSurveyDocType", "the file holds a {kind}, not a survey. Export the whole survey.", kind=kind[:40])
        )
    found = {table.tag: list(_rows(table)) for table in root if table.find("rows") is not None}
    for name in ("surveys", "groups", "questions"):
        if not found.get(name):
            raise FileRefused(
                at(filename, "the table <{name}> is missing or has no row. {again}", name=name, again=AGAIN)
            )
    if sum(map(len, found.values())) > MOST_ROWS:
        raise FileRefused(at(filename, "more than {most:,} rows. Divide the survey.", most=MOST_ROWS))
    return Tables(found, tuple((e.text or "").strip() for e in root.findall("languages/language")))


def _root(content: bytes, filename: str) -> Element:
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise FileRefused(
            at(filename, "the file declares a document type or entities, which are not read. {again}", again=AGAIN)
        ) from None
    except ParseError as error:
        line, column = error.position
        raise FileRefused(
            at(
                in_file(filename, line, column + 1),
                "this is not valid XML. {again}",
                again=AGAIN,
            )
        ) from None
    except (ValueError, LookupError):
        raise FileRefused(at(filename, "the file's encoding is not known. Save it as UTF-8.")) from None
    return root


def _rows(table: Element) -> Iterator[Row]:
    for number, row in enumerate(table.iterfind("rows/row"), start=1):
        yield Row(
            Sentence("table {tag}, row {number}", tag=table.tag, number=number),
            {field.tag: field.text or "" for field in row},
        )
