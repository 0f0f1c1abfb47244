"""Keep an uploaded questionnaire while it is looked at, and change what may be changed of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction

from surveyapp.actions import audit
from surveyapp.actions.refusals import Refused
from surveyapp.instruments import changes, loader, translations
from surveyapp.instruments.interchange.report import Finding, Imported
from surveyapp.instruments.languages import is_known
from surveyapp.instruments.problems import InstrumentError
from surveyapp.instruments.sentences import Sentence, at, to_plain
from surveyapp.instruments.translations import Outcome, TextRow
from surveyapp.models.instrument import Instrument, InstrumentDraft, InstrumentVersion
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.selectors import instrument_drafts

LONGEST_FILENAME, LONGEST_SLUG = 200, 50
GONE = Sentence("This draft was published or deleted in the meantime.")
FIRST = Sentence("This is the first version of the questionnaire: there is none to compare it with.")


class DraftRefused(Refused):
    """What was asked of a draft cannot be; nothing was changed. `problems` are sentences that can be shown."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(self.problems))


@transaction.atomic
def keep_upload(*, programme: Programme, imported: Imported, filename: str, by: Account) -> InstrumentDraft:
    """Store what was read from a file as a draft, with what did not carry over.

    A version number that the programme has published already becomes the next one, and the report says so. Raises
    InstrumentError for a definition with faults.
    """
    definition, more = _following(programme, _plain(imported.definition))
    draft = InstrumentDraft.objects.create(
        programme=programme,
        filename=_harmless(filename)[-LONGEST_FILENAME:],
        source_format=imported.source_format,
        definition=definition,
        report=[
            {"place": to_plain(each.place), "sentence": to_plain(each.sentence)} for each in (*imported.findings, *more)
        ],
        uploaded_by=by,
    )
    _record("uploaded", draft, by, source_format=imported.source_format, findings=len(draft.report))
    return draft


@transaction.atomic
def begin_next_version(*, programme: Programme, version: InstrumentVersion, by: Account) -> InstrumentDraft:
    """A draft with the contents of a published version, to become the one after the newest.

    The product's own questionnaires are not the programme's to renew: from one of those a first version is begun under
    a short name of the programme's own.
    """
    definition: dict[str, Any] = {**version.definition}
    definition.pop("since", None)
    if version.instrument.programme_id == programme.pk:
        newest = instrument_drafts.newest(version.instrument.slug, programme) or version
        definition |= {"version": _next(newest.version), "since": {"version": version.version}}
    else:
        definition |= {"slug": _own_slug(version.instrument.slug, programme), "version": "1"}
    draft = InstrumentDraft.objects.create(
        programme=programme,
        filename=str(version),
        source_format="waymark",
        definition=_plain(definition),
        uploaded_by=by,
    )
    _record("begun", draft, by, version=str(version.pk))
    return draft


@transaction.atomic
def rename_draft(*, draft: InstrumentDraft, slug: str, version: str, by: Account) -> InstrumentDraft:
    """Give a draft another short name and version number. Raises DraftRefused with every problem."""
    locked = _lock(draft)
    definition = {**locked.definition, "slug": slug, "version": version}
    if slug != locked.definition["slug"]:
        definition.pop("since", None)
    if faults := slug_faults(slug, locked.programme_id) or version_faults(definition, locked):
        raise DraftRefused(faults)
    return _keep(locked, definition, "renamed", by, slug=slug, version=version)


@transaction.atomic
def declare_change(
    *, draft: InstrumentDraft, item: str, change: str, choice_map: Mapping[str, str], by: Account
) -> InstrumentDraft:
    """Say what became of one question since the version before; "" takes back what was said.

    Raises DraftRefused for a first version, and for what cannot be so.
    """
    locked = _lock(draft)
    before = instrument_drafts.version_before(locked)
    if before is None:
        raise DraftRefused([FIRST])
    said = {
        code: kept for code, kept in (locked.definition.get("since") or {}).get("items", {}).items() if code != item
    }
    if change:
        said[item] = {"change": change, "map": dict(choice_map)}
    definition = {**locked.definition, "since": {"version": before.version, "items": said}}
    _refuse_contradiction(before, definition)
    return _keep(locked, definition, "change_declared", by, item=item, change=change)


@transaction.atomic
def apply_translations(*, draft: InstrumentDraft, rows: Sequence[TextRow], by: Account) -> Outcome:
    """Write translators' texts into a draft: all of them, or with any problem none. Returns what was done."""
    locked = _lock(draft)
    outcome = translations.apply(locked.definition, rows)
    if outcome.problems:
        raise DraftRefused(outcome.problems)
    if outcome.edits:
        _keep(locked, outcome.definition, "translated", by, texts=len(outcome.edits))
    return outcome


@transaction.atomic
def add_language(*, draft: InstrumentDraft, language: str, by: Account) -> InstrumentDraft:
    """One more language, without any text yet. Raises DraftRefused for a code that is none, and for one that is there."""
    locked = _lock(draft)
    if language.lower() in (each.lower() for each in locked.definition["languages"]):
        raise DraftRefused([Sentence("“{language}” is there already. Add another language.", language=language)])
    if not is_known(language):
        sentence = Sentence(
            "“{language}” is the code of no language. Write one such as de, fr or pt-br.", language=language
        )
        raise DraftRefused([sentence])
    try:
        definition = translations.add_language(locked.definition, language)
    except InstrumentError as error:
        raise DraftRefused(error.problems) from error
    return _keep(locked, definition, "language_added", by, language=language)


