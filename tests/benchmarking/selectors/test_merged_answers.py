"""Merging by packed vectors gives, to the bit, what merging the documents gives."""

from copy import deepcopy
from dataclasses import replace
from random import Random

import pytest

from benchmarking.selectors import merged_answers
from surveyapp.models.answers import OrganisationAnswers, ResponseAnswers, UnlinkedAnswers
from surveyapp.models.response import Response
from surveyapp.selectors import instruments, records
from tests.benchmarking.small_sector import DEFINITION, answers, organisation, packed, respond, take_part

REASONS = ("not_shown", "not_answered", "dont_know", "does_not_apply")
ROLES = ("operations", "it", "coordinator", "", "a role that no version names")


@pytest.fixture
def wave(programme, publish_instrument, make_wave):
    return make_wave(publish_instrument(DEFINITION))


@pytest.fixture
def crowd(wave, as_worker):
    """Seven sites of up to six people each, some of them meetings, refusals and drafts; a site without anybody."""
    random = Random(4)  # noqa: S311 - the same crowd each time
    with as_worker():
        for number in range(7):
            site = take_part(wave, organisation(wave.programme, f"Site {number}", "red"))
            for _ in range(number):
                _someone(site, random)
    return wave


def _someone(site, random):
    said = answers(
        random.randint(1, 5), twin=random.choice(["started", "none"]), held=random.sample(["money", "people"], 2)
    )
    document = {
        code: random.choice([answer, answer, {"missing": random.choice(REASONS)}]) for code, answer in said.items()
    }
    response = respond(
        site, document, role=random.choice(ROLES), coordinator=random.random() < 0.3, submitted=random.random() < 0.9
    )
    Response.objects.filter(pk=response.pk).update(is_agreed=random.random() < 0.2, benchmark_use=random.random() < 0.8)


def both(wave):
    """Merged by vectors, with the documents emptied meanwhile, and by documents."""
    questionnaire = instruments.instrument(wave.instrument_version_id)
    slow = merged_answers._of_documents(records.of_wave(wave, questionnaire), questionnaire)
    for table in (ResponseAnswers, UnlinkedAnswers):
        table.objects.update(document={})
    return merged_answers.of_wave(wave, questionnaire), slow


def said(found):
    ids = [(record.participation, record.organisation, record.owner, record.facets) for record in found.records]
    merged = {site: repr(replace(record, values=ordered(record.values))) for site, record in found.merged.items()}
    return repr(ids), merged, repr({code: dict(scores) for code, scores in found.scores.items()})


def ordered(values):
    """Equal sets may print in different orders."""
    return {code: sorted(value) if isinstance(value, frozenset) else value for code, value in values.items()}


def test_vectors_say_what_documents_say(crowd, as_worker):
    with as_worker():
        fast, slow = both(crowd)
    assert len(fast.merged) > 4
    assert said(fast) == said(slow)


def test_drafts_and_what_was_withdrawn_are_not_read(wave, as_worker):
    with as_worker():
        site = take_part(wave, organisation(wave.programme, "Site", "red"))
        respond(site, answers(5), submitted=False)
        kept, gone = respond(site, answers(1)), respond(site, answers(5))
        Response.objects.filter(pk=gone.pk).update(state="draft", submitted_at=None)
        fast, slow = both(wave)
    assert said(fast) == said(slow)
    assert fast.merged[str(kept.participation.organisation_id)].values["A1"] == 1.0


def test_results_of_a_file_are_merged_beside_answers(crowd, as_worker):
    with as_worker():
        for participation in crowd.participations.order_by("organisation_id")[2:5]:
            OrganisationAnswers.objects.create(participation=participation, document=answers(2), source="results.csv")
        questionnaire = instruments.instrument(crowd.instrument_version_id)
        slow = merged_answers._of_documents(records.of_wave(crowd, questionnaire), questionnaire)
        assert said(merged_answers.of_wave(crowd, questionnaire)) == said(slow)


