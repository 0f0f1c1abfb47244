from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from surveyapp.actions.waves import close_wave
from surveyapp.models.letters import Mailing
from surveyapp.models.wave import Participation, ReminderDate, Wave
from surveyapp.selectors.wave_closing import months_later
from tests.benchmarking.small_sector import answers, organisation, respond, take_part

DAY = timedelta(days=1)


@pytest.fixture
def survey(version, make_wave, people):
    return make_wave(version, people.alpha.organisation, people.beta.organisation, closes_at=timezone.now() + DAY)


def states(page):
    return [(step.label, step.state) for step in page.context["steps"]]


def test_the_overview_says_where_a_survey_stands_and_what_comes_next(olga, at, survey, people):
    page = olga.get(at())
    assert states(page)[:3] == [("Prepared", "done"), ("Open", "now"), ("Closed", "waiting")]
    close_wave(wave=survey, by=people.olga.account)
    page = olga.get(at())
    assert states(page)[2:] == [
        ("Closed", "done"),
        ("Results built and checked", "now"),
        ("Results published", "waiting"),
    ]
    assert page.context["next"].label == "Watch the results being built"


def test_a_survey_that_opened_late_says_so(olga, at, survey):
    planned, opened = datetime(2026, 7, 1, 8, tzinfo=UTC), datetime(2026, 7, 3, 10, 30, tzinfo=UTC)
    Wave.objects.update(opening_planned_for=planned, opens_at=opened)
    assert "3 July 2026, 11:30, late: planned for 1 July 2026, 09:00" in olga.get(at()).text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "draft", "opens_at": -2, "closes_at": -1}, "The whole time of this survey passed"),
        ({"state": "draft", "opens_at": -1, "closes_at": 1}, "should be open by now"),
        ({"state": "open", "opens_at": -2, "closes_at": -1}, "should be closed by now"),
    ],
)
def test_what_no_worker_did_is_said(olga, at, survey, fields, words):
    moments = {name: timezone.now() + days * DAY for name, days in fields.items() if name != "state"}
    Wave.objects.update(state=fields["state"], **moments)
    assert words in olga.get(at()).text


def test_dates_of_an_open_survey_move_but_for_its_opening_and_close(olga, at, survey):
    Wave.objects.update(closes_at=datetime(2098, 9, 1, tzinfo=UTC))
    said = {"reminder_1": "2098-07-01T09:00", "report_announced_for": "2098-12-01", "closes_at": "2099-01-01T00:00"}
    assert "The dates are kept." in olga.post(at("dates"), said, follow=True).text
    assert ReminderDate.objects.get().at == datetime(2098, 7, 1, 8, tzinfo=UTC)
    assert Wave.objects.get().closes_at == datetime(2098, 9, 1, tzinfo=UTC)
    assert olga.post(at("dates"), {"reminder_1": "2098-10-01T09:00"}).status_code == 422


def test_more_time_is_given_and_those_told_who_have_not_finished(olga, at, survey):
    answer = olga.post(at("extend"), {"closes_at": "2098-07-01T18:00", "tell": "yes"}, follow=True)
    assert "The survey is open until 1 July 2098, 18:00. Everybody who has not finished is written to." in answer.text
    assert Wave.objects.get().closes_at == datetime(2098, 7, 1, 17, tzinfo=UTC)
    assert Mailing.objects.get().kind == "extension"


def test_nobody_is_told_where_that_is_not_wanted(olga, at, survey):
    olga.post(at("extend"), {"closes_at": "2098-07-01T18:00", "tell": "no"})
    assert not Mailing.objects.exists()


def test_less_time_is_refused_beside_the_field(olga, at, survey):
    Wave.objects.update(closes_at=datetime(2098, 9, 1, tzinfo=UTC))
    answer = olga.post(at("extend"), {"closes_at": "2098-07-01T18:00", "tell": "yes"})
    assert answer.status_code == 422
    assert "People were told that they have until then." in answer.text
    assert not Mailing.objects.exists()


def test_a_closed_survey_says_why_it_gets_no_more_time(olga, at, survey, people):
    close_wave(wave=survey, by=people.olga.account)
    assert "A closed survey does not open again" in olga.get(at("extend")).text
    assert olga.post(at("extend"), {"closes_at": "2098-07-01T18:00", "tell": "no"}).status_code == 422
    assert Wave.objects.get().state == "closed"


def test_closing_says_what_it_means(olga, at, survey, as_worker):
    survey.programme.keeps_answers_months = 12
    survey.programme.save()
    with as_worker():
        red = [take_part(survey, organisation(survey.programme, f"Red {n}", "red")) for n in range(7)]
        for each in red[:6]:
            respond(each, answers(3))
        respond(red[6], answers(3), submitted=False)
        respond(take_part(survey, organisation(survey.programme, "Blue", "blue")), answers(3))
        Participation.objects.filter(pk=red[0].pk).update(confirmed_at=timezone.now())
    page = olga.get(at("close"))
    closing = page.context["closing"]
    assert (page.context["counts"].finished, closing.n_drafts, closing.n_unconfirmed) == (7, 1, 6)
    assert [(row.name, row.state) for row in page.context["too_small"]] == [
        ("Blue", "Cannot be shown: fewer than 6 companies in the register"),
        ("Red", "Large enough; groups open at 20 companies of the whole sector"),
    ]
    for words in (
        "7 organisations have finished and will count.",
        "1 person has begun and not submitted",
        "6 organisations have answers that their coordinators have not confirmed: as announced, they count.",
        "People may still withdraw theirs",
    ):
        assert words in page.text


def test_closing_a_confidential_survey_says_that_persons_are_cut_off(olga, at, version, make_wave):
    make_wave(version, is_confidential=True, counts_unconfirmed=False)
    text = olga.get(at("close")).text
    assert "answers are cut from persons for good" in text
    assert "only confirmed organisations count: 0 so far" in text


def test_a_survey_closes_only_once_its_short_name_is_typed(olga, at, survey):
    for typed in ("", "2025", "2026 survey"):
        answer = olga.post(at("close"), {"typed": typed})
        assert (answer.status_code, answer.text.count("Type 2026, exactly as it stands here.")) == (422, 2)
        assert Wave.objects.get().is_open
    assert "The survey is closed." in olga.post(at("close"), {"typed": " 2026 "}, follow=True).text


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [((2026, 1, 31), 1, (2026, 2, 28)), ((2026, 11, 24), 24, (2028, 11, 24)), ((2026, 12, 1), 1, (2027, 1, 1))],
)
def test_months_are_those_of_the_calendar(day, months, later):
    assert months_later(date(*day), months) == date(*later)


@pytest.mark.parametrize("page", ["dates", "extend", "close", "preview"])
@pytest.mark.usefixtures("survey")
def test_nobody_else_changes_anything(client, people, at, page):
    client.force_login(people.alpha.account)
    assert client.post(at(page), {"typed": "2026", "closes_at": "2098-07-01T18:00"}).status_code in (403, 405)
    assert Wave.objects.get().is_open
