"""A questionnaire with every kind of question, every reason for no answer, conditions and earlier answers in texts."""

from __future__ import annotations


def _choices(**texts):
    return [{"code": code, "text": {"en": text}} for code, text in texts.items()]


def _item(kind, text, **more):
    return {"kind": kind, "text": {"en": text}} | more


def _page(code, title, *items, **more):
    return {"code": code, "title": {"en": title}, "items": list(items)} | more


LEVELS = [
    {"code": str(n), "value": n, "text": {"en": words}} | ({"first_step": {"en": f"Leave level {n}."}} if n < 3 else {})
    for n, words in enumerate(("On paper only.", "Partly on screens.", "Everything on screens."), start=1)
]
AGREEMENT = [
    {"code": str(n), "value": n, "text": {"en": words}}
    for n, words in enumerate(("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"), start=1)
]
CAN_DO = [{"code": str(n), "value": n, "text": {"en": f"Can do {n}"}} for n in range(4)]
REASONS = {"dont_know": True, "does_not_apply": {"en": "Does not apply to this site"}}

ITEMS = {
    "WELCOME": _item(
        "info", "What this part is about", help={"en": "Six short pages about how <b>your</b> site works & plans."}
    ),
    "AREA": _item(
        "single",
        "Where do you work?",
        choices=_choices(production="Production", quality="Quality"),
        feeds={"respondent": "role"},
        required=True,
        short_path=True,
    ),
    "SITE_NAME": _item(
        "text",
        "What do you call your site?",
        one_line=True,
        longest=40,
        help={"en": "As colleagues say it."},
        does_not_apply={"en": "It has no name"},
    ),
    "COUNTRY": _item("country", "In which country is {answer:SITE_NAME}?", **REASONS),
    "RECORDS": _item("anchored", "How are records kept at {answer:SITE_NAME}?", choices=LEVELS, **REASONS),
    "TOOLS": _item(
        "multiple",
        "Which of these do you use?",
        choices=[
            *_choices(sheets="Spreadsheets", lims="A laboratory system", paper="Paper forms"),
            {"code": "nothing", "text": {"en": "None of these"}, "exclusive": True},
        ],
        required=True,
        **REASONS,
    ),
    "BATCHES": _item(
        "number",
        "How many batches a year?",
        minimum=0,
        maximum=1000,
        whole=True,
        unit="batches",
        message={"en": "Give whole batches, from 0 to 1000."},
        **REASONS,
    ),
    "MANY": _item(
        "text",
        "You make {answer:BATCHES}: how do you keep up?",
        longest=200,
        optional=True,
        visible_when={"item": "BATCHES", "at_least": 100},
    ),
    "FIRST_USE": _item(
        "date", "When did you first use {answer:TOOLS}?", earliest="1990-01-01", latest="2030-12-31", **REASONS
    ),
    "TEMPERATURE": _item("number", "What is the temperature of the cold room?", unit="°C", dont_know=True),
    "PRIORITIES": _item(
        "ranking",
        "What would help {answer:SITE_NAME} most?",
        help={"en": "Put the three most helpful in order."},
        choices=_choices(training="Training", money="Money", people="More people", time="Time"),
        maximum_choices=3,
        **REASONS,
    ),
    "ORDER": _item("ranking", "Put these in the order you did them", choices=_choices(buy="Buy", learn="Learn")),
    "PEOPLE_WHICH": _item(
        "single",
        "Which people?",
        choices=_choices(it="Information technology", lab="Laboratory"),
        visible_when={"item": "PRIORITIES", "in": ["people"]},
    ),
    "RECOMMEND": _item(
        "recommend",
        "How likely is it that you recommend your site to a friend?",
        lowest={"en": "Not at all likely"},
        highest={"en": "Extremely likely"},
        **REASONS,
    ),
    "WHY_LOW": _item(
        "text",
        "You gave {answer:RECOMMEND}. What is missing?",
        visible_when={"item": "RECOMMEND", "at_most": 6},
        dont_know=True,
    ),
    "BREAK": _item("info", "Almost done"),
    "AGREE_TOOLS": _item("rating", "The tools are good", scale="agreement", **REASONS),
    "AGREE_TIME": _item("rating", "There is time to learn", scale="agreement", **REASONS),
    "SCREEN": _item(
        "single",
        "Do people have the skills in code?",
        choices=_choices(yes="Yes", partly="Partly"),
        feeds={"skill_group": "code", "measure": "screen"},
    ),
    "PY_NOW": _item(
        "rating",
        "Programming: most of them today",
        scale="can_do",
        dont_know=True,
        visible_when={"item": "SCREEN", "in": ["partly"]},
        feeds={"skill": "python", "measure": "current"},
    ),
    "PY_NEED": _item(
        "rating",
        "Programming: most of them in 24 months",
        scale="can_do",
        dont_know=True,
        visible_when={"item": "SCREEN", "in": ["partly"]},
        feeds={"skill": "python", "measure": "needed"},
    ),
    "TOOL_BEST": _item(
        "single",
        "Which of them is best?",
        choices=_choices(sheets="Spreadsheets", lims="A laboratory system", paper="Paper forms", nothing="None"),
        choices_from={"item": "TOOLS"},
    ),
}

SECTIONS = [
    {
        "code": "you",
        "title": {"en": "About you"},
        "kind": "about_you",
        "pages": [
            _page("welcome", "Welcome", "WELCOME"),
            _page("area", "Your area", "AREA", "SITE_NAME", "COUNTRY", intro={"en": "Three questions."}),
        ],
    },
    {
        "code": "work",
        "title": {"en": "Daily work"},
        "kind": "general",
        "pages": [
            _page("records", "Records", "RECORDS"),
            _page("tools", "Tools at {answer:SITE_NAME}", "TOOLS", "TOOL_BEST"),
            _page("numbers", "Numbers", "BATCHES", "MANY", "FIRST_USE", "TEMPERATURE"),
            _page("order", "What comes first", "PRIORITIES", "ORDER", "PEOPLE_WHICH"),
        ],
    },
    {
        "code": "views",
        "title": {"en": "Your views"},
        "kind": "general",
        "pages": [
            _page("recommend", "Your site", "RECOMMEND", "WHY_LOW"),
            _page("agree", "How far do you agree?", "BREAK", "AGREE_TOOLS", "AGREE_TIME"),
            _page("skills", "Skills", "SCREEN"),
            _page("detail", "Skills in detail", "PY_NOW", "PY_NEED"),
        ],
    },
]

DEFINITION = {
    "slug": "every-kind",
    "version": "1",
    "name": {"en": "Every kind"},
    "languages": ["en"],
    "default_language": "en",
    "unit_of_analysis": "site",
    "roles": {"production": {"en": "Production"}, "quality": {"en": "Quality"}},
    "item_rule": {"en": "Choose the description that is closest."},
    "consent": [{"en": "Taking part is voluntary."}],
    "scales": {"agreement": AGREEMENT, "can_do": CAN_DO},
    "skill_groups": [
        {
            "code": "code",
            "name": {"en": "Code"},
            "audience": "practitioner",
            "skills": [{"code": "python", "text": {"en": "Programming"}}],
        }
    ],
    "items": ITEMS,
    "sections": SECTIONS,
}
