"""How slides look: the tokens of the web pages as the theme of the file, so that whoever edits a slide keeps them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language_bidi
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches, Pt

from benchmarking.exports.signs import FROM_THE_RIGHT, plain, shortened
from benchmarking.exports.slide_room import ABOVE_AND_BELOW, BOLD, POINTS, SIDES, height

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
TITLE_SIZES = (28, 24, 20, 17, 15, 12)  # points: the largest that fits
LONGEST_TITLE = 300  # letters
SCALES = (1.0, 0.92, 0.85, 0.78, 0.7, 0.62)  # of the letters of a text, the first that fits its box
LEAST = 11  # points


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
BODY, FOOT, NUMBER = Box(0.6, 1.75, 12.1, 5.0), Box(0.6, 6.95, 11.2, 0.35), Box(11.9, 6.95, 0.8, 0.35)
Lines = Sequence[tuple[str, dict[str, Any]]]


def colour(name: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(COLOURS[name]))  # type: ignore[no-untyped-call]


def dress(slides: Any) -> None:
    """Wide slides on warm white, with our colours and typefaces as the theme."""
    slides.slide_width, slides.slide_height = Inches(13.333), Inches(7.5)
    master = slides.slide_masters[0]
    for page in (master, *slides.slide_layouts):
        for shape in page.placeholders:
            _widen(shape)
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


def _widen(shape: Any) -> None:
    """The places of python-pptx's template are for slides of four to three."""
    if shape._element.spPr.xfrm is not None:  # noqa: SLF001 - others take the place of what they are made after
        shape.left, shape.width = shape.left * 4 // 3, shape.width * 4 // 3


def add_slide(slides: Any, title: str, source: str, number: int) -> Any:
    """A slide with a title that screen readers find, and at its foot what the numbers are of."""
    made = slides.slides.add_slide(slides.slide_layouts[TITLE_ONLY])
    placeholder = made.shapes.title
    placeholder.left, placeholder.top, placeholder.width, placeholder.height = TITLE.inches
    frame = placeholder.text_frame
    frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    title = shortened(title, LONGEST_TITLE)
    size = next(
        (each for each in TITLE_SIZES if taken([(title, {"size": each * BOLD})], TITLE.width) <= TITLE.height), 12
    )
    _fill(frame, [(title, {"size": size, "face": TITLES, "bold": True})])
    say(made, FOOT, [(source, {"size": 10, "quiet": True})], least=7)
    say(made, NUMBER, [(str(number), {"size": 10, "quiet": True, "end": True})])
    return made


def say(slide: Any, box: Box, lines: Lines, edge: str = "", least: float = LEAST) -> None:
    """A text box, with smaller letters where it would be too full; `edge`: the colour of a frame round it."""
    frame = slide.shapes.add_textbox(*box.inches)
    if edge:
        frame.line.color.rgb, frame.line.width = colour(edge), Pt(1.5)
    text = frame.text_frame
    text.vertical_anchor, text.auto_size = MSO_ANCHOR.TOP, MSO_AUTO_SIZE.NONE
    shown = [line for line in lines if line[0]]
    scale = next((each for each in SCALES if taken(shown, box.width, each, least) <= box.height), SCALES[-1])
    _fill(text, [(line, style | {"size": max(style["size"] * scale, least)}) for line, style in shown])


def taken(lines: Lines, inches: float, scale: float = 1.0, least: float = 0.0) -> float:
    """Inches of height that texts take in a box of this width."""
    sized = [(text, max(style["size"] * scale, least)) for text, style in lines]
    gaps: float = sum(style.get("before", 0) for _text, style in lines) / POINTS
    return height(sized, inches - SIDES) + gaps + ABOVE_AND_BELOW


def _fill(frame: Any, lines: Lines) -> None:
    frame.word_wrap = True
    for number, (text, style) in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        write(paragraph, text, style)


def describe(frame: Any, text: str) -> None:
    """What a screen reader says of a chart or a table."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", plain(text))  # noqa: SLF001 - no public way


def write(paragraph: Any, text: str, style: dict[str, Any]) -> None:
    """Text as text, whatever it holds; from right to left in a language that is written so."""
    run = paragraph.add_run()
    run.text = plain(text)
    font = run.font
    font.size, font.bold = Pt(round(style["size"], 1)), style.get("bold", False)
    font.color.rgb = colour("you-text" if style.get("accent") else "quiet" if style.get("quiet") else "ink")
    if face := style.get("face"):
        font.name = face
    if "before" in style:
        paragraph.space_before = Pt(style["before"])
    is_rtl, is_end = get_language_bidi(), style.get("end", False)
    paragraph.alignment = PP_ALIGN.RIGHT if is_rtl != is_end else PP_ALIGN.LEFT
    # Numbers, and texts of the survey in another language, keep their own direction.
    if is_rtl and FROM_THE_RIGHT.search(text):
        paragraph._p.get_or_add_pPr().set("rtl", "1")  # noqa: SLF001 - no public way to say it
