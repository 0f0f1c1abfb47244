import gzip

import pytest
from django.http import FileResponse, HttpResponse

from surveyapp.config.compression import CompressionMiddleware

BROWSER = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def send(rf):
    """`send(response)` is what a browser gets of it."""
    return lambda response, headers=BROWSER: CompressionMiddleware(lambda _: response)(rf.get("/", headers=headers))


def test_a_page_travels_compressed(send):
    page = send(HttpResponse("<p>A question</p>" * 100))
    assert gzip.decompress(page.content).decode() == "<p>A question</p>" * 100
    assert (page["Content-Encoding"], page["Vary"]) == ("gzip", "Accept-Encoding")


def test_a_browser_that_cannot_read_it_gets_it_as_it_is(send):
    assert send(HttpResponse("x" * 1000), headers={}).content == b"x" * 1000


@pytest.mark.parametrize("kind", ["application/pdf", "font/woff2", "image/png"])
def test_what_is_compressed_already_stays_as_it_is(send, kind):
    assert not send(HttpResponse(b"x" * 1000, content_type=kind)).has_header("Content-Encoding")


def test_a_file_that_is_streamed_is_compressed_as_it_goes(send, tmp_path):
    style = tmp_path / "waymark.css"
    style.write_text("p { margin: 0 }\n" * 1000)
    sent = send(FileResponse(style.open("rb")))
    assert gzip.decompress(b"".join(sent.streaming_content)) == style.read_bytes()
