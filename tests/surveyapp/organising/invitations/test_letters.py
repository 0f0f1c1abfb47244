import pytest
from django.utils.translation import override

from surveyapp.actions import letters as actions
from surveyapp.models.delivery import Delivery
from surveyapp.models.letters import LetterKind, LetterText
from surveyapp.selectors import letter_format, letters

HOSTILE = [
    "{organisation.__class__}",
    "{0}",
    "{}",
    "{name!r}",
    "{name:>1000000000}",
    "{settings.SECRET_KEY}",
    "{{link}}",
    "{ link }",
    "{LINK}",
]


def values(**given):
    known = dict.fromkeys(letter_format.PLACES, "x")
    known |= {"link": "https://site.example/a/1/", "unsubscribe": "https://site.example/u/1/"}
    return known | given


@pytest.fixture
def keep(wave, people):
    def make(
        subject="Hello {organisation}", body="{greeting}\n\n{link}\n", *, of=None, kind="invitation", language="en"
    ):
        said = {"subject": subject, "body": body, "kind": kind, "language": language}
        return actions.keep_letter(programme=wave.programme, wave=of, by=people.olga.account, **said)

    return make


@pytest.mark.parametrize("place", HOSTILE)
def test_a_place_that_there_is_not_is_refused_where_it_stands(place):
    found = letter_format.problems("Hello", f"{{link}}\nDear {place}")
    assert found
    assert {(each.field, each.line) for each in found} == {("body", 2)}


@pytest.mark.parametrize("place", HOSTILE)
def test_what_looks_like_a_place_in_a_name_stays_what_it_is(place):
    assert letter_format.fill_body("Dear {name}\n", values(name=place)) == f"Dear {place}\n"


def test_the_problem_names_line_and_sign():
    found = letter_format.problems("S", "{link}\n\nHello {nmae}!")
    assert [(p.code, p.line, p.column, p.value) for p in found] == [("unknown", 3, 7, "{nmae}")]


def test_every_problem_is_named_at_once():
    found = letter_format.problems("{link} {x}", "Hello {")
    assert [(p.field, p.code) for p in found] == [
        ("subject", "not_in_subject"),
        ("subject", "unknown"),
        ("body", "brace"),
        ("body", "no_link"),
    ]


def test_a_letter_needs_words_and_the_link_and_thanks_do_not_need_the_link():
    assert [p.code for p in letter_format.problems(" ", "\n")] == ["empty", "empty"]
    assert [p.code for p in letter_format.problems("S", "Hello")] == ["no_link"]
    assert letter_format.problems("S", "Hello", needs_link=False) == []


def test_a_line_that_names_what_there_is_not_is_left_out_but_never_the_link():
    body = "Hello\nIt closes on {closes}.\n{name}: {link}\n"
    filled = letter_format.fill_body(body, values(closes="", name=""))
    assert filled == "Hello\n: https://site.example/a/1/\n"


def test_a_line_break_in_a_name_begins_no_header():
    filled = letter_format.fill_subject("For {organisation}", values(organisation="A\r\nBcc: all@example.org\u2028X"))
    assert filled == "For A Bcc: all@example.org X"


def test_names_from_right_to_left_turn_nothing_round(wave):
    of = letters.Values(wave).of("en", name="רות \u202eevil", organisation="مصنع", link="L", minutes=7)
    assert of["name"] == "\u2068רות evil\u2069"
    assert of["organisation"] == "\u2068مصنع\u2069"


def test_what_is_shown_as_a_page_is_escaped_and_only_the_link_leads_somewhere(wave):
    words = letters.Words("invitation", "S", "Dear {name}\n\n{link}\n", "en", "")
    shown = letters.compose(words, values(name='<img src=x onerror="1"> https://evil.example'))
    assert "<img" not in shown.html
    assert shown.paragraphs.count("<a ") == 2  # and the way to get no more letters
    assert '<a href="https://site.example/a/1/" dir="ltr">' in shown.html


def test_an_arabic_letter_reads_from_right_to_left(wave):
    shown = letters.sample(wave, letters.standard("invitation", "ar"), name="Rosa")
    assert '<html lang="ar" dir="rtl">' in shown.html
    assert "\u2068Rosa\u2069" in shown.body


@pytest.mark.parametrize("language", ["en", "de", "fr", "ar"])
@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_standard_letter_is_one(kind, language):
    words = letters.standard(kind, language)
    assert letter_format.problems(words.subject, words.body, needs_link=kind != "thanks") == []


def test_a_letter_that_does_not_say_how_to_get_no_more_says_so_at_its_end(wave):
    words = letters.Words("invitation", "S", "{link}\n", "en", "")
    assert letters.compose(words, values(unsubscribe="https://u.example/")).body.endswith("https://u.example/\n")


def test_the_surveys_own_words_go_before_the_programmes_and_these_before_the_standard_ones(wave, keep, people):
    assert letters.Letters(wave).words("invitation", "en").source == "standard"
    keep("All")
    assert letters.Letters(wave).words("invitation", "en").subject == "All"
    keep("This one", of=wave)
    assert letters.Letters(wave).words("invitation", "en").subject == "This one"
    where = {"kind": "invitation", "language": "en", "by": people.olga.account}
    actions.use_other_words(programme=wave.programme, wave=wave, **where)
    assert letters.Letters(wave).words("invitation", "en").subject == "All"
    actions.use_other_words(programme=wave.programme, wave=None, **where)
    assert letters.Letters(wave).words("invitation", "en").source == "standard"


def test_a_language_without_words_gets_those_of_the_programme_and_says_in_which(wave, keep):
    keep("Ours")
    found = letters.Letters(wave).words("invitation", "nl")
    assert (found.subject, found.language) == ("Ours", "en")
    assert letters.Letters(wave).words("invitation", "de").language == "de"


def test_the_same_words_again_are_kept_once_and_earlier_ones_can_be_put_back(wave, keep, people):
    first = keep("First")
    assert keep("First") == first
    keep("Second")
    actions.put_back(text=first, by=people.olga.account)
    assert letters.Letters(wave).words("invitation", "en").subject == "First"
    assert [each.subject for each in letters.history(wave.programme, wave)] == ["First", "Second", "First"]


def test_words_with_a_problem_are_not_kept(keep):
    with pytest.raises(actions.NotALetter) as refused:
        keep(body="{link} {secret}")
    assert [each.value for each in refused.value.problems] == ["{secret}"]
    assert LetterText.objects.count() == 0


def test_a_test_goes_to_oneself_marked_and_with_a_link_that_is_nobodys(wave, keep, people):
    keep("Hello")
    with override("de"):
        actions.send_test(wave=wave, kind="invitation", language="en", by=people.olga.account)
    letter = Delivery.objects.get()
    assert (letter.to, letter.subject, letter.invitation) == ("olga@example.org", "Test: Hello", None)
    assert letter.body.startswith("This is a test")
    assert "/preview/" in letter.body
