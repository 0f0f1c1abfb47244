import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((CHECKOUT / "templates").rglob("*.html"))
OWN_NAMES = {"Waymark", "CSV", "PNG", "SVG", "PDF", "XLSX", "PPTX"}  # written the same in every language
TRANSLATED = r"{%\s*blocktranslate\b.*?{%\s*endblocktranslate\s*%}"
COMMENTS = r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}|<!--.*?-->"
DATA = r"<script\b[^>]*>.*?</script>"


@pytest.fixture(params=TEMPLATES, ids=lambda path: str(path.relative_to(CHECKOUT / "templates")))
def source(request):
    return re.sub(COMMENTS, "", request.param.read_text(), flags=re.DOTALL)


def test_there_are_templates():
    assert TEMPLATES


def test_no_script_or_style_stands_in_the_page(source):
    scripts = re.findall(r"<script\b[^>]*>", source)
    assert [s for s in scripts if " src=" not in s and 'type="application/json"' not in s] == []
    assert re.findall(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", source) == []


def test_nothing_is_loaded_from_elsewhere(source):
    addresses = re.findall(r"(?:src|href|action|hx-\w+|url\()\s*=?\s*[\"']?((?:https?:)?//[^\"'\s>]+)", source)
    assert addresses == []


def test_every_visible_text_goes_through_gettext(source):
    visible = re.sub(f"{TRANSLATED}|{DATA}", " ", source, flags=re.DOTALL)
    visible = re.sub(r"{%.*?%}|{{.*?}}", " ", visible, flags=re.DOTALL)
    spoken = re.findall(r"\s(?:alt|title|placeholder|aria-label)=\"([^\"]*)\"", visible)
    texts = re.sub(r"<[^>]*>|&#?\w+;", " ", visible)
    assert set(re.findall(r"[A-Za-z]{2,}", " ".join([texts, *spoken]))) - OWN_NAMES == set()
