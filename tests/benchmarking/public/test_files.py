"""The PDF and the picture of a public report: made by a worker, once a language and state, at addresses that stay."""

import io
import struct

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from benchmarking.actions.sector_reports import Said, ask_for_files, make_public, save_sector_report, take_back
from benchmarking.models.sector_report import SectorReportFile
from benchmarking.tasks import make_sector_report_files
from surveyapp.models.wave import Wave
from tests.benchmarking.public.conftest import HERE


@pytest.fixture(autouse=True)
def one_language(settings, tmp_path):
    settings.LANGUAGES = [("en", "English"), ("de", "German")]
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def work(as_worker):
    def make():
        with as_worker():
            make_sector_report_files()
            return list(SectorReportFile.objects.order_by("kind", "language"))

    return make


def body(response):
    return b"".join(response.streaming_content)


def test_until_a_worker_has_made_it_the_address_says_to_come_back(client, public):
    answer = client.get(f"{HERE}report.pdf")
    assert (answer.status_code, answer.headers["Retry-After"], answer.headers["Cache-Control"]) == (
        503,
        "60",
        "no-store",
    )


def test_the_pdf_is_tagged_and_says_what_the_page_says(client, public, work):
    work()
    answer = client.get(f"{HERE}report.pdf")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    pdf = PdfReader(io.BytesIO(body(answer)))
    text = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF's own kind of boolean
    for said in (
        "In five sentences",
        "25 % of companies have started with twins",
        "n = 64",
        "How to quote",
        "What this cannot say",
    ):
        assert said in text.replace("\u00a0", " ").replace("\u202f", " "), said
    assert client.get(f"{HERE}report.pdf", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_picture_has_the_size_that_other_pages_expect(client, public, work):
    work()
    answer = client.get(f"{HERE}picture.png?lang=de")
    content = body(answer)
    assert (answer.headers["Content-Type"], answer.headers["Content-Language"]) == ("image/png", "de")
    assert struct.unpack(">II", content[16:24]) == (1200, 630)


def test_a_file_is_made_once_a_state_and_replaced_by_the_next(client, public, wave, people, work):
    first = work()
    assert [(row.kind, row.language, row.state) for row in first] == [
        (kind, language, "done") for kind in ("pdf", "png") for language in ("de", "en")
    ]
    assert [row.pk for row in work()] == [row.pk for row in first]
    save_sector_report(
        wave=wave, by=people.olga.account, said=Said({"foreword": {"en": "New words."}}, "CC-BY-4.0", [])
    )
    assert client.get(f"{HERE}report.pdf").status_code == 200  # the one before, while another is made
    second = work()
    assert len(second) == 4
    assert not {row.pk for row in first} & {row.pk for row in second}
    assert "New words." in PdfReader(io.BytesIO(body(client.get(f"{HERE}report.pdf")))).pages[0].extract_text()


def test_asking_for_what_is_there_takes_as_many_statements_for_two_reports_as_for_one(public, people, as_worker):
    def statements():
        with as_worker(), CaptureQueriesContext(connection) as asked:
            ask_for_files()
        return len(asked)

    with as_worker():
        assert len(ask_for_files()) == 4
    of_one = statements()
    make_public(wave=Wave.objects.get(slug="2025"), by=people.olga.account)
    with as_worker():
        assert len(ask_for_files()) == 8
    assert statements() == of_one <= 6


def test_of_a_report_that_is_not_public_no_file_is_made_or_given(client, public, wave, people, work):
    work()
    take_back(wave=wave, by=people.olga.account, reason="Wrong")
    assert client.get(f"{HERE}report.pdf").status_code == client.get(f"{HERE}picture.png").status_code == 410
