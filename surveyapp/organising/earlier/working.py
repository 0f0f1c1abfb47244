"""What a worker does with a file of an earlier survey: read it, check it, write it, or take it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, BinaryIO, Self, cast

import psycopg
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from surveyapp.actions import earlier_waves as actions
from surveyapp.actions.attempts import advance
from surveyapp.actions.earlier_applying import Row, apply_earlier_wave
from surveyapp.actions.earlier_sites import Said, Sites
from surveyapp.actions.earlier_undoing import undo_earlier_wave
from surveyapp.actions.refusals import Refused
from surveyapp.forms.sentences import spoken
from surveyapp.instruments.interchange.report import FileRefused as QuestionnaireRefused
from surveyapp.instruments.interchange.responses_rows import Counts, Problem, Read
from surveyapp.models.earlier_wave import EarlierJob, EarlierProblem, EarlierWave
from surveyapp.organising.earlier import reading, taking_in
from surveyapp.organising.earlier.limits import MOST_PROBLEMS
from surveyapp.organising.kept_file import refuse_another_file
from surveyapp.organising.register.limits import FileRefused

AT_ONCE = 500  # rows, and so the memory that a file takes
MOST_VALUES = 500  # unknown ones that are listed
MOST_NAMES = 200
Step = EarlierWave.Step


def work(job: EarlierJob) -> None:
    """Do the work of a job that the caller holds. What is refused is said on the earlier wave, and the job is done."""
    about = EarlierWave.objects.select_related("programme", "by", "instrument_version").get(pk=job.earlier_wave_id)
    does = {"read": _read, "check": _check, "apply": _apply, "undo": _undo}[job.kind]
    with override(about.by.language if about.by else None):
        try:
            if job.kind != EarlierJob.Kind.UNDO:
                refuse_another_file(about)
            does(job, about)
        except QuestionnaireRefused as refusal:
            _say(about, " ".join(spoken(each) for each in refusal.problems[:5]))
        except (FileRefused, Refused) as refusal:
            _say(about, str(refusal))
    job.state, job.percent, job.finished_at, job.error = job.State.DONE, 100, timezone.now(), ""
    job.save(update_fields=["state", "percent", "finished_at", "error"])


def _say(about: EarlierWave, why: str) -> None:
    about.refresh_from_db()
    actions.refuse(about, why)


def _read(job: EarlierJob, about: EarlierWave) -> None:
    """See what stands in every column, make the questionnaire if there is none, and guess what the columns are."""
    advance(job, "reading", 5)
    with default_storage.open(about.file) as opened:
        file = cast("BinaryIO", opened.file)
        tell = _share(job, file, opened.size, 5, 95)
        taking_in.learn(about, file, tell)
    about.step = Step.COLUMNS
    about.save()


def _check(job: EarlierJob, about: EarlierWave) -> None:
    """Read every row as it would be written, and count. Nothing is written but problems and counts."""
    advance(job, "checking", 5)
    EarlierProblem.objects.filter(earlier_wave=about).delete()
    checking = _Checking(about)
    with default_storage.open(about.file) as opened:
        file = cast("BinaryIO", opened.file)
        tell = _share(job, file, opened.size, 5, 95)
        for n, chunk in _chunks(about, file):
            checking.take(chunk)
            tell(n)
    about.report, about.step = checking.report(), Step.CHECKED
    about.save(update_fields=["report", "step"])


def _apply(job: EarlierJob, about: EarlierWave) -> None:
    """In one transaction; how far it is says another session, so that everybody sees it meanwhile."""
    advance(job, "writing", 5)
    with default_storage.open(about.file) as opened, _Told(job) as told:
        file = cast("BinaryIO", opened.file)
        total = max(about.report.get("taken", 1), 1)
        apply_earlier_wave(about, _rows(about, file), lambda n: told.say(5 + int(90 * min(n / total, 1))))


def _undo(job: EarlierJob, about: EarlierWave) -> None:
    advance(job, "undoing", 10)
    undo_earlier_wave(about)


def _chunks(about: EarlierWave, file: BinaryIO) -> Iterator[tuple[int, list[tuple[int, Read]]]]:
    """How many rows were read, and some more of them."""
    reader = taking_in.reader(about)
    rows = reading.rows(file, about.layout)
    n = 0
    while some := list(islice(rows, AT_ONCE)):
        n += len(some)
        yield n, [(number, reader.read(cells)) for number, cells in some]


def _rows(about: EarlierWave, file: BinaryIO) -> Iterator[list[Row]]:
    """The rows that are taken in. What cannot be read in them is left out, as was said; else nothing is written."""
    for _n, chunk in _chunks(about, file):
        taken = [(number, read) for number, read in chunk if read.is_complete or about.takes_incomplete]
        if any(read.problems for _number, read in taken) and not about.leaves_unreadable_out:
            raise Refused(_("The file holds what cannot be read. Check it again."))
        yield [_row(number, read) for number, read in taken]


def _row(number: int, read: Read) -> Row:
    return Row(
        number, said(read), read.role, read.about.get("language", ""), read.submitted, read.started, read.document
    )


def said(read: Read) -> Said:
    """Whose answers a row says it is, on one line each."""
    words = {
        what: " ".join(read.about.get(what, "").split()) for what in ("organisation", "reference", "owner", "domain")
    }
    return Said(words["organisation"], words["reference"], words["owner"], words["domain"])


class _Checking:
    """What the dry run counts."""

    def __init__(self, about: EarlierWave) -> None:
        self.about, self.counts, self.n_problems = about, Counts(), 0
        self.rows_with_problems = 0
        self.unknown: Counter[tuple[str, str]] = Counter()
        self.sites = Sites(about.programme)
        self.names: Counter[tuple[str, bool]] = Counter()
        self.organisations: set[Any] = set()
        self.silent = 0
        self.incomplete = 0

    def take(self, chunk: list[tuple[int, Read]]) -> None:
        taken = [(number, read) for number, read in chunk if read.is_complete or self.about.takes_incomplete]
        self.incomplete += sum(not read.is_complete for _number, read in chunk)
        for _number, read in taken:
            self.counts.add(read)
            self.rows_with_problems += bool(read.problems)
            unknown = ((p.item, p.value) for p in read.problems if p.code == "unknown_value")
            self.unknown.update(pair for pair in unknown if pair in self.unknown or len(self.unknown) < MOST_VALUES)
        self._take_sites([said(read) for _number, read in taken])
        self._keep([(number, each) for number, read in taken for each in read.problems])

    def _take_sites(self, sites: list[Said]) -> None:
        self.sites.look_up(sites)
        for each in sites:
            if each.is_silent:
                self.silent += 1
                continue
            found = self.sites.find(each)
            self.organisations.add(found or self.sites.key(each))
            name = each.name or each.reference or each.domain
            if (name, bool(found)) in self.names or len(self.names) < MOST_NAMES:
                self.names[name, bool(found)] += 1

    def _keep(self, problems: list[tuple[int, Problem]]) -> None:
        """The first of them; of more only the number is of use."""
        kept = problems[: max(0, MOST_PROBLEMS - self.n_problems)]
        self.n_problems += len(problems)
        rows = [
            EarlierProblem(
                programme_id=self.about.programme_id,
                earlier_wave=self.about,
                number=number,
                column=each.column,
                item=each.item,
                code=each.code,
                value=each.value,
                detail=each.detail,
            )
            for number, each in kept
        ]
        EarlierProblem.objects.bulk_create(rows, batch_size=1_000)

    def report(self) -> dict[str, Any]:
        known = sum(not isinstance(each, tuple) for each in self.organisations)
        return {
            "taken": self.counts.rows,
            "incomplete": self.incomplete,
            "items": {code: dict(counted) for code, counted in self.counts.items.items()},
            "problems": self.n_problems,
            "unreadable": self.rows_with_problems,
            "unknown": [[item, value, n] for (item, value), n in self.unknown.most_common()],
            "organisations": {
                "known": known,
                "new": len(self.organisations) - known,
                "alone": self.silent,
                "names": [[name, is_known, n] for (name, is_known), n in self.names.most_common()],
            },
        }


def _share(job: EarlierJob, file: BinaryIO, size: int, first: int, last: int) -> Callable[[int], None]:
    """Of a CSV file by its bytes; other kinds do not say how far they were read: about 400 bytes a row."""
    kind = job.earlier_wave.layout.get("kind")

    def tell(n: int) -> None:
        share = file.tell() / max(size, 1) if kind == "csv" else min(0.95, 400 * n / max(size, 1))
        advance(job, job.stage, first + int((last - first) * min(share, 1)))

    return tell


class _Told:
    """Progress while a transaction is under way. Not being heard does no harm."""

    def __init__(self, job: EarlierJob) -> None:
        self._job, self._last = job, 0

    def __enter__(self) -> Self:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            role = cursor.fetchone()[0]
        self._session = psycopg.connect(**connection.get_connection_params(), autocommit=True)
        self._session.execute(psycopg.sql.SQL("SET ROLE {}").format(psycopg.sql.Identifier(role)))
        self._session.execute("SET lock_timeout = '200ms'")
        return self

    def say(self, percent: int) -> None:
        if percent == self._last:
            return
        self._last = percent
        try:
            self._session.execute("UPDATE surveyapp_earlierjob SET percent = %s WHERE id = %s", [percent, self._job.pk])
        except psycopg.errors.LockNotAvailable:
            return

    def __exit__(self, *_: object) -> None:
        self._session.close()
