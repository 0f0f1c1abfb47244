import pytest
from django.urls import reverse

from benchmarking.actions.learners import add_delegates, end_run, go_on
from benchmarking.models.learners import Delegate, DelegateLetter, DelegateRating
from benchmarking.selectors.learners import ratings_of

HOME, DONE = reverse("benchmarking:learn-home"), reverse("benchmarking:learn-done")
FIRST = reverse("benchmarking:learn-questions", args=[1])
SECOND = reverse("benchmarking:learn-questions", args=[2])


@pytest.fixture
def run(make, sites):
    return make(sites[:1], each=1)


@pytest.fixture
def anna(run):
    return run.delegates.get()


@pytest.fixture
def inside(client, anna, link):
    """Anna has come in through her link and agreed."""
    client.post(link(anna.email))
    client.post(HOME)
    return client


def answer(level, moment="before"):
    return {"moment": moment, "python": level}


def test_looking_at_a_link_changes_nothing_and_start_lets_in(client, anna, link):
    address = link(anna.email)
    assert "Start" in client.get(address).text
    assert client.get(HOME).status_code == 403
    assert client.post(address).url == HOME
    assert "Who sees what" in client.get(HOME).text
    assert Delegate.objects.get().agreed_at is None


def test_only_the_digest_of_a_link_is_kept(anna, link):
    token = link(anna.email).split("/")[2]
    [letter] = DelegateLetter.objects.all()
    assert (letter.body, letter.state, token in str(vars(letter))) == ("", "done", False)


@pytest.mark.parametrize("token", ["nobody", "x" * 500])
def test_a_wrong_link_opens_nothing(client, db, token):
    assert client.get(reverse("benchmarking:learn-start", args=[token])).status_code == 404


def test_nothing_is_asked_before_who_sees_what_was_read(client, anna, link):
    client.post(link(anna.email))
    assert client.get(FIRST).url == HOME
    assert client.post(FIRST, answer("2")).url == HOME


def test_a_level_is_saved_on_continue_and_the_confirmation_shows_it(inside, anna):
    assert inside.get(HOME).url == FIRST
    assert inside.post(FIRST, answer("2")).url == DONE
    assert ratings_of(anna) == {"before": {"python": 2}}
    text = inside.get(DONE).text
    assert "Thank you, your ratings are sent" in text
    assert "2 Level 2" in text


def test_a_second_submit_shows_the_confirmation_and_doubles_nothing(inside, anna):
    inside.post(FIRST, answer("2"))
    sent = Delegate.objects.get().sent
    assert inside.post(FIRST, answer("2")).url == DONE
    assert (Delegate.objects.get().sent, ratings_of(anna)) == (sent, {"before": {"python": 2}})


def test_ratings_can_be_changed_until_the_moment_closes(inside, run, anna):
    inside.post(FIRST, answer("2"))
    inside.post(FIRST, answer("dont_know"))
    assert ratings_of(anna) == {"before": {"python": None}}
    go_on(run=run, seen="before", by=None)
    assert inside.post(FIRST, answer("5")).url == HOME
    assert ratings_of(anna) == {"before": {"python": None}}


@pytest.mark.parametrize("given", [{}, {"python": ""}, {"python": "6"}, {"python": "x\0"}])
def test_a_missing_or_unknown_level_says_so_and_writes_nothing(inside, anna, given):
    reply = inside.post(FIRST, {"moment": "before"} | given)
    assert (reply.status_code, ratings_of(anna)) == (422, {})
    assert "Choose a level" in reply.text


def test_a_page_of_another_moment_is_told_apart(inside, run, anna):
    go_on(run=go_on(run=run, seen="before", by=None), seen="course", by=None)
    reply = inside.post(FIRST, answer("5", moment="before"))
    assert (reply.status_code, ratings_of(anna)) == (410, {})
    assert "This is asked no more" in reply.text


def test_after_the_course_comes_the_look_back(inside, run, anna):
    inside.post(FIRST, answer("1"))
    go_on(run=go_on(run=run, seen="before", by=None), seen="course", by=None)
    assert inside.post(FIRST, answer("3", "after")).url == SECOND
    assert "Looking back" in inside.get(SECOND).text
    assert inside.get(HOME).url == SECOND
    assert inside.post(SECOND, answer("0", "looking_back")).url == DONE
    assert ratings_of(anna) == {"before": {"python": 1}, "after": {"python": 3}, "looking_back": {"python": 0}}


def test_a_page_that_was_jumped_over_comes_before_the_confirmation(inside, run):
    go_on(run=go_on(run=run, seen="before", by=None), seen="course", by=None)
    assert inside.post(SECOND, answer("0", "looking_back")).url == FIRST
    assert Delegate.objects.get().sent == {}


def test_the_follow_up_asks_whether_it_is_used_at_work(inside, run, anna):
    for seen in ("before", "course", "after", "waiting"):
        go_on(run=run, seen=seen, by=None)
    inside.post(FIRST, answer("3", "follow_up"))
    assert "Have you used at work what you learned?" in inside.get(SECOND).text
    assert inside.post(SECOND, {"moment": "follow_up", "used_at_work": "2"}).url == DONE
    assert ratings_of(anna)["follow_up"] == {"python": 3, "used_at_work": 2}


def test_a_later_letter_has_a_link_of_its_own_and_the_first_still_opens(client, anna, run, link):
    first = link(anna.email)
    go_on(run=go_on(run=run, seen="before", by=None), seen="course", by=None)
    assert link(anna.email) != first
    assert client.get(first).status_code == 200


def test_a_run_that_is_over_forgets_addresses_and_opens_nothing(inside, anna, run, link, client):
    address = link(anna.email)
    end_run(run=run, by=None)
    assert Delegate.objects.get().email == ""
    assert client.get(address).status_code == 404
    assert client.get(HOME).status_code == 403


def test_one_without_an_organisation_answers_for_themselves(client, run, link):
    add_delegates(run=run, people=[("free@lance.example", None)], by=None)
    client.post(link("free@lance.example"))
    assert "You take part for yourself" in client.get(HOME).text
    client.post(HOME)
    assert client.post(FIRST, answer("4")).url == DONE
    assert "4 Level 4" in client.get(DONE).text


def test_another_delegates_session_reads_and_writes_only_their_own(inside, run, anna, sites, link):
    inside.post(FIRST, answer("2"))
    [bert] = add_delegates(run=run, people=[("bert@works.example", sites[1])], by=None)
    inside.post(link(bert.email))
    inside.post(HOME)
    inside.post(FIRST, answer("5"))
    assert (ratings_of(anna), ratings_of(bert)) == ({"before": {"python": 2}}, {"before": {"python": 5}})
    assert DelegateRating.objects.count() == 0
