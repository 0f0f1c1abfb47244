"""What the page of results weighs over the wire at first sight, everything it loads included, and what is kept thereafter."""

import gzip
import json
import re
from pathlib import Path
from urllib.parse import unquote

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

LIMIT = 700_000
FONT = re.compile(r"url\((?:\./)?([\w./-]+latin-(?:wght|\d+)-normal\.woff2)\)")


@pytest.fixture
def page(alpha, released):
    return alpha.get("/benchmarks/", headers={"Accept-Encoding": "identity"}).content


def loaded(html):
    """Paths of what the page names: sheets, scripts, the icon."""
    return sorted({unquote(path) for path in re.findall(r'(?:href|src)="/static/([^"]+)"', html)})


def fonts(sheet):
    text = Path(finders.find(sheet)).read_text()
    return [f"{sheet.rpartition('/')[0]}/{name}" for name in FONT.findall(text)]


def on_the_wire(path):
    content = Path(finders.find(path)).read_bytes()
    return len(content) if path.endswith(".woff2") else len(brotli.compress(content, quality=11))


def test_the_first_view_weighs_less_than_700_kb_with_plotly(page):
    named = loaded(page.decode())
    everything = {*named, *(font for path in named if path.endswith(".css") for font in fonts(path))}
    assert any("plotly" in path for path in everything)
    assert sum("woff2" in path for path in everything) >= 3
    assert len(gzip.compress(page)) + sum(on_the_wire(path) for path in everything) <= LIMIT


def test_files_under_hashed_names_are_kept_for_good(tmp_path, settings):
    """As the container serves them: such a name never means anything else later."""
    manifest = {"version": "1.1", "hash": "", "paths": {"charts.js": "charts.0123456789ab.js"}}
    (tmp_path / "staticfiles.json").write_text(json.dumps(manifest))
    for name in ("charts.js", "charts.0123456789ab.js"):
        (tmp_path / name).write_text("export {};")
    collected = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": collected}
    settings.STATIC_ROOT, settings.WHITENOISE_USE_FINDERS, settings.WHITENOISE_AUTOREFRESH = str(tmp_path), False, False
    _encoding, _path, headers = (
        WhiteNoiseMiddleware(HttpResponse).files["/static/charts.0123456789ab.js"].alternatives[0]
    )
    assert dict(headers)["Cache-Control"] == "max-age=315360000, public, immutable"
