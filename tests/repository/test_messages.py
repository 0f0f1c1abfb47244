import ast
import re
from collections import defaultdict
from gettext import c2py
from io import BytesIO
from pathlib import Path

import django
import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

CHECKOUT = Path(__file__).resolve().parents[2]
DJANGO = Path(django.__file__).parent / "conf" / "locale"
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != "en"]
# What marks a text, and which arguments it is: makemessages knows the same (surveyapp/management/commands).
MARKS = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop", "_", "Sentence"), slice(1)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), slice(2)),
    "at": slice(1, 2),
}
NAMED = re.compile(r"%\(\w+\)[a-z]|(?<!\{)\{\w+[^{}]*\}(?!\})|</?\w+")


@pytest.fixture(params=LANGUAGES)
def catalogue(request):
    file = CHECKOUT / "locale" / request.param / "LC_MESSAGES" / "django.po"
    with file.open("rb") as source:
        return read_po(source, locale=request.param)


@pytest.fixture(scope="module")
def marked():
    """Every text that is marked in code and templates → its plural, if it has one."""
    found = {}
    for folder, pattern in (("surveyapp", "*.py"), ("benchmarking", "*.py"), ("templates", "*.*")):
        for file in (CHECKOUT / folder).rglob(pattern):
            for one in texts_of(file):
                text, plural = one if isinstance(one, tuple) else (one, None)
                found[text] = plural or found.get(text)
    return found


def texts_of(file):
    if file.suffix == ".py":
        return list(texts_in_code(file.read_text()))
    # Where nothing is marked stand Xs, indented as the template was.
    source = "\n".join(line.strip() for line in templatize(file.read_text()).splitlines())
    return [text for _, text, _, _ in extract("python", BytesIO(source.encode()))]


def texts_in_code(source):
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS:
            given = tuple(each.value for each in call.args[MARKS[call.func.id]] if isinstance(each, ast.Constant))
            if given:
                yield given if len(given) > 1 else given[0]


def texts(message):
    return message.string if message.pluralizable else (message.string,)


def test_there_are_languages_and_texts(marked):
    assert LANGUAGES == ["de", "fr", "ar"]
    assert len(marked) > 1000


def test_the_catalogue_holds_what_is_marked_and_nothing_else(catalogue, marked):
    held = {m.id[0] if m.pluralizable else m.id: m.id[1] if m.pluralizable else None for m in catalogue if m.id}
    assert held == marked, "run `make messages` and translate what is new"


def test_every_text_is_translated(catalogue):
    assert [m.id for m in catalogue if m.id and not all(texts(m))] == []
    assert [m.id for m in catalogue if m.id and m.fuzzy] == []
    assert list(catalogue.obsolete) == []


def test_a_translation_names_what_its_text_names(catalogue):
    wrong = [m.id for m in catalogue if m.id and not m.pluralizable and names(m.id) != names(m.string)]
    assert wrong == []


def test_a_plural_names_what_its_text_names_but_for_a_number_that_says_itself(catalogue):
    numbers = numbers_of(catalogue)
    for message in (m for m in catalogue if m.id and m.pluralizable):
        one, several = map(names, message.id)
        for form, text in enumerate(message.string):
            # "One person" and the Arabic dual need no digit; a form for several numbers does.
            needed = one & several if 1 in numbers[form] else several
            assert len(numbers[form]) == 1 or needed <= names(text), (message.id, text)
            assert names(text) <= one | several, (message.id, text)


def test_every_form_of_a_plural_is_there(catalogue):
    with (DJANGO / str(catalogue.locale) / "LC_MESSAGES" / "django.po").open("rb") as source:
        usual = read_po(source, locale=catalogue.locale)
    assert numbers_of(catalogue) == numbers_of(usual)
    assert {len(m.string) for m in catalogue if m.id and m.pluralizable} == {usual.num_plurals}


def test_spaces_at_the_ends_are_kept(catalogue):
    for message in (m for m in catalogue if m.id):
        source = message.id[0] if message.pluralizable else message.id
        assert {ends(text) for text in texts(message)} == {ends(source)}, source


def test_scripts_take_their_words_from_the_page():
    for script in (CHECKOUT / "static").glob("*.js"):
        code = re.sub(r"^\s*//.*$|/\*.*?\*/", "", script.read_text(), flags=re.MULTILINE | re.DOTALL)
        spoken = re.findall(r"([\"'`])([A-Za-z][a-z]+(?: [A-Za-z]+)+[.!?:]?)\1", code)
        assert [words for _, words in spoken if words != "use strict"] == [], script.name


def ends(text):
    return text[:1] in " \n", text[-1:] in " \n"


def names(text):
    return set(NAMED.findall(text))


def numbers_of(catalogue):
    """Form of a plural → the numbers that it is for."""
    form_of, found = c2py(catalogue.plural_expr), defaultdict(list)
    for number in range(200):
        found[form_of(number)].append(number)
    return found
