import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from surveyapp.actions import programme_logo
from surveyapp.models.audit import AuditEntry
from surveyapp.models.programme import ProgrammeLogo

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(size=(900, 300), kind="PNG", **options):
    buffer = io.BytesIO()
    Image.new("RGB", size, "navy").save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.fixture
def upload(olga, at):
    def post(content, name="logo.png"):
        file = SimpleUploadedFile(name, content, content_type="image/png")
        return olga.post(at("programme-logo-settings", "sector"), {"file": file})

    return post


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_logo_is_drawn_anew_and_served_to_everybody(upload, at, kind):
    assert upload(picture(kind=kind), "logo.exe").status_code == 302
    logo = ProgrammeLogo.objects.get()
    assert (logo.width, logo.height) == (640, 213)
    answer = Client().get(at("programme-logo", "sector", logo.sha256))
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(answer.content)).size == (640, 213)


def test_nothing_but_the_picture_is_kept(upload):
    upload(picture((20, 20), "JPEG", comment=b"secret") + b"<script>secret</script>")
    assert b"secret" not in bytes(ProgrammeLogo.objects.get().image)


def test_respondents_see_it_before_they_agree(upload, invite, client, at):
    upload(picture())
    _invitation, token = invite("alpha")
    browser = Client()
    page = browser.post(at("answer-start", token), follow=True)
    assert at("programme-logo", "sector", ProgrammeLogo.objects.get().sha256) in page.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (SVG, "This is no picture that can be read."),
        (b"", "This is no picture that can be read."),
        (picture()[:200], "This is no picture that can be read."),
        (b"x" * 2_000_001, "This file is too large"),
        (picture((4001, 4000)), "too many pixels"),
    ],
    ids=["svg", "empty", "cut", "large", "pixels"],
)
def test_what_is_no_logo_is_refused(upload, content, sentence):
    page = upload(content)
    assert page.status_code == 422
    assert sentence in page.text
    assert not ProgrammeLogo.objects.exists()


def test_a_picture_of_too_many_pixels_is_not_unfolded(monkeypatch, people):
    file = io.BytesIO(picture((5000, 5000)))
    monkeypatch.setattr(Image.Image, "convert", lambda *_: pytest.fail("it was unfolded"))
    with pytest.raises(programme_logo.LogoUnfit):
        programme_logo.set_logo(programme=people.olga.programme, file=file, size=10, by=people.olga.account)


def test_no_file_is_said(olga, at):
    page = olga.post(at("programme-logo-settings", "sector"))
    assert "Choose a file." in page.text


def test_it_is_taken_away_again(upload, olga, at):
    upload(picture())
    address = at("programme-logo", "sector", ProgrammeLogo.objects.get().sha256)
    olga.post(at("programme-logo-remove", "sector"))
    assert Client().get(address).status_code == 404
    actions = list(AuditEntry.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["programme.logo_changed", "programme.logo_removed"]


@pytest.mark.parametrize("who", ["alpha", "gamma"])
def test_only_staff_change_it(signed_in, people, at, who):
    client = signed_in(getattr(people, who))
    assert client.post(at("programme-logo-settings", "sector"), {}).status_code == 403
    assert client.post(at("programme-logo-remove", "sector")).status_code == 403
