"""Reminders and the language of letters; nobody is written to twice in a week, nor once they answered."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from benchmarking.actions.learners import Invited, add_delegates, go_on, remind, send_ratings
from benchmarking.models.learners import Delegate, DelegateLetter
from tests.benchmarking.training.learners.conftest import rate

HOME = reverse("benchmarking:learn-home")


@pytest.fixture
def in_days(as_worker):
    def reminded(days):
        with as_worker():
            return remind(now=timezone.now() + timedelta(days=days))

    return reminded


@pytest.fixture
def run(make, sites):
    return make(sites[:1], each=2)


def age(days):
    """As if every letter so far had been written some days earlier."""
    for letter in DelegateLetter.objects.all():
        DelegateLetter.objects.filter(pk=letter.pk).update(requested_at=letter.requested_at - timedelta(days=days))


def test_who_has_not_answered_is_reminded_after_a_week_and_twice_at_most(run, in_days, as_worker):
    found = []
    for days in (6.9, 0.2, 6.9, 0.2, 30):
        with as_worker():
            age(days)
        found.append((in_days(0), in_days(0)))
    assert found == [(0, 0), (2, 0), (0, 0), (2, 0), (0, 0)]
    assert DelegateLetter.objects.count() == 6


def test_who_answered_is_not_reminded(run, in_days):
    one, _other = Delegate.objects.all()
    rate(one, "before", 1)
    send_ratings(delegate=Delegate.objects.select_related("run__programme").get(pk=one.pk))
    assert in_days(8) == 1


def test_who_answers_between_writing_and_sending_gets_no_reminder(run, in_days, work):
    work()
    in_days(8)
    for one in Delegate.objects.select_related("run__programme"):
        rate(one, "before", 1)
        send_ratings(delegate=Delegate.objects.select_related("run__programme").get(pk=one.pk))
    work()
    assert (len(mail.outbox), DelegateLetter.objects.filter(state="done").count()) == (2, 4)


def test_a_letter_for_the_next_moment_counts_as_one_within_the_week(run, in_days, as_worker):
    run = go_on(run=go_on(run=run, seen="before", by=None), seen="course", by=None)
    assert in_days(3) == 0
    assert in_days(8) == 2


@pytest.mark.parametrize("state", ["planned", "course"])
def test_nobody_is_reminded_while_nothing_is_asked(make, sites, in_days, state):
    run = make(sites[:1])
    if state == "course":
        go_on(run=run, seen="before", by=None)
    assert in_days(8) == (0 if state == "course" else 2)


def test_a_reminder_says_so_and_its_link_works(client, run, in_days, link):
    in_days(8)
    email = Delegate.objects.first().email
    address = link(email)
    assert "a reminder, in case our letter escaped you" in mail.outbox[-1].body + mail.outbox[-2].body
    assert client.get(address).status_code == 200


def test_a_letter_is_in_the_language_that_was_given(run, work, sites):
    add_delegates(run=run, people=[Invited("fritz@de.example", sites[0], "de")], by=None)
    work()
    [letter] = [each for each in mail.outbox if each.to == ["fritz@de.example"]]
    assert letter.body.startswith("Guten Tag")


def test_the_language_chosen_on_the_pages_is_that_of_the_next_letters(client, run, link):
    one = Delegate.objects.first()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    client.post(link(one.email))
    one.refresh_from_db()
    assert one.language == "fr"


def test_a_language_nobody_offers_changes_nothing(client, run, link):
    one = Delegate.objects.first()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"
    client.post(link(one.email))
    one.refresh_from_db()
    assert one.language == "en"
