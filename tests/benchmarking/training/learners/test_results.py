import json
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from benchmarking.actions.learners import delete_old_ratings, follow_up_due_runs
from benchmarking.models.learners import Delegate, DelegateRating, OwnRunResult, RunResult
from benchmarking.selectors.learners import results_for
from surveyapp.models.people import Membership
from surveyapp.models.row_scope import delegate_scope, organisation_scope


def numbers(document):
    """Every number of a document below its counts of persons and its spread."""
    return [
        value for its in document["skills"].values() for figure in its.values() if figure for value in figure.values()
    ]


def test_six_owners_see_before_change_after_and_looking_back(make, finish, sites):
    """Six owners at 20 points: 120, printed as at most 150; +40 each: 240, the step 200-300; looking back -20 each."""
    its = finish(make(sites[:6])).result.document["skills"]["python"]
    assert {name: its[name]["n_owners"] for name in ("before", "change", "after", "shift")} == dict.fromkeys(
        ("before", "change", "after", "shift"), 6
    )
    assert (its["before"]["value"], its["before"]["most"]) == (None, 25)
    assert its["change"]["value"] == pytest.approx(250 / 6)
    assert its["shift"]["value"] == pytest.approx(-150 / 6)


def test_five_owners_see_counts_and_nothing_else(make, finish, sites):
    document = finish(make(sites[:5], each=3)).result.document
    assert document["people"] == {"invited": 15, "starters": 15, "completers": 15, "followed_up": 0}
    assert numbers(document) == []
    assert document["overall"] == {"change": None, "size": None}


def test_six_owners_of_whom_one_did_not_finish_see_counts(make, finish, sites):
    document = finish(make(sites[:6]), but=[sites[0]]).result.document
    assert (document["people"]["completers"], numbers(document)) == (10, [])


def test_owners_of_one_consultant_are_one_contributor(make, finish, sites, people):
    for site in sites[:2]:
        Membership.objects.create(account=people.alpha.account, organisation=site)
    assert numbers(finish(make(sites[:6])).result.document) == []


def test_delegates_without_an_organisation_are_in_no_mean(make, finish, sites):
    run = make(sites[:5], each=3)
    Delegate.objects.create(run=run, email="free@lance.example")
    document = finish(run).result.document
    assert (document["people"]["invited"], numbers(document)) == (16, [])


def test_what_was_never_sent_counts_nowhere(make, finish, sites, work):
    run = make(sites[:6])
    finished = finish(run, but=[sites[0]])
    with delegate_scope(Delegate.objects.filter(organisation=sites[0]).first().pk):
        assert DelegateRating.objects.filter(moment="after").count() == 0
    assert finished.result.document["people"]["completers"] == 10


def test_the_follow_up_with_one_owner_missing_is_not_shown(make, finish, follow_up, sites):
    first = finish(make(sites[:7]))
    second = follow_up(first.run, but=[sites[0]]).document
    assert second["skills"]["python"]["follow_up_change"] is None
    assert second["overall"]["follow_up_change"] is None
    assert second["people"]["followed_up"] == 12


def test_the_follow_up_of_everybody_is_shown_beside_what_stood_before(make, finish, follow_up, sites):
    first = finish(make(sites[:6]))
    second = follow_up(first.run).document["skills"]["python"]
    assert second["follow_up_change"]["value"] == pytest.approx(150 / 6)
    kept = {name: second[name] for name in first.result.document["skills"]["python"]}
    assert kept == first.result.document["skills"]["python"]


def test_the_follow_up_without_six_owners_is_shown(make, finish, follow_up, sites):
    first = finish(make(sites[:12]))
    later = follow_up(first.run, but=sites[:6]).document["skills"]["python"]
    assert later["follow_up_change"]["n_owners"] == 6
    assert later["follow_up"] is None


def used_by_four(n):
    """Of each owner's two people one says something else; the first four owners have somebody who uses it."""
    return 3 if n < 8 and n % 2 else 2


def test_use_at_work_is_a_band_of_companies_from_ten_on(make, finish, follow_up, sites):
    twelve, nine = finish(make(sites[:12], label="Twelve")).run, finish(make(sites[:9], label="Nine")).run
    assert follow_up(twelve, level=used_by_four).document["used"] == {"least": 3, "most": 5, "n_owners": 12}
    assert follow_up(nine, level=used_by_four).document["used"] is None


def test_use_at_work_is_not_told_where_one_company_is_missing(make, finish, follow_up, sites):
    run = finish(make(sites[:12])).run
    assert follow_up(run, but=[sites[0]], level=used_by_four).document["used"] is None


