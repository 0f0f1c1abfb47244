"""How slides look: the tokens of the web pages as the theme of the file, so that whoever edits a slide keeps them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language_bidi
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches, Pt

# static/waymark.css, light.
COLOURS = {
    "ink": "14284B",
    "quiet": "4A566B",
    "paper": "FBF9F4",
    "sunk": "F2EFE6",
    "rule": "DED9CC",
    "edge": "7E8DA5",
    "band": "CFD8E4",
    "you": "E0560B",
    "you-text": "B0430A",
    "was": "F3B999",
}
THEME = {
    "dk1": "ink", "lt1": "paper", "dk2": "quiet", "lt2": "sunk", "accent1": "you", "accent2": "ink", "accent3": "edge",
    "accent4": "band", "accent5": "was", "accent6": "you-text", "hlink": "ink", "folHlink": "quiet",
}  # fmt: skip
TITLES, TEXTS = "Georgia", "Calibri"  # on every board's machine
TITLE_ONLY = 5  # layout of python-pptx's own template
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
TITLE_SIZES = ((70, 28), (140, 22), (210, 18))  # up to so many letters, points


@dataclass(frozen=True)
class Box:
    """A place on the slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def inches(self) -> tuple[Any, Any, Any, Any]:
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


TITLE, SUBTITLE = Box(0.6, 0.45, 12.1, 0.95), Box(0.6, 1.38, 12.1, 0.4)
BODY, FOOT = Box(0.6, 1.7, 12.1, 4.9), Box(0.6, 6.95, 11.2, 0.35)
Lines = Sequence[tuple[str, dict[str, Any]]]


def plain(text: str) -> str:
    """Without signs that no XML may hold; what python-pptx writes as a run's text it cleans by itself."""
    return NOT_IN_XML.sub("", text)


def colour(name: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(COLOURS[name]))  # type: ignore[no-untyped-call]


def dress(slides: Any) -> None:
    """Wide slides on warm white, with our colours and typefaces as the theme."""
    slides.slide_width, slides.slide_height = Inches(13.333), Inches(7.5)
    master = slides.slide_masters[0]
    master.background.fill.solid()
    master.background.fill.fore_color.rgb = colour("paper")
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = theme.blob.decode()
    for slot, name in THEME.items():
        text = re.sub(
            rf"(<a:{slot}>).*?(</a:{slot}>)", rf'\g<1><a:srgbClr val="{COLOURS[name]}"/>\g<2>', text, flags=re.DOTALL
        )
    for part, face in (("majorFont", TITLES), ("minorFont", TEXTS)):
        text = re.sub(rf'(<a:{part}>\s*<a:latin typeface=")[^"]*', rf"\g<1>{face}", text)
    theme._blob = text.encode()  # noqa: SLF001 - python-pptx reads and writes a theme as bytes, without a way to change it


def add_slide(slides: Any, title: str, source: str, number: int) -> Any:
    """A slide with a title that screen readers find, and at its foot what the numbers are of."""
    made = slides.slides.add_slide(slides.slide_layouts[TITLE_ONLY])
    placeholder = made.shapes.title
    placeholder.left, placeholder.top, placeholder.width, placeholder.height = TITLE.inches
    frame = placeholder.text_frame
    frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    size = next((points for letters, points in TITLE_SIZES if len(title) <= letters), TITLE_SIZES[-1][1] - 3)
    _fill(frame, [(title, {"size": size, "face": TITLES, "bold": True})])
    say(made, FOOT, [(source, {"size": 10, "quiet": True})])
    say(made, Box(11.9, 6.95, 0.8, 0.35), [(str(number), {"size": 10, "quiet": True, "end": True})])
    return made


def say(slide: Any, box: Box, lines: Lines, edge: str = "") -> None:
    """A text box; `edge`: the colour of a frame round it."""
    if edge:
        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.inches)
        shape.fill.background()
        shape.line.color.rgb, shape.line.width = colour(edge), Pt(1.5)
        shape.shadow.inherit = False
    else:
        shape = slide.shapes.add_textbox(*box.inches)
    frame = shape.text_frame
    frame.vertical_anchor = MSO_ANCHOR.TOP
    _fill(frame, [line for line in lines if line[0]])


def _fill(frame: Any, lines: Lines) -> None:
    frame.word_wrap = True
    for number, (text, style) in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        write(paragraph, text, style)


def write(paragraph: Any, text: str, style: dict[str, Any]) -> None:
    """Text as text, whatever it holds; from right to left in a language that is written so."""
    run = paragraph.add_run()
    run.text = plain(text)
    font = run.font
    font.size, font.bold = Pt(style["size"]), style.get("bold", False)
    font.color.rgb = colour("you-text" if style.get("accent") else "quiet" if style.get("quiet") else "ink")
    if face := style.get("face"):
        font.name = face
    if "before" in style:
        paragraph.space_before = Pt(style["before"])
    is_rtl, is_end = get_language_bidi(), style.get("end", False)
    paragraph.alignment = PP_ALIGN.RIGHT if is_rtl != is_end else PP_ALIGN.LEFT
    if is_rtl:
        paragraph._p.get_or_add_pPr().set("rtl", "1")  # noqa: SLF001 - no public way to say it
