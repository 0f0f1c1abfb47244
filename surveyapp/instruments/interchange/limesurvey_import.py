"""A LimeSurvey questionnaire becomes ours: groups are sections, questions are asked on pages of at most four."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import partial

from surveyapp.instruments.interchange import limesurvey_arrays as arrays
from surveyapp.instruments.interchange import limesurvey_single as single
from surveyapp.instruments.interchange.building import Builder, slug_from
from surveyapp.instruments.interchange.composing import Composer
from surveyapp.instruments.interchange.expressions import NotUnderstood
from surveyapp.instruments.interchange.limesurvey_asking import Asking
from surveyapp.instruments.interchange.limesurvey_model import Group, Question, Survey
from surveyapp.instruments.interchange.limesurvey_pipes import pipes
from surveyapp.instruments.interchange.limesurvey_relevance import Relevance, is_never, with_ticks
from surveyapp.instruments.interchange.panels import panel
from surveyapp.instruments.interchange.report import Imported, SourceFormat
from surveyapp.instruments.interchange.showing import Condition
from surveyapp.instruments.sentences import Sentence

TYPES: dict[str, Callable[[Asking], None]] = {
    "5": partial(single.points, highest=5),
    "A": partial(arrays.array_of_points, highest=5),
    "B": partial(arrays.array_of_points, highest=10),
    "C": partial(arrays.array_of_stock, Y="yes", U="uncertain", N="no"),
    "E": partial(arrays.array_of_stock, I="increase", S="same", D="decrease"),
    "G": partial(single.stock_choice, F="female", M="male"),
    "Y": partial(single.stock_choice, Y="yes", N="no"),
    **dict.fromkeys("L!O", single.one_of_list),
    **dict.fromkeys("MP", single.several),
    **dict.fromkeys("FH", arrays.array),
    "1": arrays.dual_array,
    **dict.fromkeys(":;", arrays.cells),
    **dict.fromkeys("KQ", arrays.fields),
    "N": single.number,
    **dict.fromkeys("STU", single.text),
    "D": single.day,
    "R": single.ranking,
    "X": single.panel,
}
LEFT_OUT = {
    "I": Sentence("Everybody can change the language on every page, so the question for it is left out."),
    "*": Sentence("It calculates a value and asks nothing, so it is left out."),
    "|": Sentence("Files cannot be sent with an answer, so the question is left out."),
}
SUM = Sentence("A limit on the sum of its answers is not carried over. Say in its text what they should add up to.")
CHECK = Sentence("A check of its answers is not carried over. Say in its text what is expected.")
SETTINGS = {
    "random_order": Sentence("Its choices or rows came in random order. They keep the order of the file now."),
    "random_group": Sentence("It came in random order within a group of questions. It keeps its place now."),
    "em_validation_q": CHECK,
    "em_validation_sq": CHECK,
    "equals_num_value": SUM,
    "min_num_value": SUM,
    "max_num_value": SUM,
    "min_answers": Sentence("A least number of answers is not carried over. Say in its text how many are expected."),
    "time_limit": Sentence("Its time limit is not carried over. Nobody is hurried here."),
}
NUMBER_SETTINGS = {"K", ":", "N"}


def questionnaire(survey: Survey, source_format: SourceFormat, filename: str) -> Imported:
    """The questionnaire and what did not carry over. Raises FileRefused when nothing is left to ask."""
    composer, relevance = _composer(survey, source_format, filename)
    for place, sentence in survey.notes:
        composer.note(place, sentence)
    _welcome(composer, survey)
    numbered = {question.number: question for question in survey.questions() if question.number}
    for group in survey.groups:
        _group(composer, relevance, group, numbered)
    if any(survey.end.values()):
        composer.note(
            Sentence("closing words"),
            Sentence("They are left out. The survey's end thanks everybody in its own words."),
        )
    _say_what_stands_twice(composer, survey)
    composer.say_what_lacks()
    return composer.builder.finish()


def _composer(survey: Survey, source_format: SourceFormat, filename: str) -> tuple[Composer, Relevance]:
    builder = Builder(source_format, "survey", "1", {}, survey.languages, survey.default_language)
    composer = Composer(builder)
    codes = {question.number: question.code for question in survey.questions() if question.number}
    relevance = Relevance(composer.targets, codes)
    composer.pipe = lambda text: pipes(text, relevance)
    stem = re.sub(r"\.\w+$", "", filename)
    builder.name = composer.words(Sentence("title of the survey"), survey.title, stem or "Survey", pipes=False)
    builder.slug = slug_from(builder.name[survey.default_language], stem)
    return composer, relevance


def _welcome(composer: Composer, survey: Survey) -> None:
    text = composer.words_if_any(Sentence("welcome text"), survey.welcome)
    if text:
        composer.builder.begin_section(composer.builder.name, name="welcome")
        composer.turn(composer.builder.name)
        composer.add("welcome", panel(text, {}, composer.builder.name))


def _group(composer: Composer, relevance: Relevance, group: Group, numbered: dict[str, Question]) -> None:
    title = composer.words(Sentence("{group}, name", group=group.place), group.name, "Questions", pipes=False)
    composer.builder.begin_section(title)
    composer.turn(
        title, composer.words_if_any(Sentence("{group}, description", group=group.place), group.description) or None
    )
    if group.is_random:
        composer.note(group.place, Sentence("The groups came in random order. They keep the order of the file now."))
    if is_never(group.relevance):
        composer.note(
            group.place, Sentence("LimeSurvey never shows this group. It is left out with all its questions.")
        )
        for question in group.questions:
            composer.note(question.place, Sentence("Its group is never shown, so the question is left out."))
        return
    of_group = _condition(composer, relevance, group.place, group.relevance)
    for question in group.questions:
        _question(Asking(composer, relevance, question, of_group, title), numbered)


def _condition(composer: Composer, relevance: Relevance, place: str, text: str) -> tuple[Condition, ...]:
    try:
        found = relevance.condition(text)
    except NotUnderstood as error:
        composer.note(
            place,
            Sentence(
                "Its condition “{text}” is not carried over: {error}. It is always shown.",
                text=text.strip()[:200],
                error=error.reason,
            ),
        )
        return ()
    return (found,) if found else ()


def _question(asking: Asking, numbered: dict[str, Question]) -> None:
    question = asking.question
    reason = LEFT_OUT.get(question.kind) or (None if question.kind in TYPES else _unknown(question))
    if is_never(question.relevance) or question.is_set("hidden"):
        reason = Sentence("LimeSurvey never shows it, so it is left out.")
    if reason:
        asking.note(reason)
        return
    asking.when = (*asking.when, *_shown_when(asking, numbered))
    _say_what_settings_lose(asking)
    TYPES[question.kind](asking)


def _unknown(question: Question) -> str:
    return Sentence(
        "Its type “{kind}” is not known here, so it is left out. Ask it in another way.", kind=question.kind[:20]
    )


def _shown_when(asking: Asking, numbered: dict[str, Question]) -> tuple[Condition, ...]:
    """The expression, else what the older table says."""
    question = asking.question
    if question.relevance.strip("() ") not in ("", "1") or not question.conditions:
        return _condition(asking.composer, asking.relevance, question.place, question.relevance)
    try:
        found = asking.relevance.of_table(with_ticks(question.conditions, numbered))
    except NotUnderstood as error:
        asking.note(Sentence("Its conditions are not carried over: {error}. It is always shown.", error=error.reason))
        return ()
    return (found,) if found else ()


def _say_what_settings_lose(asking: Asking) -> None:
    question = asking.question
    for name, sentence in SETTINGS.items():
        if question.is_set(name) and (sentence != SUM or question.kind in NUMBER_SETTINGS):
            asking.note(sentence)
    if question.pattern.strip():
        asking.note(
            Sentence("Answers had to match “{pattern}”. {check}", pattern=question.pattern.strip()[:80], check=CHECK)
        )
    if question.has_default:
        asking.note(Sentence("An answer stood there already. Nothing is chosen or typed for anybody here."))


def _say_what_stands_twice(composer: Composer, survey: Survey) -> None:
    counts = Counter(question.code for question in survey.questions())
    for code, count in counts.items():
        if count > 1:
            composer.note(
                Sentence("question {code}", code=code),
                Sentence("The code stands {count} times. The later questions have a number after it.", count=count),
            )
