"""Whatever is written, the next view shows it: a kept page is shown while everything it was made from is as it was."""

from types import SimpleNamespace

import pytest
from django.utils import timezone
from django.utils.translation import get_language

from benchmarking.actions import kept_pages as keeping
from benchmarking.actions.plans import Aimed, add_target, keep_courses_taken
from benchmarking.actions.releases import mark_corrected
from benchmarking.dashboards.comparison import compare
from benchmarking.dashboards.kept_results import inside
from benchmarking.dashboards.made_with import software
from benchmarking.models.kept_page import KeptPage
from benchmarking.models.own_result import OwnResult, OwnResultRequest
from benchmarking.models.training import TrainingModule
from benchmarking.selectors.kept_pages import Address, find
from surveyapp.models.invitation import Invitation
from surveyapp.models.organisation import Organisation
from surveyapp.models.people import Account
from surveyapp.models.programme import Programme
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation, Wave
from tests.benchmarking.dashboards.conftest import finer_figures, sector_figures
from tests.benchmarking.dashboards.reading import text_of

RESULTS = "/benchmarks/"


@pytest.fixture
def world(store, people, programme, released, as_worker):
    """What the writes below write on: a course for a skill that is short, work that is done."""
    part = Participation.objects.get(wave=released, organisation=people.alpha.organisation)
    with as_worker():
        TrainingModule.objects.create(
            programme=programme, code="A", name={"en": "Snakes"}, audience="practitioner", raises={"python": 3}
        )
        OwnResultRequest.objects.create(key="own_result:1", participation=part, state="done")
    return released


def target(wave, people, store):
    add_target(organisation=people.alpha.organisation, aimed=Aimed("skill", "python", 3), by=people.alpha.account)


def courses_taken(wave, people, store):
    keep_courses_taken(organisation=people.alpha.organisation, wave=wave.pk, people={"A": 4}, by=people.alpha.account)


def another_own_result(wave, people, store):
    own = OwnResult.objects.get(wave=wave, organisation=people.alpha.organisation)
    own.document = own.document | {"overall": 88.0, "lowest": "AUT"}
    own.save()


def correction(wave, people, store):
    figures = [
        each | {"value": 31.0, "low": 28.0, "high": 34.0} for each in sector_figures() if "skill" in each["metric"]
    ]
    rest = [each for each in sector_figures() if "skill" not in each["metric"]]
    store.release(wave, [*rest, *figures, *finer_figures()], number=2)


def confirmed_again(wave, people, store):
    part = Participation.objects.get(wave=wave, organisation=people.alpha.organisation)
    OwnResultRequest.objects.create(key="own_result:2", participation=part, state="waiting")


def withdrawn(wave, people, store):
    mine = Participation.objects.filter(wave=wave, organisation=people.alpha.organisation)
    mine.update(answers_withdrawn_at=timezone.now())


def newer_survey(wave, people, store):
    store.survey("2027", people.alpha.organisation, closed=False)


WRITES = {
    "a target is set": target,
    "people took a course": courses_taken,
    "a course is withdrawn": lambda *_: TrainingModule.objects.update(withdrawn_at=timezone.now()),
    "a course has another name": lambda *_: TrainingModule.objects.update(name={"en": "Vipers"}),
    "the own result is another": another_own_result,
    "the own result is gone": lambda *_: OwnResult.objects.all().delete(),
    "answers are confirmed again": confirmed_again,
    "work on the own result failed": lambda *_: OwnResultRequest.objects.update(state="failed"),
    "own answers are withdrawn after the close": withdrawn,
    "answers behind the release are withdrawn": lambda wave, *_: mark_corrected(wave_id=wave.pk),
    "a correction is published": correction,
    "facets are set right": lambda *_: Participation.objects.update(facets={"sub_sector": "plasma"}),
    "a newer survey opens": newer_survey,
    "the survey has another title": lambda *_: Wave.objects.update(title={"en": "Autumn survey"}),
    "the organisation has another name": lambda *_: Organisation.objects.filter(name="Alpha site").update(
        name="Alpha works"
    ),
}


@pytest.fixture
def write(people, store, world, as_worker):
    """`write(name)` does, as the worker, what the name says."""

    def by_name(name):
        with as_worker():
            WRITES[name](world, people, store)

    return by_name


@pytest.mark.parametrize("name", WRITES)
def test_the_next_view_shows_what_was_written(alpha, write, as_worker, name):
    before = text_of(alpha.get(RESULTS))
    assert text_of(alpha.get(RESULTS)) == before
    write(name)
    after = text_of(alpha.get(RESULTS))
    with as_worker():
        KeptPage.objects.all().delete()
    assert after == text_of(alpha.get(RESULTS))
    assert after != before