def test_two_runs_that_share_delegates_leave_a_newcomer_wide_open(make, finish, sites):
    """Six owners in both runs, unchanged, and a seventh in the second who went down by 20: what subtracts to them?"""
    one = finish(make(sites[:6], label="One")).result.document["skills"]["python"]
    two = finish(make(sites[:7], label="Two"), after=lambda n: 0 if n >= 12 else 3).result.document["skills"]["python"]
    for name, end in (("change", 100), ("before", 50)):
        low = two[name]["least"] * 7 - one[name]["most"] * 6
        high = two[name]["most"] * 7 - one[name]["least"] * 6
        assert min(high, 100) - max(low, -end) >= 30
    assert round(two["change"]["most"] * 7 - two["change"]["least"] * 7) == 100


def test_the_second_run_shows_no_total_over_both(make, finish, sites):
    finish(make(sites[:6], label="One"))
    document = finish(make(sites[:7], label="Two")).result.document
    assert set(document) == {"people", "spread", "skills", "overall"}


def test_a_result_says_nothing_of_a_single_person_or_owner(make, finish, sites):
    result = finish(make(sites[:6])).result
    text = json.dumps(result.document)
    assert not any(str(site.pk) in text or str(site.owner_id) in text or site.name in text for site in sites)
    assert not any(str(person.pk) in text or person.email in text for person in Delegate.objects.all())


def test_a_finished_result_stands_even_for_the_worker(make, finish, sites, as_worker):
    result = finish(make(sites[:6])).result
    result.document = {}
    with as_worker(), pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        result.save()


def test_a_coordinator_sees_the_mean_of_five_of_their_own_and_counts_of_four(make, finish, sites):
    finish(make(sites[:1], each=5, label="Five"))
    finish(make(sites[:1], each=4, label="Four"))
    found = {result.run.label: own.document for result, own in results_for(sites[0])}
    mean = {"n": 5, "before": 20.0, "after": 60.0, "looking_back": 10.0}
    assert found["Five"]["skills"] == {"python": mean}
    assert (found["Four"]["skills"], found["Four"]["people"]["completers"]) == ({}, 4)


def test_where_all_of_ones_own_rate_alike_at_an_end_only_a_bound_is_stored(make, finish, sites):
    finish(make(sites[:1], each=5), before=lambda _n: 0, after=lambda _n: 5)
    [(_result, own)] = results_for(sites[0])
    assert own.document["skills"]["python"] == {"n": 5, "before": 10.0, "after": 90.0, "looking_back": 10.0}


def test_a_coordinator_of_another_organisation_gets_no_row(make, finish, sites):
    finish(make(sites[:2], each=5))
    assert results_for(sites[2]) == []
    with organisation_scope(sites[2].pk):
        assert OwnRunResult.objects.count() == 0
    with organisation_scope(sites[1].pk):
        assert {each.organisation for each in OwnRunResult.objects.all()} == {sites[1]}


def test_the_ratings_are_nobodys_without_a_scope_and_ones_own_within(make, finish, sites):
    run = finish(make(sites[:6])).run
    assert DelegateRating.objects.count() == 0
    one = run.delegates.first()
    with delegate_scope(one.pk):
        assert {rating.delegate_id for rating in DelegateRating.objects.all()} == {one.pk}
        assert DelegateRating.objects.update(level=5) == 3
    with organisation_scope(sites[0].pk):
        assert DelegateRating.objects.count() == 0


def test_nobody_rates_for_another(make, sites):
    one, other = make(sites[:1]).delegates.all()
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), delegate_scope(one.pk):
        DelegateRating.objects.create(delegate=other, moment="before", skill="python", level=1)


def test_a_result_carries_its_seal_and_its_method(make, finish, sites):
    result = finish(make(sites[:6])).result
    assert (len(result.input_hmac), result.state, result.built_at is not None) == (64, RunResult.State.DONE, True)
    assert result.method_version


def test_ratings_go_when_their_time_is_over_and_results_stay(make, finish, follow_up, sites, as_worker):
    run = finish(make(sites[:6])).run
    follow_up(run)
    with as_worker():
        assert delete_old_ratings(today=date(2101, 6, 2)) == 0
        assert delete_old_ratings(today=date(2101, 6, 3)) == 12 * 5
        assert delete_old_ratings(today=date(2101, 6, 3)) == 0
    assert RunResult.objects.filter(run=run, state="done").count() == 2


def test_the_follow_up_begins_by_itself_on_its_day(make, finish, sites, as_worker):
    run = finish(make(sites[:6])).run
    with as_worker():
        assert [follow_up_due_runs(today=date(2099, 6, day)) for day in (1, 2, 3)] == [0, 1, 0]
    run.refresh_from_db()
    assert run.state == "follow_up"
