import gzip

import pytest
from django.http import FileResponse, HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.config.compression import CompressionMiddleware, page_around
from surveyapp.config.packed_parts import pack, unpack

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


@given(st.binary(max_size=300), st.text(max_size=3000), st.binary(max_size=300))
def test_a_page_around_a_packed_part_is_one_stream_with_the_right_checksum(before, part, after):
    sent = page_around(RequestFactory().get("/", headers=BROWSER), before, pack(part), after)
    assert gzip.decompress(sent.content) == before + part.encode() + after
    assert (sent["Content-Encoding"], sent["Vary"]) == ("gzip", "Accept-Encoding")


def test_a_packed_part_leans_on_nothing_before_it():
    part = pack("<p>A question</p>" * 100)
    assert unpack(part).decode() == "<p>A question</p>" * 100
    assert len(part.blocks) < part.size / 10


def test_the_middleware_leaves_a_page_around_a_packed_part_as_it_is(send, rf):
    page = page_around(rf.get("/", headers=BROWSER), b"x" * 300, pack("y" * 300), b"z" * 300)
    assert gzip.decompress(send(page).content) == b"x" * 300 + b"y" * 300 + b"z" * 300


def test_a_browser_that_cannot_read_it_gets_a_packed_part_as_it_is(rf):
    page = page_around(rf.get("/"), b"x", pack("y"), b"z")
    assert (page.content, page["Vary"], page.has_header("Content-Encoding")) == (b"xyz", "Accept-Encoding", False)


def test_the_size_of_such_a_page_is_padded_by_chance(rf):
    sizes = {len(page_around(rf.get("/", headers=BROWSER), b"x", pack("y"), b"z").content) for _ in range(30)}
    assert len(sizes) > 5
