"""Those who waited for a course beside those who took it: what they are asked, and what may be said of them."""

from dataclasses import asdict

import pytest
from django.core import mail
from django.urls import reverse

from benchmarking.actions.learners import Invited, add_delegates
from benchmarking.models.learners import Delegate
from benchmarking.selectors.learners import results_for
from benchmarking.stats.course_levels import LevelFigure
from benchmarking.stats.learners import ChangeFigure
from benchmarking.stats.learners_beside_others import Adjustment, Side, published_association
from benchmarking.stats.published_means import Pooled
from tests.benchmarking.dashboards.reading import text_of

HOME = reverse("benchmarking:learn-home")


def address(name, *args):
    return reverse(f"benchmarking:training-{name}", args=["sector", *args])


@pytest.fixture
def make_both(make):
    """A run with two takers of each of `sites`, and two people of each of `others` on the waiting list."""

    def run_of(sites, others, label="Spring"):
        run = make(sites, label=label)
        add_delegates(
            run=run, people=[Invited(f"w{n}@{s.pk}.example", s, "", True) for s in others for n in (0, 1)], by=None
        )
        return run

    return run_of


@pytest.fixture
def both(make_both, finish):
    """At 2 before; takers at 4 and those who waited at 3 after, but the first two of these at `odd`."""

    def finished(sites, others, odd=3):
        run = make_both(sites, others, f"Spring, {odd}")
        order = list(run.delegates.order_by("organisation__owner__name", "email"))
        waits = [n for n, each in enumerate(order) if each.is_waiting]

        def after(n):
            return 4 if n not in waits else odd if n in waits[:2] else 3

        return finish(run, after=after, before=lambda _n: 2).result

    return finished


def test_each_side_passes_the_rules_for_itself_and_the_comparison_follows_from_both(both, sites):
    document = both(sites[:7], sites[7:14]).document
    its, spread = document["others"]["skills"]["python"], Pooled(**document["spread"]["change"])
    taken = document["skills"]["python"]
    assert (its["change"]["n_owners"], its["change"]["n_people"]) == (7, 14)
    sides = [Side(LevelFigure(**each["before"]), ChangeFigure(**each["change"])) for each in (taken, its)]
    recomputed = [asdict(published_association(*sides, Adjustment(slope), spread)) for slope in (0.8, 0.6)]
    assert its["associations"] == recomputed


def test_who_waited_is_in_no_mean_of_takers(both, sites):
    document = both(sites[:7], sites[7:14], odd=0).document
    assert document["people"]["invited"] == 14
    assert document["skills"]["python"]["change"]["value"] == pytest.approx(250 / 7)
    assert document["others"]["people"]["starters"] == 14


def test_five_companies_on_the_waiting_list_are_counts_alone(both, sites):
    document = both(sites[:7], sites[7:12]).document
    assert document["others"] == {
        "people": {"invited": 10, "starters": 10, "completers": 10, "followed_up": 0},
        "skills": {},
        "overall": {"change": None, "associations": []},
    }
    assert document["skills"]["python"]["change"]["n_owners"] == 7


def test_one_company_that_stands_out_within_its_step_changes_nothing_that_is_printed(both, sites):
    """Seven at +20, or six and one at 0: sums of 140 and 120, in one step, so that nobody can tell the two apart."""
    plain, odd = (both(sites[:7], sites[7:14], odd=odd).document["others"] for odd in (3, 2))
    assert plain == odd
    assert plain["skills"]["python"]["change"]["value"] == pytest.approx(150 / 7)


def test_a_coordinators_own_means_leave_out_who_waited(make_both, finish, sites):
    run = make_both([sites[0]], [sites[0]])
    people = [(f"x{n}@a.example", sites[0]) for n in range(3)]
    add_delegates(run=run, people=people, by=None)
    finish(run)
    [(_result, own)] = results_for(sites[0])
    assert own.document["people"]["invited"] == 5
    assert own.document["skills"]["python"]["n"] == 5


def test_the_page_says_how_much_higher_takers_ended_and_names_regression_to_the_mean(client, people, both, sites):
    result = both(sites[:7], sites[7:14])
    client.force_login(people.olga.account)
    page = client.get(address("run-result", result.run_id))
    text = text_of(page)
    assert "others who began alike" in text
    assert "regression to the mean" in text
    assert "do not prove that it brought them about" in text
    file = client.get(address("run-others-csv", result.run_id)).text
    its = result.document["others"]["skills"]["python"]
    assert f",{round(its['associations'][0]['value'])}," in file


def test_below_six_the_page_says_from_when_on_and_there_is_no_file(client, people, both, sites):
    result = both(sites[:7], sites[7:12])
    client.force_login(people.olga.account)
    assert "are shown from 6 companies and 10 people on" in client.get(address("run-result", result.run_id)).text
    assert client.get(address("run-others-csv", result.run_id)).status_code == 404


def test_a_run_without_a_waiting_list_has_no_comparison(client, people, make, finish, sites):
    result = finish(make(sites[:6])).result
    client.force_login(people.olga.account)
    assert "others" not in result.document
    assert "Beside those who waited" not in client.get(address("run-result", result.run_id)).text
    assert client.get(address("run-others-csv", result.run_id)).status_code == 404


def test_who_waits_is_told_so_and_asked_before_and_after_alone(client, make_both, sites, link):
    run = make_both(sites[:1], sites[1:2])
    one = run.delegates.filter(is_waiting=True).first()
    client.post(link(one.email))
    assert "you are on the waiting list of the course" in mail.outbox[-1].body + mail.outbox[0].body
    assert "You are on the waiting list." in client.get(HOME).text
    client.post(HOME)
    assert "Where do you stand today?" in client.get(reverse("benchmarking:learn-questions", args=[1])).text


def test_the_organiser_adds_people_on_the_waiting_list_with_their_language(client, people, module, make, sites):
    run = make(sites[:1])
    client.force_login(people.olga.account)
    lines = {"lines": f"w@w.example; {sites[1].name}; de", "is_waiting": "on"}
    client.post(address("run", run.pk), lines)
    found = Delegate.objects.get(email="w@w.example")
    assert (found.is_waiting, found.language) == (True, "de")
    reply = client.post(address("run", run.pk), {"lines": f"v@w.example; {sites[1].name}; tlh"})
    assert "“tlh” is none of the languages en, de, fr, ar." in reply.text
    assert "(1 on the waiting list)" in text_of(client.get(address("run", run.pk)))
