"""The register of the invented sector: who there is, who owns whom, and what the register knows of each site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarking.management.synthetic_sector.names import company_name, place_names

REGISTERED_PER_PARTICIPANT = 2.4  # somewhat over 40 % of the register take part
PLASMA_COMPANIES = 4  # fewer than six: this sub-sector stays too small to show
MANY_SITES = 5

# Shares of the sector; blood plasma is set apart above.
SUB_SECTORS = {
    "monoclonal_and_other_recombinant_proteins": 0.30,
    "vaccines": 0.13,
    "several_of_these_mainly_biologics": 0.12,
    "viral_vectors_and_gene_therapy": 0.13,
    "cell_therapy": 0.11,
    "mrna_and_oligonucleotides": 0.07,
    "several_of_these_mainly_advanced_therapies": 0.04,
    "industrial_biotechnology": 0.08,
    "other": 0.02,
}
BUSINESS_MODELS = {"own_products": 0.52, "contract_manufacturer_cdmo": 0.35, "both": 0.13}
SIZES = {"e1_9": 0.05, "e10_49": 0.20, "e50_249": 0.33, "e250_999": 0.27, "e1000_4999": 0.11, "e5000_plus": 0.04}
COUNTRIES = {"IE": 0.16, "GB": 0.2, "DK": 0.12, "DE": 0.17, "CH": 0.1, "BE": 0.08, "NL": 0.07, "US": 0.1}
SITE_TYPES = {"process_development": 0.14, "pilot": 0.1, "clinical_gmp": 0.28, "commercial_gmp": 0.48}


@dataclass(frozen=True)
class Site:
    """One organisation of the register. `order` decides who takes part: the first ones do."""

    order: int
    name: str
    owner: str
    facets: dict[str, str]
    in_population: bool = True


COORDINATED = Site(
    order=0,
    name="Tarnwick Biomanufacturing",
    owner="Tarnwick Group",
    facets={
        "sub_sector": "several_of_these_mainly_biologics",
        "business_model": "contract_manufacturer_cdmo",
        "size_band": "e250_999",
        "country": "IE",
        "site_type": "commercial_gmp",
        "gxp": "yes_mostly",
        "site_headcount": "e250_999",
    },
)


def register(participants: int, rng: np.random.Generator) -> list[Site]:
    """The coordinated site first, then `participants` - 1 companies that take part, then the others."""
    places = place_names()
    next(places)  # the coordinated site's own
    sites = [COORDINATED]
    sites += [_company(order, next(places), participants, rng) for order in range(1, participants)]
    sites += _further_sites(sites, next(places))
    sites += _outside(places, len(sites))
    total = round(participants * REGISTERED_PER_PARTICIPANT)
    sites += [_company(order, next(places), participants, rng) for order in range(len(sites), total)]
    return sites


def takes_part(sites: list[Site], participants: int) -> list[Site]:
    """Those who answer: the companies, the further sites of the large owner, and a few outside the population."""
    return [site for site in sites if site.order < participants + MANY_SITES - 1 + len(OUTSIDE)]


OUTSIDE = ("supplier", "supplier", "research_organisation")


def invited_in_vain(sites: list[Site], participants: int) -> list[Site]:
    """Those who were invited too, and never sent answers: a third as many as take part."""
    start = len(takes_part(sites, participants))
    return sites[start : start + participants // 3]


def _company(order: int, place: str, participants: int, rng: np.random.Generator) -> Site:
    facets = {
        "sub_sector": _draw(SUB_SECTORS, rng),
        "business_model": _draw(BUSINESS_MODELS, rng),
        "size_band": _draw(SIZES, rng),
        "country": _draw(COUNTRIES, rng),
        "site_type": _draw(SITE_TYPES, rng),
        "gxp": "yes_mostly",
    }
    if 1 <= order <= PLASMA_COMPANIES:
        facets |= {"sub_sector": "blood_plasma", "business_model": "own_products", "site_type": "commercial_gmp"}
    facets["site_headcount"] = facets["size_band"]
    return Site(order, company_name(place, facets["business_model"]), f"{place} Group", facets)


def _further_sites(sites: list[Site], place: str) -> list[Site]:
    """One owner with many sites: it must count once in each smallest group."""
    head = next(s for s in sites[PLASMA_COMPANIES + 1 :] if s.facets["business_model"] == "own_products")
    facets = head.facets | {"size_band": "e5000_plus", "site_type": "commercial_gmp"}
    start = len(sites)
    return [Site(start + i, f"{head.name}, {place} site {i + 2}", head.owner, facets) for i in range(MANY_SITES - 1)]


def _outside(places: Iterator[str], start: int) -> list[Site]:
    """Suppliers and an institute: they may answer, but never enter a maturity figure."""
    found = []
    for i, model in enumerate(OUTSIDE):
        place = next(places)
        facets = {"sub_sector": "other", "business_model": model, "size_band": "e50_249", "country": "DE"}
        facets |= {"site_type": "office_only", "gxp": "no", "site_headcount": "e50_249"}
        found.append(Site(start + i, company_name(place, model), f"{place} Group", facets, in_population=False))
    return found


def _draw(shares: dict[str, float], rng: np.random.Generator) -> str:
    weights = np.array(list(shares.values()))
    return str(rng.choice(list(shares), p=weights / weights.sum()))
