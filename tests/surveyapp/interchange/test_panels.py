from surveyapp.instruments.interchange.panels import panel

TITLE = {"en": "First", "de": "Erste"}


def test_a_short_text_is_the_heading():
    text = {"en": "Almost done", "de": "Fast fertig"}
    assert panel(text, {}, TITLE) == {"kind": "info", "text": text}


def test_the_first_line_of_a_long_text_is_the_heading():
    text = {"en": "Almost done\nTwo pages left.", "de": "Fast fertig\nNoch zwei Seiten."}
    assert panel(text, {"en": "Go on", "de": "Weiter"}, TITLE) == {
        "kind": "info",
        "text": {"en": "Almost done", "de": "Fast fertig"},
        "help": {"en": "Two pages left.\nGo on", "de": "Noch zwei Seiten.\nWeiter"},
    }


def test_a_text_without_a_short_first_line_in_every_language_stands_under_the_title():
    text = {"en": "Almost done\nTwo pages left.", "de": "Noch zwei Seiten."}
    assert panel(text, {}, TITLE) == {"kind": "info", "text": TITLE, "help": text}


def test_a_text_with_an_earlier_answer_stays_whole():
    text = {"en": "Hello\n{answer:NAME}", "de": "{answer:NAME}\nhallo"}
    assert panel(text, {}, TITLE) == {"kind": "info", "text": TITLE, "help": text}
