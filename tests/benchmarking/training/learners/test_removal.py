"""A delegate is taken out of a run: what goes with them, and what may not, as it would tell what they rated."""

import json

import pytest
from django.urls import reverse

from benchmarking.actions.learners import remove_delegate
from benchmarking.models.learners import Delegate, DelegateLetter, DelegateRating
from benchmarking.selectors.learners import results_for
from surveyapp.models.row_scope import delegate_scope
from tests.benchmarking.training.learners.conftest import rate

HOME = reverse("benchmarking:learn-home")


@pytest.fixture
def olga(client, people, module):
    client.force_login(people.olga.account)
    return client


def address(run, *delegate):
    return reverse(
        f"benchmarking:training-run-{'remove' if delegate else 'delegates'}", args=["sector", run.pk, *delegate]
    )


def table_of(text):
    return text.split("<table")[1].split("</table>")[0]


def test_the_list_names_whom_the_organiser_added_and_never_who_answered(olga, make, sites):
    run = make(sites[:2], each=1)
    before = olga.get(address(run)).text
    rate(run.delegates.first(), "before", 3)
    assert table_of(olga.get(address(run)).text) == table_of(before)
    assert all(each.email in before for each in run.delegates.all())


def test_before_there_is_a_result_what_they_rated_goes_with_them(olga, make, sites, link, as_worker):
    run = make(sites[:1])
    one = run.delegates.first()
    to_one = link(one.email)
    rate(one, "before", 3)
    assert "Whatever they rated is deleted at once" in olga.get(address(run, one.pk)).text
    olga.post(address(run, one.pk))
    assert (Delegate.objects.count(), DelegateLetter.objects.count()) == (1, 1)
    with as_worker():
        assert DelegateRating.objects.count() == 0
    assert olga.get(to_one).status_code == 404


def test_looking_at_the_page_takes_nobody_out(olga, make, sites):
    run = make(sites[:1])
    olga.get(address(run, run.delegates.first().pk))
    assert Delegate.objects.count() == 2


def test_who_was_taken_out_is_asked_nothing_more_even_in_an_open_browser(client, make, sites, link, finish):
    run = make(sites[:6])
    one = Delegate.objects.select_related("run").first()
    client.post(link(one.email))
    finish(run)
    assert client.get(HOME).status_code in (200, 302)
    assert remove_delegate(delegate=one, by=None) is False
    assert client.get(HOME).status_code == 403


def test_two_results_with_one_person_less_do_not_tell_what_that_person_rated(olga, make, finish, follow_up, sites):
    """Six people at 20, but one at 100 before: a second mean of five would give the sixth away by subtraction."""
    run = finish(make([sites[0]], each=6), before=lambda n: 5 if n == 5 else 1).run
    [(_result, first)] = results_for(sites[0])
    one = run.delegates.order_by("email").last()
    assert "would tell what that person rated" in olga.get(address(run, one.pk)).text
    olga.post(address(run, one.pk))
    with delegate_scope(one.pk):
        assert DelegateRating.objects.count() == 3
    assert Delegate.objects.filter(email="").count() == 1
    follow_up(run, but=())
    [(_result, second)] = results_for(sites[0])
    kept = {name: second.document["skills"]["python"].get(name) for name in first.document["skills"]["python"]}
    assert kept == first.document["skills"]["python"]
    assert "100" not in json.dumps(second.document)


@pytest.mark.parametrize("name", ["alpha", "gamma"])
def test_a_coordinator_and_a_stranger_are_kept_out(client, people, make, sites, name):
    run = make(sites[:1])
    one = run.delegates.first()
    client.force_login(getattr(people, name).account)
    assert {client.get(address(run)).status_code, client.post(address(run, one.pk)).status_code} == {403}
    assert Delegate.objects.count() == 2


def test_a_delegate_of_another_run_is_not_found(olga, make, sites):
    one, other = make(sites[:1], label="One"), make(sites[:1], label="Other")
    assert olga.post(address(one, other.delegates.first().pk)).status_code == 404
