"""A small questionnaire with one of everything a results page can show, and the words its tests look for."""

from __future__ import annotations

NAMES = {"AUT": "Automation", "DAT": "Data and records", "ANA": "Analysis"}


def anchored(code):
    return {
        "kind": "anchored",
        "text": {"en": f"How is {code} done?"},
        "choices": [
            {"code": str(level), "value": level, "text": {"en": f"{code} done at {level}"}}
            | ({"first_step": {"en": f"Begin {code} from {level}."}} if level < 5 else {})
            for level in range(1, 6)
        ],
        "merge": "mean",
        "dont_know": True,
        "feeds": {"dimension": code[:3]},
        "publish": "cuts",
    }


def single(text, *codes, **more):
    return {"kind": "single", "text": {"en": text}, "choices": [choice(code) for code in codes], **more}


def choice(code, **more):
    return {"code": code, "text": {"en": code.replace("_", " ").capitalize()}, **more}


def rating(text, **more):
    return {"kind": "rating", "text": {"en": text}, "scale": "skill", "merge": "mean", "publish": "mean", **more}


ITEMS = {
    **{f"{code}{number}": anchored(f"{code}{number}") for code in NAMES for number in (1, 2)},
    "SUB": single("What do you make?", "proteins", "vaccines", "plasma", feeds={"facet": "sub_sector"}),
    "KIND": single("What are you?", "maker", "supplier", feeds={"facet": "kind"}),
    "SCR": single("Enough skill?", "yes", "partly", "hardly", feeds={"skill_group": "data", "measure": "screen"}),
    "PEOPLE": single("How many?", "p1_2", "p6_10", feeds={"skill_group": "data", "measure": "people"}),
    "NOW": rating("Python now", feeds={"skill": "python", "measure": "current"}),
    "NEED": rating("Python needed", feeds={"skill": "python", "measure": "needed"}),
    "NOW2": rating("Charts now", feeds={"skill": "charts", "measure": "current"}),
    "NEED2": rating("Charts needed", feeds={"skill": "charts", "measure": "needed"}),
    "TWIN": single("Where are you with twins?", "started", "planned", "nothing", publish="shares"),
    "HELD": {
        "kind": "multiple",
        "text": {"en": "What holds back?"},
        "choices": [choice("budget"), choice("no_time")],
        "merge": "union",
        "publish": "shares",
        "feeds": {"barrier": True},
    },
    **{
        f"HELD_{code}": {
            "kind": "rating",
            "text": {"en": f"How much does {code} hold back?"},
            "scale": "severity",
            "merge": "mean",
            "publish": "shares",
            "visible_when": {"item": "HELD", "in": [code]},
            "feeds": {"barrier": True},
        }
        for code in ("budget", "no_time")
    },
}


def page(code, *items):
    return {"code": code, "title": {"en": code.capitalize()}, "items": list(items)}


DEFINITION = {
    "slug": "small",
    "version": "1",
    "name": {"en": "Small survey"},
    "languages": ["en"],
    "default_language": "en",
    "unit_of_analysis": "site",
    "roles": {"it": {"en": "IT"}},
    "level_names": {
        level: {"en": name}
        for level, name in enumerate(("Starting", "Partial", "Established", "Integrated", "Adaptive"), 1)
    },
    "between_levels": {"en": "between {lower} and {upper}"},
    "scales": {
        "skill": [{"code": str(level), "value": level, "text": {"en": f"Skill {level}"}} for level in range(6)],
        "severity": [
            {"code": "0", "value": 0, "text": {"en": "No obstacle"}},
            {"code": "2", "value": 2, "text": {"en": "Slows us a lot"}},
        ],
    },
    "items": ITEMS,
    "sections": [
        {
            "code": "about",
            "title": {"en": "About"},
            "kind": "facts",
            "pages": [page("facts", "SUB", "KIND")],
        },
        {
            "code": "levels",
            "title": {"en": "Levels"},
            "kind": "maturity",
            "pages": [page("one", "AUT1", "AUT2", "DAT1", "DAT2"), page("two", "ANA1", "ANA2", "TWIN")],
        },
        {
            "code": "skills",
            "title": {"en": "Skills"},
            "kind": "skills",
            "pages": [page("skills", "SCR", "NOW", "NEED", "NOW2", "NEED2", "PEOPLE")],
        },
        {
            "code": "held",
            "title": {"en": "Held back"},
            "kind": "barriers",
            "pages": [page("held", "HELD", "HELD_budget", "HELD_no_time")],
        },
    ],
    "dimensions": [
        {"code": code, "name": {"en": name}, "items": [f"{code}1", f"{code}2"], "minimum_items": 2}
        for code, name in NAMES.items()
    ],
    "skill_groups": [
        {
            "code": "data",
            "name": {"en": "Data skills"},
            "audience": "practitioner",
            "skills": [{"code": "python", "text": {"en": "Python"}}, {"code": "charts", "text": {"en": "Charts"}}],
        }
    ],
    "statistics": [
        {"code": "twins_started", "text": {"en": "Have started with twins"}, "item": "TWIN", "in": ["started"]},
        {"code": "planning", "text": {"en": "Are planning"}, "item": "TWIN", "in": ["planned"]},
    ],
    "facets": [
        {
            "code": "sub_sector",
            "item": "SUB",
            "families": {"biologics": ["proteins", "vaccines"], "blood": ["plasma"]},
            "family_names": {"biologics": {"en": "Biologics"}, "blood": {"en": "Blood plasma"}},
        },
        {"code": "kind", "item": "KIND"},
    ],
    "peer_tree": ["sub_sector_family"],
    "population": {
        "when": {"item": "KIND", "in": ["maker"]},
        "otherwise": {"en": "Suppliers are reported apart."},
    },
}

IMPORTED = {
    "slug": "imported",
    "version": "2023",
    "name": {"en": "Imported results"},
    "languages": ["en"],
    "default_language": "en",
    "unit_of_analysis": "organisation",
    "roles": {},
    "items": {
        code: {"kind": "score", "text": {"en": text}, "minimum": 0, "maximum": 100, "publish": "mean"}
        for code, text in {"EES": "Engagement", "MW": "The work itself", "B01": "Work is interesting"}.items()
    },
    "sections": [
        {"code": "themes", "title": {"en": "Themes"}, "kind": "maturity", "pages": [page("themes", "EES", "MW")]},
        {"code": "work", "title": {"en": "Work"}, "kind": "maturity", "pages": [page("work", "B01")]},
    ],
}
