"""Words that another product brings itself and a file therefore does not hold: Yes, No, Other and the like."""

from __future__ import annotations

from collections.abc import Iterable

ENGLISH = "en"
STOCK: dict[str, dict[str, str]] = {
    "yes": {"en": "Yes", "de": "Ja", "fr": "Oui", "es": "Sí", "it": "Sì", "nl": "Ja", "ar": "نعم"},
    "no": {"en": "No", "de": "Nein", "fr": "Non", "es": "No", "it": "No", "nl": "Nee", "ar": "لا"},
    "uncertain": {"en": "Uncertain", "de": "Unsicher", "fr": "Incertain", "es": "Incierto", "it": "Incerto"},
    "increase": {"en": "Increase", "de": "Zunahme", "fr": "Augmentation", "es": "Aumento", "it": "Aumento"},
    "same": {"en": "Same", "de": "Gleich", "fr": "Sans changement", "es": "Igual", "it": "Uguale"},
    "decrease": {"en": "Decrease", "de": "Abnahme", "fr": "Diminution", "es": "Disminución", "it": "Diminuzione"},
    "female": {"en": "Female", "de": "Weiblich", "fr": "Féminin", "es": "Femenino", "it": "Femmina"},
    "male": {"en": "Male", "de": "Männlich", "fr": "Masculin", "es": "Masculino", "it": "Maschio"},
    "other": {"en": "Other", "de": "Sonstiges", "fr": "Autre", "es": "Otro", "it": "Altro", "nl": "Anders"},
    "which": {
        "en": "Please say which",
        "de": "Bitte genauer angeben",
        "fr": "Veuillez préciser",
        "es": "Especifique, por favor",
        "it": "Specificare",
    },
    "comment": {"en": "Your comment", "de": "Ihr Kommentar", "fr": "Votre commentaire", "es": "Su comentario"},
    "none": {"en": "None of these", "de": "Nichts davon", "fr": "Aucun de ceux-ci", "es": "Ninguno", "it": "Nessuno"},
}


def stock(word: str, languages: Iterable[str]) -> dict[str, str]:
    """The word in each language; in English where we have none, so that a translator finds it there."""
    known = STOCK[word]
    return {language: known.get(language.partition("-")[0], known[ENGLISH]) for language in languages}


def numbered(languages: Iterable[str], step: int) -> dict[str, str]:
    """A step of a scale that is only numbered."""
    return dict.fromkeys(languages, str(step))
