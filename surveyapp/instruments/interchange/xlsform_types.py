"""What the column "type" of an XLSForm says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

SELECT = re.compile(
    r"(?P<how>add select one prompt using|add select multiple prompt using|select all that apply from"
    r"|select all that apply|select multiple from|select one from|select_one_external|select one external"
    r"|select_one_from_file|select_multiple_from_file|select one from file|select multiple from file"
    r"|select_one|select_multiple|select one|select multiple|select1|rank)"
    r"\s+(?P<list>.+?)(?P<other>\s+(?:or_other|or specify other))?",
    re.IGNORECASE,
)
GROUP = re.compile(
    r"(?P<edge>begin|end)[ _](?P<what>group|repeat|loop|lgroup|looped group)(?:\s+over\s+.+)?", re.IGNORECASE
)
KINDS = {
    "text": ("text", "string", "q string", "add text prompt"),
    "integer": ("integer", "int", "q int", "add integer prompt"),
    "decimal": ("decimal", "q decimal", "add decimal prompt", "percentage"),
    "date": ("date", "q date", "add date prompt"),
    "moment": ("time", "datetime", "date time", "q date time", "q datetime", "add date time prompt"),
    "note": ("note", "q note", "add note prompt"),
    "range": ("range",),
    "acknowledge": ("acknowledge", "trigger", "q acknowledge", "add acknowledge prompt"),
}
BY_NAME = {name: kind for kind, names in KINDS.items() for name in names}
KNOWN = {name.lower() for name in QUESTION_TYPE_DICT} | {"csv-external", "xml-external", "background-audio"}
# Types that record something by themselves: nobody answers them and they show nothing.
SILENT = {
    "calculate", "q calculate", "add calculate prompt", "hidden", "start", "end", "today", "deviceid", "phonenumber",
    "username", "email", "simserial", "subscriberid", "imei", "audit", "start-geopoint", "background-geopoint",
    "background-audio", "csv-external", "xml-external", "start time", "end time", "device id", "phone number",
    "sim id", "subscriber id",
}  # fmt: skip


@dataclass(frozen=True)
class Type:
    """`kind`: one of KINDS, "one", "several", "rank", "begin", "end", "other" (known, not carried over) or "unknown"."""

    kind: str
    words: str
    list_name: str = ""
    or_other: bool = False
    is_external: bool = False
    group: str = ""

    @property
    def is_question(self) -> bool:
        return self.kind not in ("begin", "end", "unknown")

    @property
    def is_silent(self) -> bool:
        return self.words.lower().removeprefix("uri:") in SILENT

    @property
    def is_select(self) -> bool:
        return self.kind in ("one", "several", "rank")


def type_of(words: str) -> Type:
    """What one cell of the column says."""
    words = re.sub(r"\s+", " ", words.strip())
    if group := GROUP.fullmatch(words):
        what = "group" if group["what"].lower() == "group" else "repeat"
        return Type("begin" if group["edge"].lower() == "begin" else "end", words, group=what)
    if select := SELECT.fullmatch(words):
        return _select(words, select)
    if words.lower() in BY_NAME:
        return Type(BY_NAME[words.lower()], words)
    return Type("other" if words.lower() in KNOWN or words.lower().startswith("osm") else "unknown", words)


def _select(words: str, match: re.Match[str]) -> Type:
    how = match["how"].lower()
    kind = "rank" if how == "rank" else "several" if "multiple" in how or "all" in how else "one"
    is_external = "external" in how or "file" in how
    return Type(kind, words, match["list"].strip(), bool(match["other"]), is_external)
