"""Texts, names of languages and expressions, taken from how other products write them."""

import pytest

from surveyapp.instruments.interchange.expressions import NotUnderstood, parse
from surveyapp.instruments.interchange.languages import free_code, language_code
from surveyapp.instruments.interchange.plain_text import plain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Plain", "Plain"),
        ("<p>One</p><p>Two&nbsp;three</p>", "One\nTwo\xa0three"),
        ("a<br>b", "a\nb"),
        ("<a href='http://x.example'>Link</a>", "Link"),
        ("<style>b {}</style><script>alert(1)</script>Left", "Left"),
        ("5 < 6 > 4", "5 < 6 > 4"),
        ("R&D", "R&D"),
        ("&lt;script&gt;", "<script>"),
        ("bell\x07", "bell"),
        (7, "7"),
        (None, ""),
        ({"a": 1}, ""),
    ],
)
def test_markup_becomes_words(text, words):
    assert plain(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**bold** _soft_ word_with_lines", "bold soft word_with_lines"),
        ("# Title\n[here](http://x.example)", "Title\nhere"),
    ],
)
def test_markdown_becomes_words_where_it_is_spoken(text, words):
    assert plain(text, markdown=True) == words


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("en", "en"),
        ("English (en)", "en"),
        ("English(en)", "en"),
        ("german", "de"),
        ("Français", "fr"),
        ("pt_BR", "pt-BR"),
        ("default", None),
        ("item1", None),
    ],
)
def test_a_language_is_known_by_code_or_name(name, code):
    assert language_code(name) == code


def test_an_unknown_language_gets_a_private_code():
    assert [free_code(()), free_code(("qaa", "qab"))] == ["qaa", "qac"]


@pytest.mark.parametrize(
    "text",
    [
        "", "(", "${a} =", "${a} = 'x' 'y'", "1 +", "and", "${a", "not", "f(", "x" * 5000, "(" * 100, "!" * 100, "${a} = 'open",
    ],
)  # fmt: skip
def test_what_is_outside_the_grammar_is_not_guessed_at(text):
    with pytest.raises(NotUnderstood):
        parse(text)
