import re

import pytest


@pytest.fixture
def policy(client):
    header = client.get("/healthz").headers["Content-Security-Policy"]
    return dict(part.strip().partition(" ")[::2] for part in header.split(";") if part.strip())


def test_everything_comes_from_this_site(policy):
    assert policy["default-src"] == "'self'"
    assert policy["img-src"].split() == ["'self'", "data:", "blob:"]  # Plotly draws its PNG download through a blob


def test_nothing_inline_and_nobody_elses_page_or_frame(policy):
    assert not re.search("unsafe|http|\\*", " ".join(policy.values()))
    assert (policy["object-src"], policy["frame-ancestors"]) == ("'none'", "'none'")
    assert (policy["base-uri"], policy["form-action"]) == ("'self'", "'self'")


def test_other_pages_learn_nothing_from_an_address(client, settings):
    assert client.get("/healthz").headers["Referrer-Policy"] == "same-origin"
    assert settings.X_FRAME_OPTIONS == "DENY"
