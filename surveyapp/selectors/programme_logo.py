"""Where a programme's logo is, and how large it is drawn."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from surveyapp.models.programme import Programme, ProgrammeLogo


def shown(programme: Programme) -> dict[str, Any] | None:
    """Context of partials/logo.html; None where there is none. Half as large as it is stored, so that it is sharp."""
    found = ProgrammeLogo.objects.filter(programme=programme).values("width", "height", "sha256").first()
    if found is None:
        return None
    url = reverse("surveyapp:programme-logo", args=[programme.slug, found["sha256"]])
    return {"url": url, "width": (found["width"] + 1) // 2, "height": (found["height"] + 1) // 2}


def image(slug: str, sha256: str) -> bytes | None:
    """The picture with this digest; None for another one, so that an address never shows two pictures."""
    rows = ProgrammeLogo.objects.filter(programme__slug=slug, sha256=sha256)
    found = rows.values_list("image", flat=True).first()
    return None if found is None else bytes(found)
