"""The organiser's logo: drawn anew from what was uploaded, so that nothing but its picture is kept."""

from __future__ import annotations

import hashlib
import io
import warnings
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from surveyapp.actions import audit
from surveyapp.actions.refusals import Refused
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme, ProgrammeLogo

LARGEST_FILE = 2_000_000  # bytes: what a logo from a website or a letterhead has
MOST_PIXELS = 16_000_000  # 4000 x 4000; a small file can unfold to far more
DRAWN_WITHIN = (640, 320)
READ = ("PNG", "JPEG", "WEBP", "GIF")  # by what is in the file, not by its name; no SVG, which can hold programs


class LogoUnfit(Refused):
    """A file that cannot be a logo; the message says why."""


@transaction.atomic
def set_logo(*, programme: Programme, file: IO[bytes], size: int, by: Account) -> ProgrammeLogo:
    """Take a picture as the programme's logo. Of several frames the first; whatever else the file holds is left out.

    Raises LogoUnfit for a file that is too large, no such picture, or has too many pixels.
    """
    if size > LARGEST_FILE:
        raise LogoUnfit(_("This file is too large: at most %(most)s MB.") % {"most": LARGEST_FILE // 1_000_000})
    drawn = _drawn(file)
    buffer = io.BytesIO()
    drawn.save(buffer, "PNG", optimize=True)
    image = buffer.getvalue()
    about = {"width": drawn.width, "height": drawn.height, "sha256": hashlib.sha256(image).hexdigest()}
    logo, _created = ProgrammeLogo.objects.update_or_create(programme=programme, defaults={"image": image, **about})
    audit.record(action="programme.logo_changed", target=programme, by=by, programme=programme)
    return logo


@transaction.atomic
def remove_logo(*, programme: Programme, by: Account) -> None:
    """Show no logo any more; removing twice is removing once."""
    n, _kinds = ProgrammeLogo.objects.filter(programme=programme).delete()
    if n:
        audit.record(action="programme.logo_removed", target=programme, by=by, programme=programme)


def _drawn(file: IO[bytes]) -> Image.Image:
    unfit = _("This is no picture that can be read. Use a PNG, JPEG, WebP or GIF file.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(file, formats=READ)
            _refuse_huge(picture)
            found = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise LogoUnfit(unfit) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise LogoUnfit(_too_many()) from error
    found.thumbnail(DRAWN_WITHIN, Image.Resampling.LANCZOS)
    return found


def _refuse_huge(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise LogoUnfit(_too_many())


def _too_many() -> str:
    return _("This picture has too many pixels: at most 4000 by 4000.")
