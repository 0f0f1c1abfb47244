"""What the columns of a response file are, guessed from their headings: by code first, then by wording."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from surveyapp.instruments.interchange.responses_labels import folded, loose, only_one
from surveyapp.instruments.schema import Instrument

# "edu1. What ...", "edu1._.What ...", "tool4can[28]. What ... [Python]", "edu1".
CODED = re.compile(
    r"(?P<code>[A-Za-z][\w.-]{0,100}?)(?P<parts>(?:\[[^\[\]]{0,100}\]){0,3})(?:\._?\.?\s*|:\s+|\s*$)(?P<text>.*)",
    re.DOTALL,
)
PART = re.compile(r"\[([^\[\]]*)\]")
ABOUT = {
    "organisation": "organisation organization organisationname organizationname company companyname institution site firma unternehmen organisme entreprise",
    "reference": "organisationcode organizationcode organisationreference organizationreference membernumber externalreference externaldatareference",
    "owner": "owner ownergroup parentcompany group",
    "domain": "website domain email emailaddress recipientemail",
    "role": "role function respondentrole rolle fonction",
    "submitted": "submitdate datesubmitted dateoflastaction recordeddate enddate submissiontime submissiondate completedate datecompleted end endtime completedat sentat submittedat",
    "started": "startdate datestarted start starttime startedat",
    "language": "startlanguage userlanguage language lang locale deviceslanguage",
    "complete": "finished complete completed iscomplete status isfinished",
}


@dataclass(frozen=True)
class Heading:
    """A column's heading: what names it, the words beside or below it, and the number Qualtrics gives it."""

    name: str
    text: str = ""
    number: str = ""

    @property
    def shown(self) -> str:
        return f"{self.name}. {self.text}" if self.text else self.name


# Columns that tools add, which are no answers: numbers of rows, addresses, how it was opened.
OF_TOOLS = frozenset(
    [
        "id",
        "token",
        "lastpage",
        "seed",
        "ipaddr",
        "ipaddress",
        "refurl",
        "datestamp",
        "interviewtime",
        "responseid",
        "respondentid",
        "status",
        "progress",
        "durationinseconds",
        "recipientlastname",
        "recipientfirstname",
        "recipientemail",
        "firstname",
        "lastname",
        "email",
        "emailaddress",
        "locationlatitude",
        "locationlongitude",
        "distributionchannel",
        "userlanguage",
        "uuid",
        "index",
        "version",
        "key",
        "instanceid",
        "instancename",
        "deviceid",
        "subscriberid",
        "simserial",
        "phonenumber",
        "formid",
        "rootuuid",
        "submittedby",
        "unnamed0",
        "metainstanceid",
        "xformidstring",
        "validationstatus",
        "notes",
        "tags",
        "responsetype",
    ]
)


def is_about_the_row(heading: Heading) -> bool:
    """Whether a column is no question: what a tool writes beside the answers, or a column without a name."""
    if not heading.name:
        return True
    return bool(_about(heading)) or any(loose(each) in OF_TOOLS for each in _names(heading.name) if loose(each))


def guess(headings: Sequence[Heading], instrument: Instrument) -> dict[int, str]:
    """Position → target ("item:CODE", "option:CODE:CHOICE", "rank:CODE:2", "place:CODE:CHOICE", "about:role"); none twice."""
    by_code, by_words = _by_code(instrument), _by_words(instrument)
    found: dict[int, str] = {}
    for ways in (lambda each: _coded(each, by_code), lambda each: _worded(each, by_words), _about):
        taken = set(found.values())
        for at, heading in enumerate(headings):
            target = "" if at in found else ways(heading)
            if target and target not in taken:
                found[at] = target
                taken.add(target)
    return {at: found[at] for at in sorted(_consistent(found))}


