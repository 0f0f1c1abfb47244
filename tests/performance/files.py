"""Files of results: how long a worker is at each kind, and how large it is. Run by `tests.performance.pages` on its sector."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from time import process_time

LANGUAGES = ("en", "de", "fr", "ar")


def measure() -> Iterator[str]:
    """One line a kind: seconds of processor by language, each made once, as Typst keeps what it has typeset; a file of
    another survey before fills what a process keeps."""
    import django

    django.setup()
    from benchmarking.models.report import Report

    yield f"Files of results, processor seconds in {', '.join(LANGUAGES)}"
    for form in Report.Format.values:
        _made(form, "en", "2024")
        taken = [_made(form, language, "2025") for language in LANGUAGES]
        seconds = " ".join(f"{each:6.2f} s" for each, _size in taken)
        yield f"  {form:26} {seconds} {max(size for _each, size in taken) / 1024:6.0f} kB at most"


def _made(form: str, language: str, survey: str) -> tuple[float, int]:
    from benchmarking.exports.making import make
    from benchmarking.models.report import Report
    from surveyapp.models.people import Membership
    from surveyapp.models.wave import Wave

    organisation = Membership.objects.get(account__email="coordinator@demo.example").organisation
    wave = Wave.objects.get(programme=organisation.programme, slug=survey)
    report = Report(organisation=organisation, wave=wave, format=form, language=language)
    began = process_time()
    content = make(report, lambda _stage, _percent: None).content
    return process_time() - began, len(content)


if __name__ == "__main__":
    for line in measure():
        sys.stdout.write(f"{line}\n")
