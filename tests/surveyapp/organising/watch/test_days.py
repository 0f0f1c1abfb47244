from datetime import UTC, date, datetime

import pytest

from surveyapp.actions import audit
from surveyapp.models.audit import AuditEntry
from surveyapp.models.invitation import Invitation
from surveyapp.models.letters import Mailing
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation, Wave
from surveyapp.organising.watch.chart import chart
from surveyapp.selectors.fieldwork_days import Day, Mark
from tests.benchmarking.small_sector import answers, organisation, respond, take_part
from tests.services import acting_as
from tests.surveyapp.organising.watch.conftest import address


def at(day, hour=12, month=3):
    return datetime(2026, month, day, hour, 30, tzinfo=UTC)


@pytest.fixture
def answered(as_worker):
    """`answered(wave, "A", invited, started, submitted)`: moments of one organisation's person, None for not yet."""

    def make(wave, name, invited, started=None, submitted=None):
        with as_worker():
            response = respond(
                take_part(wave, organisation(wave.programme, name, "red")), answers(3), submitted=bool(submitted)
            )
            Invitation.objects.filter(pk=response.invitation_id).update(created_at=invited)
            Response.objects.filter(pk=response.pk).update(started_at=started or invited, submitted_at=submitted)
            if started is None:
                Response.objects.filter(pk=response.pk).update(state="withdrawn", withdrawn_at=invited)

    return make


@pytest.fixture
def fieldwork(wave, answered):
    """Opened on 2 March, closed on the 5th, in the time of Lisbon."""
    answered(wave, "A", at(1), at(2), at(2, 23))
    answered(wave, "B", at(1), at(3), at(4))
    answered(wave, "C", at(2), at(4))
    answered(wave, "D", at(4))
    Wave.objects.filter(pk=wave.pk).update(opens_at=at(2), state="closed", closed_at=at(5))
    wave.refresh_from_db()
    return wave


def days(page):
    return [
        (each.day.day, each.number, each.invited, each.started, each.finished) for each in page.context["time"]["days"]
    ]


def test_every_day_has_what_was_reached_by_its_end(look, fieldwork):
    assert days(look()) == [(5, 4, 4, 3, 2), (4, 3, 4, 3, 2), (3, 2, 3, 2, 1), (2, 1, 3, 1, 1), (1, 0, 2, 0, 0)]


def test_days_are_those_of_the_programme(look, fieldwork, programme):
    programme.timezone = "Pacific/Auckland"
    programme.save()
    # 2 March 23:30 and 12:30 in UTC are the 3rd in Auckland.
    assert days(look())[-2:] == [(3, 1, 3, 1, 1), (2, 0, 2, 0, 0)]


def test_the_survey_before_stands_beside_it_on_the_same_day_of_its_fieldwork(
    look, fieldwork, make_wave, answered, words
):
    times = {"opens_at": at(10, month=1), "closed_at": at(20, month=1), "state": "closed"}
    earlier = make_wave(fieldwork.instrument_version, slug="2025", **times)
    answered(earlier, "E", at(9, month=1), at(10, month=1), at(10, month=1))
    answered(earlier, "F", at(9, month=1), at(12, month=1), at(12, month=1))
    page = look()
    assert [each.before for each in page.context["time"]["days"]] == [2, 2, 1, 1, None]
    assert "In 2025 survey, 2 had finished by the same day." in words(page)


def test_an_extension_is_marked_on_its_day(look, fieldwork, people):
    said = {"before": "", "after": at(9).isoformat()}
    audit.record(
        action="wave.extended", target=fieldwork, by=people.olga.account, programme=fieldwork.programme, **said
    )
    with acting_as("none"):
        AuditEntry.objects.update(at=at(3))
    flags = [(each.number, each.at, each.said) for each in look().context["time"]["chart"].flags]
    assert flags == [(1, "50.00%", "Extended until 9 March 2026")]


def test_reminders_are_marked_on_the_day_they_were_written(look, fieldwork):
    for number, (kind, day) in enumerate((("invitation", 2), ("reminder", 4), ("last_reminder", 5))):
        Mailing.objects.create(wave=fieldwork, kind=kind, number=1, key=f"m{number}", started_at=at(day))
    Mailing.objects.create(wave=fieldwork, kind="reminder", number=2, key="waiting")
    flags = [(each.number, each.at, each.said) for each in look().context["time"]["chart"].flags]
    assert flags == [(1, "75.00%", "Reminder"), (2, "100.00%", "Last reminder")]


def test_of_a_confidential_survey_no_day_is_kept(client, people, wave, make_wave, words):
    times = {"opens_at": at(2), "closed_at": at(5), "state": "closed"}
    secret = make_wave(wave.instrument_version, slug="secret", is_confidential=True, **times)
    its_own = organisation(wave.programme, "A", "red")
    Participation.objects.create(wave=secret, organisation=its_own, facets=its_own.facets, n_submitted_at_close=1)
    client.force_login(people.olga.account)
    page = client.get(address(secret))
    assert "the days are not kept after the close" in words(page)
    assert page.context["counts"].finished == 1


def line(made, kind):
    return next(each.points for each in made.lines if each.kind == kind)


def test_lines_are_drawn_from_nothing_to_the_next_round_number():
    made = chart([Day(date(2026, 3, n), n, 7, n, 0) for n in (1, 2, 3)], [Mark(date(2026, 3, 2), "reminder")], "")
    assert (made.top, made.middle) == (10, 5)
    assert line(made, "invited") == "0.0,30.00 500.0,30.00 1000.0,30.00"
    assert line(made, "started") == "0.0,90.00 500.0,80.00 1000.0,70.00"
    assert [each.kind for each in made.lines] == ["invited", "started", "finished"]
    assert [(each.at, each.said) for each in made.flags] == [("50.00%", "Reminder")]


@pytest.mark.parametrize(("most", "top"), [(0, 2), (1, 2), (3, 10), (11, 20), (21, 50), (51, 100), (31_970, 50_000)])
def test_the_top_of_the_drawing_is_round_and_has_a_whole_middle(most, top):
    assert chart([Day(date(2026, 3, 1), 1, most, 0, 0)], [], "").top == top


def test_a_single_day_is_a_line_across():
    assert line(chart([Day(date(2026, 3, 1), 1, 1, 0, 0)], [], ""), "invited") == "0.0,50.00 1000.0,50.00"