def test_answers_of_several_versions_are_read_together(crowd, publish_instrument, as_worker):
    """The wave has gone over to a version with a new question, a new choice, and choices in another order."""
    later = deepcopy(DEFINITION) | {"version": "2"}
    later["items"]["TWIN"]["choices"].reverse()
    later["items"]["HELD"]["choices"].insert(0, {"code": "time", "text": {"en": "Time"}})
    later["items"]["A0"] = later["items"]["A1"]
    later["dimensions"][0]["items"].append("A0")
    later["sections"][0]["pages"][0]["items"].append("A0")
    crowd.instrument_version = publish_instrument(later)
    crowd.save()
    with as_worker():
        site = crowd.participations.first()
        respond(site, answers(4, twin="planned") | {"A0": {"value": "2"}, "HELD": {"value": ["time", "money"]}})
        fast, slow = both(crowd)
        assert len({*ResponseAnswers.objects.values_list("codebook_sha256", flat=True)}) == 2
    assert said(fast) == said(slow)


def test_numbers_dates_and_rankings_are_read_beside_choices(publish_instrument, make_wave, as_worker):
    more = {
        "MEAN": {"kind": "number", "minimum": 0, "maximum": 100, "merge": "mean"},
        "LAST": {"kind": "score"},
        "DAY": {"kind": "date"},
        "RANK": {"kind": "ranking", "choices": DEFINITION["items"]["TWIN"]["choices"]},
    }
    definition = deepcopy(DEFINITION)
    definition["items"] |= {code: {"text": {"en": code}} | item for code, item in more.items()}
    pages = [{"code": code.lower(), "title": {"en": code}, "items": [code]} for code in more]
    definition["sections"][0]["pages"] += pages
    wave, random = make_wave(publish_instrument(definition)), Random(7)  # noqa: S311 - the same crowd each time
    with as_worker():
        for name in "abc":
            site = take_part(wave, organisation(wave.programme, name, "red"))
            for role in ("it", "it", "operations", ""):
                said_more = {
                    "MEAN": random.uniform(0, 100),
                    "LAST": random.uniform(0, 100),
                    "DAY": "2026-03-31",
                    "RANK": random.sample(["started", "planned", "none"], 2),
                }
                chosen = {code: {"value": value} for code, value in said_more.items() if random.random() < 0.7}
                respond(site, answers(2) | {code: {"missing": "dont_know"} for code in more} | chosen, role=role)
        fast, slow = both(wave)
    assert said(fast) == said(slow)
    assert {type(each.values["MEAN"]) for each in fast.merged.values()} == {float}


@pytest.mark.parametrize(
    "broken", [{"vector": b""}, {"codebook_sha256": "0" * 64}, {"vector": b"\xff" * 19}, {"numbers": [1.0]}]
)
def test_documents_are_read_where_one_vector_does_not_fit(crowd, as_worker, broken):
    questionnaire = instruments.instrument(crowd.instrument_version_id)
    with as_worker():
        first = ResponseAnswers.objects.filter(is_submitted=True, benchmark_use=True).first()
        ResponseAnswers.objects.filter(pk=first.pk).update(**broken)
        slow = merged_answers._of_documents(records.of_wave(crowd, questionnaire), questionnaire)
        assert said(merged_answers.of_wave(crowd, questionnaire)) == said(slow)


def test_a_confidential_wave_is_read_after_its_close_alone(publish_instrument, make_wave, as_worker):
    wave = make_wave(publish_instrument(DEFINITION), is_confidential=True)
    with as_worker():
        site = take_part(wave, organisation(wave.programme, "Site", "red"))
        responses = [respond(site, answers(level), role=role) for level, role in ((1, "it"), (2, "it"), (5, ""))]
        before, _ = both(wave)
        assert before.merged == {}
        for response, level in zip(responses, (1, 2, 5), strict=True):
            UnlinkedAnswers.objects.create(
                participation=site,
                instrument_version=wave.instrument_version,
                role=response.role,
                document=answers(level),
                **packed(response, answers(level)),
            )
        fast, slow = both(wave)
    assert said(fast) == said(slow)
    assert fast.merged[str(site.organisation_id)].values["A1"] == 3.25