def test_a_company_more_is_counted_at_once_on_the_page_of_an_open_survey(alpha, people, store, programme, as_worker):
    wave = store.survey("2026", people.alpha.organisation, people.beta.organisation, closed=False)
    store.own(wave, people.alpha.organisation)
    programme.refresh_from_db()
    with as_worker():
        owners = [_another(programme, wave, n) for n in range(6)]
        for part in owners[:5]:
            _answers(part)
    assert "Fewer than six companies have finished so far" in text_of(alpha.get(RESULTS))
    with as_worker():
        _answers(owners[5])
    assert "6 companies have finished so far" in text_of(alpha.get(RESULTS))


@pytest.fixture
def six(people, store, programme, as_worker):
    """An open survey in which somebody answered at six companies, none of which has confirmed."""
    wave = store.survey("2026", people.alpha.organisation, closed=False)
    store.own(wave, people.alpha.organisation)
    with as_worker():
        parts = [_another(programme, wave, number) for number in range(6)]
        for part in parts:
            _answers(part)
    return SimpleNamespace(programme=programme, wave=wave, parts=parts)


@pytest.mark.parametrize(
    ("changed", "n"),
    [
        ({"state": "draft", "submitted_at": None}, 6),
        ({"state": "withdrawn", "submitted_at": None, "withdrawn_at": timezone.now()}, 6),
        ({"benchmark_use": False}, 6),
        ({}, 7),
    ],
)
def test_companies_are_counted_as_they_would_be_at_the_close(alpha, six, as_worker, changed, n):
    assert "6 companies have finished so far" in text_of(alpha.get(RESULTS))
    with as_worker():
        _answers(_another(six.programme, six.wave, 6), **changed)
    assert f"{n} companies have finished so far" in text_of(alpha.get(RESULTS))


def test_where_only_confirmed_answers_count_so_do_only_they_on_the_page(alpha, six):
    assert "6 companies have finished so far" in text_of(alpha.get(RESULTS))
    Wave.objects.filter(pk=six.wave.pk).update(counts_unconfirmed=False)
    assert "Fewer than six companies have finished so far" in text_of(alpha.get(RESULTS))
    Participation.objects.filter(pk__in=six.parts).update(confirmed_at=timezone.now())
    assert "6 companies have finished so far" in text_of(alpha.get(RESULTS))


@pytest.mark.parametrize("asked", ["survey=%00", "group=%00", "survey=2026%00&group=sector"])
def test_an_address_that_no_text_can_hold_is_not_found(alpha, world, asked):
    assert alpha.get(f"{RESULTS}?{asked}").status_code == 404


def _answers(part, **changed):
    """Somebody there submits."""
    invitation = Invitation.objects.create(participation_id=part, token_sha256=f"{part}"[:64])
    told = {"state": "submitted", "submitted_at": timezone.now(), "reference": f"{part}"[:16], **changed}
    version = Wave.objects.get(participations=part).instrument_version
    Response.objects.create(participation_id=part, invitation=invitation, instrument_version=version, **told)


def _another(programme, wave, n):
    from surveyapp.models.organisation import Owner

    owner = Owner.objects.create(programme=programme, name=f"Company {n}")
    site = Organisation.objects.create(programme=programme, owner=owner, name=f"Site {n}")
    return Participation.objects.create(wave=wave, organisation=site).pk


def test_what_others_do_after_the_results_are_out_makes_no_page_anew(
    alpha, people, world, as_worker, django_assert_num_queries
):
    alpha.get(RESULTS)
    with as_worker():
        Participation.objects.filter(organisation=people.beta.organisation).update(confirmed_at=timezone.now())
        OwnResult.objects.create(
            participation=Participation.objects.get(wave=world, organisation=people.beta.organisation),
            organisation=people.beta.organisation,
            wave=world,
            document={},
        )
        Account.objects.update(last_login=timezone.now())
    with django_assert_num_queries(4):
        alpha.get(RESULTS)


def test_what_changes_while_a_page_is_made_makes_it_old_at_once(alpha, people, write):
    address = Address(people.alpha.organisation.pk, "", "", get_language())
    state = find(address, software()).state
    made = inside(compare(people.alpha.organisation, "", ""), "")
    write("a course has another name")
    keeping.keep(address=address, state=state, inside=made, counted=None)
    assert "Vipers" in text_of(alpha.get(RESULTS))


def test_pages_of_another_limit_of_the_installation_or_the_programme_are_made_anew(alpha, store, people, settings):
    wave = store.survey("2026", people.alpha.organisation)
    store.own(wave, people.alpha.organisation)
    store.release(wave, sector_figures(), groups=[], withheld=[])
    seen = []
    for least in ("6", "8", "6"):
        settings.LEAST_OWNERS = least
        seen.append([word in text_of(alpha.get(RESULTS)) for word in ("six companies", "eight companies")])
    assert seen == [[True, False], [False, True], [True, False]]
    Programme.objects.update(least_owners=9)
    assert "nine companies" in text_of(alpha.get(RESULTS))