def targets(instrument: Instrument) -> Iterator[str]:
    """Every target a column can have, in the order of the questionnaire, without those about the row."""
    for code in (each for each in instrument.ordered if instrument.items[each].takes_answer):
        yield f"item:{code}"
        choices = [choice.code for choice in instrument.choices(code)]
        match instrument.items[code].kind:
            case "multiple":
                yield from (f"option:{code}:{choice}" for choice in choices)
            case "ranking":
                yield from (f"rank:{code}:{place}" for place in range(1, len(choices) + 1))
                yield from (f"place:{code}:{choice}" for choice in choices)


def _by_code(instrument: Instrument) -> dict[str, str]:
    """As files call them: question, question and choice, question and rank, without signs in between."""
    pairs = []
    for target in targets(instrument):
        kind, _, rest = target.partition(":")
        pairs.append((loose(rest), target))
        if kind == "rank":
            pairs[-1] = (loose(f"{rest.replace(':', '')}"), target)
    # Some are called alike: LimeSurvey's column of words typed beside a choice is the words; a rank comes before a place.
    items, ranks = ({key for key, target in pairs if target.startswith(kind)} for kind in ("item:", "rank:"))
    later = {"option:": items, "place:": ranks | items, "rank:": items, "item:": set[str]()}
    return only_one((key, t) for key, t in pairs if key not in later[t[: t.index(":") + 1]])


def _by_words(instrument: Instrument) -> dict[str, str]:
    pairs = []
    for code, item in instrument.items.items():
        for language, text in item.text.items() if item.takes_answer else ():
            pairs.append((loose(text), f"item:{code}"))
            if item.kind == "multiple":
                offered = instrument.choices(code)
                pairs += [(loose(text + c.text.get(language, "")), f"option:{code}:{c.code}") for c in offered]
    return only_one(pairs)


def _coded(heading: Heading, known: Mapping[str, str]) -> str:
    if "/" in heading.name:  # Kobo's and ODK's ticks: the choice behind the question
        question, choice = heading.name.split("/")[-2:]
        ticked = known.get(loose(question), "").replace("item:", "option:", 1) + f":{choice}"
        if ticked in known.values():
            return ticked
    return next((known[loose(name)] for name in _names(heading.name) if loose(name) in known), "")


def _names(name: str) -> Iterator[str]:
    """What may be the code in a heading, the whole first; of a path its last parts."""
    yield name
    if coded := CODED.fullmatch(name):
        code, parts = coded["code"], PART.findall(coded["parts"])
        yield code + "".join(parts)
        if len(parts) > 1:
            yield code + parts[0]
    steps = [step for step in re.split(r"[/]", name) if step]
    for depth in (2, 1):
        if len(steps) >= depth and steps[-depth:] != [name]:
            yield "".join(steps[-depth:])


def _worded(heading: Heading, known: Mapping[str, str]) -> str:
    coded = CODED.fullmatch(heading.name)
    said = [heading.text, coded["text"] if coded else "", heading.name]
    for words in said:
        bracketed = re.fullmatch(r"\s*\[(.*)\]\s*", words, re.DOTALL)
        for each in (words, bracketed[1] if bracketed else ""):
            if loose(each) in known:
                return known[loose(each)]
    return ""


def _about(heading: Heading) -> str:
    known = {word: what for what, words in ABOUT.items() for word in words.split()}
    coded = CODED.fullmatch(heading.name)
    steps = heading.name.rpartition("/")[2]
    for words in (heading.name, coded["code"] if coded else "", coded["text"] if coded else "", heading.text, steps):
        if folded(words) and loose(words) in known:
            return f"about:{known[loose(words)]}"
    return ""


def _consistent(found: Mapping[int, str]) -> Iterator[int]:
    """A question that has columns for its choices has none for itself: that one would be a heading of theirs."""
    apart = {target.split(":")[1] for target in found.values() if target.split(":")[0] in ("option", "rank", "place")}
    for at, target in found.items():
        kind, _, rest = target.partition(":")
        if kind != "item" or rest not in apart:
            yield at