@transaction.atomic
def drop_language(*, draft: InstrumentDraft, language: str, by: Account) -> InstrumentDraft:
    """The draft without a language and its texts. Raises DraftRefused for the default language."""
    locked = _lock(draft)
    try:
        definition = translations.drop_language(locked.definition, language)
    except InstrumentError as error:
        raise DraftRefused(error.problems) from error
    return _keep(locked, definition, "language_dropped", by, language=language)


@transaction.atomic
def delete_draft(*, draft: InstrumentDraft, by: Account) -> None:
    """Throw a draft away. Deleting it twice is the same as once."""
    _record("deleted", draft, by)
    InstrumentDraft.objects.filter(pk=draft.pk).delete()


def _harmless(filename: str) -> str:
    """The name without characters that are not seen, such as those that turn the direction of what follows."""
    return "".join(character for character in filename if character.isprintable())


def _lock(draft: InstrumentDraft) -> InstrumentDraft:
    found = InstrumentDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if found is None:
        raise DraftRefused([GONE])
    return found


def _keep(
    draft: InstrumentDraft, definition: Mapping[str, Any], action: str, by: Account, **detail: Any
) -> InstrumentDraft:
    """Store a changed definition once it has passed every check. Raises DraftRefused."""
    try:
        draft.definition = _plain(definition)
    except InstrumentError as error:
        raise DraftRefused(error.problems) from error
    draft.save(update_fields=["definition", "changed_at"])
    _record(action, draft, by, **detail)
    return draft


def _plain(definition: Mapping[str, Any]) -> dict[str, Any]:
    read = loader.read(definition, languages_complete=False)
    plain: dict[str, Any] = json.loads(loader.canonical(read))
    if places := list(_unstorable(plain, "")):
        raise InstrumentError(
            [at(place, "holds a character that cannot be stored. Type the text again.") for place in places]
        )
    return plain


def _unstorable(node: Any, place: str) -> Iterator[str]:
    """Places of strings with NUL, which PostgreSQL does not store; half surrogate pairs the schema refuses itself."""
    if isinstance(node, str) and "\x00" in node:
        yield place
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield from _unstorable(value, f"{place}.{key}" if place else str(key))


def _following(programme: Programme, definition: dict[str, Any]) -> tuple[dict[str, Any], list[Finding]]:
    """An uploaded definition in the row of the programme's own versions."""
    own = [
        each
        for each in instrument_drafts.versions_for(programme).filter(instrument__slug=definition["slug"])
        if each.instrument.programme_id == programme.pk
    ]
    said, findings = definition.pop("since", None), []
    if said and said["version"] in {each.version for each in own}:
        definition["since"] = said
    elif said:
        sentence = Sentence(
            "It says that it follows version {version}, which is not published here. This was left out.",
            version=said["version"],
        )
        findings.append(Finding("since", sentence))
    highest = max(own, key=lambda each: instrument_drafts.version_key(each.version), default=None)
    if highest and instrument_drafts.version_key(definition["version"]) <= instrument_drafts.version_key(
        highest.version
    ):
        former, definition["version"] = definition["version"], _next(highest.version)
        sentence = Sentence(
            "Version {highest} is published already, so {former} became {now}.",
            highest=highest.version,
            former=former,
            now=definition["version"],
        )
        findings.append(Finding("version", sentence))
    return definition, findings


def _next(version: str) -> str:
    *above, last = version.split(".")
    return ".".join([*above, str(int(last) + 1)])


def _own_slug(slug: str, programme: Programme) -> str:
    """The product's short name with the programme's: plain letters, digits and hyphens, 50 at most."""
    ending = "".join(character if character.isalnum() else "-" for character in programme.slug.lower())
    return f"{slug}-{ending}"[:LONGEST_SLUG].rstrip("-")


def slug_faults(slug: str, programme_id: Any) -> list[str]:
    """Why a programme cannot publish under this short name, if it cannot."""
    if len(slug) > LONGEST_SLUG:
        return [
            Sentence(
                "The short name has {n} characters. Shorten it to {most}.",
                n=len(slug),
                most=LONGEST_SLUG,
            )
        ]
    taken = Instrument.objects.filter(slug=slug).exclude(programme=programme_id).exists()
    sentence = Sentence("The short name {slug} belongs to another questionnaire. Choose another one.", slug=slug)
    return [sentence] if taken else []


def version_faults(definition: Mapping[str, Any], draft: InstrumentDraft) -> list[str]:
    """Why this cannot be published as the version it says, if it cannot."""
    try:
        read = loader.read(definition, languages_complete=False)
    except InstrumentError as error:
        return list(error.problems)
    newest = instrument_drafts.newest(read.slug, draft.programme_id)
    key = instrument_drafts.version_key
    if newest is None or key(read.version) > key(newest.version):
        return []
    return [
        Sentence(
            "Version {version} is published already. Give this one a higher number, such as {next}.",
            version=newest.version,
            next=_next(newest.version),
        )
    ]


def _refuse_contradiction(before: InstrumentVersion, definition: Mapping[str, Any]) -> None:
    try:
        old = loader.read(before.definition)
        new = loader.read(definition, languages_complete=False)
    except InstrumentError as error:
        raise DraftRefused(error.problems) from error
    if faults := changes.problems(old, new):
        raise DraftRefused(faults)


def _record(action: str, draft: InstrumentDraft, by: Account, **detail: Any) -> None:
    audit.record(action=f"instrument_draft.{action}", target=draft, by=by, programme=draft.programme, **detail)
