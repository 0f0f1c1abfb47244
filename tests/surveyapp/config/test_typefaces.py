import pytest
import typst

from surveyapp.config.typefaces import drawable, folder

TEMPLATE = b'#set document(title: "Name")\n#set text(font: "Source Sans 3")\n#sys.inputs.name'


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Åström & Søn Žďár", "Åström & Søn Žďár"),
        ("Αθήνα, Київ, مرحبا", "Αθήνα, Київ, مرحبا"),
        ("cafe\u0301", "café"),
        ("≥ 50 %", "≥ 50 %"),
        ("Acme \U0001f600", "Acme ?"),
        ("\u2764\ufe0f Bio", "? Bio"),
        ("北京", "??"),
        ("a\x00b\x07", "ab"),
    ],
)
def test_a_letter_without_a_shape_becomes_a_question_mark(text, drawn):
    assert drawable(text) == drawn


def test_texts_are_replaced_wherever_they_stand():
    assert drawable({"rows": [["\U0001f600", 1, None]], "on": True}) == {"rows": [["?", 1, None]], "on": True}


@pytest.mark.parametrize(
    "name", ["\U0001f600 北京 שלום", "\u202eRTL\u202c \u2068x\u2069", '#read("/etc/passwd") *_$ \\', "\u200d\u200f"]
)
def test_whatever_is_typed_can_be_typeset_for_screen_readers(name):
    made = typst.compile(
        TEMPLATE, sys_inputs={"name": drawable(name)}, font_paths=[str(folder())], pdf_standards=["ua-1"]
    )
    assert made.startswith(b"%PDF")
