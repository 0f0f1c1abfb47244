"""Texts, names of languages and expressions, taken from how other products write them."""

import pytest

from surveyapp.instruments.interchange import reading
from surveyapp.instruments.interchange.expressions import NotUnderstood, parse
from surveyapp.instruments.interchange.languages import free_code, language_code
from surveyapp.instruments.interchange.plain_text import plain, words_of
from tests.surveyapp.interchange.small_files import lss, qsf, qualtrics, question
from tests.surveyapp.interchange.workbooks import workbook


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
    ("text", "words"),
    [
        ("Do you use <script> tags in reports?", "Do you use <script> tags in reports?"),
        ("Is a<b and c>d?", "Is a<b and c>d?"),
        ("Write <name> here", "Write <name> here"),
        ("<p class=MsoNormal>One<o:p></o:p></p>", "One"),
        ("<tr><td>Never</td><td>&nbsp;</td><td>Always</td></tr>", "Never | Always"),
        ("Left <!-- open", "Left <!-- open"),
        ("Kept<!-- gone -->, too", "Kept, too"),
    ],
)
def test_only_what_is_markup_is_taken_off(text, words):
    assert (plain(text), words_of(text).lost) == (words, ())


@pytest.mark.parametrize(
    ("text", "words", "lost"),
    [
        ("Intro <iframe src=x> How old are you?", "Intro How old are you?", "“<iframe src=x>”"),
        ("<img src='a>b.png'> What is this?", "What is this?", "“<img src='a>b.png'>”"),
        ("<video src=x></video>Look", "Look", "“<video src=x>”"),
        ("<a href='http://x.example'>Link</a>", "Link", "“http://x.example”"),
        ("<script>alert(1)</script >Left", "Left", "“<script>alert(1)</script >”"),
        ("[here](http://x.example) ![a](b.png)", "here a", "“http://x.example”, “![a](b.png)”"),
    ],
)
def test_what_goes_with_the_markup_is_named(text, words, lost):
    found = words_of(text, markdown=True)
    assert found.text == words
    assert found.lost == (f"Only words carry over. Left out here: {lost}.",)


def test_the_length_that_is_cut_is_named():
    found = words_of("x" * 30_000)
    assert (len(found.text), found.lost) == (
        20_000,
        ("The text has 30,000 characters. It ends after 20,000 now; shorten it.",),
    )


def test_an_embedded_picture_leaves_the_words_after_it():
    found = words_of(f'<img src="data:image/png;base64,{"A" * 50_000}">After')
    assert found.text == "After"
    assert found.lost == ('Only words carry over. Left out here: “<img src="data:image/png;base64,">”.',)


@pytest.mark.parametrize(
    ("content", "filename", "place"),
    [
        (lss(questions=[question(1, "Q1", "Y", "<img src=a.png>What?")]), "a.lss", "table questions, row 1 (Q1)"),
        (qsf(qualtrics(1, "TE", "SL", QuestionText="<img src=a.png>What?")), "a.qsf", "question QID1 (Q1)"),
        (workbook(survey=["type|name|label", "text|q|<img src=a.png>What?"]), "a.xlsx", "survey, row 2, column label"),
        (
            b'{"pages": [{"elements": [{"type": "text", "name": "q", "title": "<img src=a.png>What?"}]}]}',
            "a.json",
            "page 1, element q",
        ),
    ],
)
def test_a_picture_in_a_question_is_reported_at_its_place(content, filename, place):
    sentence = "Only words carry over. Left out here: “<img src=a.png>”."
    assert (place, sentence) in [(each.place, each.sentence) for each in reading.read(content, filename).findings]


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
