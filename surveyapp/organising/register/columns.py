"""What the columns of a list may be, and what a heading probably means."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from surveyapp.selectors.register import RegisterFacet

FACET = "facet:"
# Headings as lists of organisations have them, without spaces and marks, in the languages of the pages.
USUAL = {
    "name": "name organisation organisationname organization organizationname orgname company companyname site sitename "
    "institution account firma unternehmen organisationseinheit standort bezeichnung nom organisme entreprise raisonsociale "
    "établissement الاسم المنشأة المؤسسة",
    "reference": "reference ref id code odscode orgcode organisationcode organizationcode number customernumber membernumber "
    "referenz kennung nummer kundennummer mitgliedsnummer référence numéro identifiant siret المرجع الرمز الرقم",
    "owner": "owner ownergroup parent parentcompany group companygroup ultimateowner ultimateparent konzern eigentümer "
    "muttergesellschaft gruppe propriétaire groupe maisonmère المالك المجموعة",
    "email": "email emailaddress mail contactemail emailadresse mailadresse adressemail adresseemail courriel البريد البريدالإلكتروني",
    "website": "website web url homepage webpage domain internet internetseite webseite siteweb internetaddress الموقع الموقعالإلكتروني",
    "contact_name": "contact contactname contactperson person ansprechpartner ansprechperson kontakt kontaktperson interlocuteur "
    "nomducontact المسؤول جهةالاتصال",
}


def fields() -> dict[str, str]:
    """Field → its name, in the order of the file that is exported."""
    return {
        "name": _("Name"),
        "reference": _("Reference"),
        "owner": _("Owner"),
        "email": _("E-mail address"),
        "website": _("Website"),
        "contact_name": _("Contact person"),
    }


def targets(facets: Sequence[RegisterFacet]) -> dict[str, str]:
    """Everything that a column can be → its name."""
    return {**fields(), **{f"{FACET}{each.code}": each.name for each in facets}}


def key(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading.casefold())


def guess(heads: Sequence[str], facets: Sequence[RegisterFacet], remembered: Mapping[str, str]) -> dict[str, str]:
    """Position → what the column probably is; nothing twice. What was chosen for a heading last time comes first."""
    known = {word: target for target, words in USUAL.items() for word in words.split()}
    known |= {key(name): target for target, name in targets(facets).items()}
    known |= {key(each.code): f"{FACET}{each.code}" for each in facets}
    return matched(heads, (remembered, known), set(targets(facets)))


def matched(
    heads: Sequence[str], dictionaries: Sequence[Mapping[str, str]], allowed: Collection[str]
) -> dict[str, str]:
    """Position → what a heading means by the first dictionary (key → meaning) that knows it; nothing twice."""
    found: dict[str, str] = {}
    for chosen in dictionaries:
        for at, head in enumerate(heads):
            target = chosen.get(key(head), "")
            if target in allowed and target not in found.values() and str(at) not in found:
                found[str(at)] = target
    return found
