"""The seal of a release: that neither what it was built from nor what it says of itself was changed since."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SEALED = ("groups", "withheld", "instrument", "method_version", "parameters", "software")
"""What a release says of itself besides its figures, which can be computed anew."""


def seal(inputs: Mapping[str, Any], made: object) -> str:
    """HMAC-SHA-256 of the frozen inputs, the questionnaire, method, limits and software, and the groups with their names.

    `made`: a release, or what is about to become one.
    Under the installation's secret, as a plain digest of a few answers could be guessed (STATISTICS 3, rule 14).
    """
    return _seal(_text(inputs, made), settings.SECRET_KEY)


def is_sealed(inputs: Mapping[str, Any], made: object, found: str) -> bool:
    """Whether `found` is the seal of these, under the secret of today or one that settings name as an earlier one."""
    text = _text(inputs, made)
    return any(constant_time_compare(_seal(text, secret), found) for secret in _secrets())


def _text(inputs: Mapping[str, Any], made: object) -> str:
    whole = {"inputs": inputs, **{name: getattr(made, name) for name in SEALED}}
    return json.dumps(whole, sort_keys=True, separators=(",", ":"))


def _seal(text: str, secret: str | bytes) -> str:
    return salted_hmac("benchmarking.release", text, secret=secret, algorithm="sha256").hexdigest()


def _secrets() -> Iterable[str | bytes]:
    yield settings.SECRET_KEY
    yield from settings.SECRET_KEY_FALLBACKS
