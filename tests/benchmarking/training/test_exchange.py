"""Who can tell and who wants to hear: ticks, proposals, both agreeing, and that neither side learns of the other before."""

import re

import pytest
from django.core import mail

from benchmarking.models.exchange import ExchangeWish, IntroductionLetter, IntroductionSide
from benchmarking.selectors.exchange import own_exchange, proposals, wishes
from benchmarking.tasks import write_introduction_letter
from surveyapp.models.delivery import Delivery
from surveyapp.models.organisation import Organisation
from surveyapp.models.row_scope import organisation_scope, programme_scope
from tests.benchmarking.dashboards.conftest import alpha, store
from tests.benchmarking.dashboards.reading import text_of

__all__ = ["alpha", "store"]
HERE, DESK = "/benchmarks/exchange/", "/organise/sector/exchange/"
TELL, HEAR = ("dimension", "AUT", "tell"), ("dimension", "AUT", "hear")
TICKS = {"tell": ["dimension:AUT"], "hear": ["skill:python"], "speaks_as": "user", "note": "", "seen": ""}


@pytest.fixture
def survey(people, store):
    return store.survey("2026", people.alpha.organisation, people.beta.organisation)


@pytest.fixture
def of(client, people, survey):
    """The same browser, signed in as one of the cast."""

    def signed_in(name):
        client.force_login(getattr(people, name).account)
        return client

    return signed_in


@pytest.fixture
def wished(of):
    """Alpha can tell of automation, Beta wants to hear."""
    of("alpha").post(HERE, TICKS)
    of("beta").post(HERE, TICKS | {"tell": [], "hear": ["dimension:AUT"], "speaks_as": "provider"})


@pytest.fixture
def proposed(of, wished, programme):
    """The pair, proposed by Olga."""
    ids = {wish.stance: wish.id for wish in wishes(programme.pk) if wish.code == "AUT"}
    assert of("olga").post(f"{DESK}propose/", {"tell": ids["tell"], "hear": ids["hear"]}).status_code == 302
    return proposals(programme.pk)[0]


def answer(of, people, name, said="yes"):
    side = own_exchange(getattr(people, name).organisation.pk).sides[0]
    return of(name).post(f"{HERE}{side.pk}/", {"answer": said})


def test_nothing_is_ticked_before_and_the_page_says_who_sees_it(of):
    page = of("alpha").get(HERE)
    assert "checked" not in re.sub(r'name="speaks_as".*?>', "", page.content.decode())
    assert "Nothing here is taken from your answers or results" in text_of(page)


def test_ticks_are_kept_and_drawn_again(of, people):
    assert of("alpha").post(HERE, TICKS | {"note": "We run\nfive lines"}).url == HERE
    kept = own_exchange(people.alpha.organisation.pk)
    assert kept.wishes == {TELL, ("skill", "python", "hear")}
    assert kept.note == "We run five lines"
    ticked = re.findall(r'name="(tell|hear)" value="([^"]+)"[^>]* checked', of("alpha").get(HERE).content.decode())
    assert ticked == [("tell", "dimension:AUT"), ("hear", "skill:python")]


def test_a_tick_taken_away_is_withdrawn_and_the_rest_keeps_its_date(of, people, wished):
    with organisation_scope(people.alpha.organisation.pk):
        since = ExchangeWish.objects.get(code="AUT").wished_at
    seen = "dimension:AUT:tell skill:python:hear"
    of("alpha").post(HERE, TICKS | {"hear": [], "seen": seen})
    with organisation_scope(people.alpha.organisation.pk):
        standing = ExchangeWish.objects.get(withdrawn_at=None)
        assert (standing.code, standing.wished_at) == ("AUT", since)
        assert ExchangeWish.objects.get(code="python").withdrawn_at is not None


def test_a_page_that_is_older_than_a_colleagues_ticks_overwrites_nothing(of, people, wished):
    reply = of("alpha").post(HERE, TICKS | {"tell": ["dimension:DAT"]})
    assert reply.status_code == 409
    assert "A colleague changed this page meanwhile" in text_of(reply)
    assert 'value="dimension:DAT" aria-describedby="dimensions-DAT" checked' in reply.content.decode()
    assert TELL in own_exchange(people.alpha.organisation.pk).wishes
    seen = re.search(r'name="seen" value="([^"]*)"', reply.content.decode()).group(1)
    assert of("alpha").post(HERE, TICKS | {"tell": ["dimension:DAT"], "seen": seen}).status_code == 302


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"tell": ["dimension:NONE"]}, "“dimension:NONE” is not a topic of this survey"),
        ({"speaks_as": ""}, "Say whether you use it or provide it."),
        ({"note": "x" * 501}, "Write at most 500 characters."),
    ],
)
def test_what_cannot_be_kept_is_named_and_nothing_is_written(of, people, given, said):
    reply = of("alpha").post(HERE, TICKS | given)
    assert (reply.status_code, said in text_of(reply)) == (422, True)
    assert own_exchange(people.alpha.organisation.pk).wishes == frozenset()


def test_the_organiser_sees_pairs_of_two_companies_and_who_waits(of, wished):
    text = text_of(of("olga").get(DESK))
    assert "Automation Can tell Alpha site Wants to hear Beta site (provider) Ask both" in text
    assert "Python : Alpha site wants to hear" in text


@pytest.mark.parametrize("name", ["alpha", "beta"])
def test_being_asked_does_not_name_the_other_side(of, people, proposed, name):
    other = {"alpha": "beta", "beta": "alpha"}[name]
    page = of(name).get(HERE).content.decode()
    assert "You are asked" in page
    assert getattr(people, other).organisation.name not in page
    with organisation_scope(getattr(people, name).organisation.pk):
        assert {side.organisation_id for side in IntroductionSide.objects.all()} == {
            getattr(people, name).organisation.pk
        }


def test_the_same_pair_is_not_proposed_twice(of, programme, proposed):
    ids = {wish.stance: wish.id for wish in wishes(programme.pk) if wish.code == "AUT"}
    reply = of("olga").post(f"{DESK}propose/", {"tell": ids["tell"], "hear": ids["hear"]}, follow=True)
    assert "were proposed for this already" in text_of(reply)
    assert len(proposals(programme.pk)) == 1
    assert "Ask both" not in text_of(of("olga").get(DESK))


@pytest.mark.parametrize(
    "given", [{}, {"tell": "x", "hear": "y"}, {"tell": "HEAR", "hear": "TELL"}, {"tell": "TELL", "hear": "OTHER"}]
)
def test_what_does_not_fit_is_not_proposed(of, programme, wished, given):
    found = {wish.stance.upper(): str(wish.id) for wish in wishes(programme.pk) if wish.code == "AUT"}
    found["OTHER"] = next(str(wish.id) for wish in wishes(programme.pk) if wish.code == "python")
    reply = of("olga").post(f"{DESK}propose/", {key: found.get(to, to) for key, to in given.items()}, follow=True)
    assert "These two cannot be proposed" in text_of(reply)
    assert proposals(programme.pk) == ()


def test_two_sites_of_one_owner_need_no_introduction(of, people, programme, wished, as_worker):
    with as_worker():
        Organisation.objects.filter(pk=people.beta.organisation.pk).update(owner=people.alpha.owner)
    ids = {wish.stance: wish.id for wish in wishes(programme.pk) if wish.code == "AUT"}
    assert "Ask both" not in text_of(of("olga").get(DESK))
    of("olga").post(f"{DESK}propose/", {"tell": ids["tell"], "hear": ids["hear"]})
    assert proposals(programme.pk) == ()


@pytest.mark.parametrize("answers", [(), ("alpha",), ("beta",)])
def test_nobody_is_introduced_before_both_agreed(of, people, programme, proposed, answers):
    for name in answers:
        answer(of, people, name)
    reply = of("olga").post(f"{DESK}{proposed.id}/introduce/", follow=True)
    assert "Not both have agreed" in text_of(reply)
    assert all(own_exchange(getattr(people, name).organisation.pk).sides[0].partner == {} for name in ("alpha", "beta"))


def test_both_agree_and_each_gets_name_and_address_of_the_other(of, people, programme, proposed):
    answer(of, people, "alpha")
    answer(of, people, "beta")
    of("olga").post(f"{DESK}{proposed.id}/introduce/")
    assert "Beta , Beta site : beta@example.org" in text_of(of("alpha").get(HERE))
    assert "Alpha , Alpha site : alpha@example.org" in text_of(of("beta").get(HERE))
    assert answer(of, people, "alpha", "no").status_code == 404


def test_a_side_may_change_its_mind_until_then(of, people, programme, proposed):
    answer(of, people, "alpha")
    answer(of, people, "alpha", "no")
    answer(of, people, "beta")
    assert "Not both have agreed" in text_of(of("olga").post(f"{DESK}{proposed.id}/introduce/", follow=True))


@pytest.mark.parametrize("said", ["", "zzz"])
def test_what_is_neither_yes_nor_no_is_no_answer(of, people, proposed, said):
    assert answer(of, people, "alpha", said).status_code == 400
    assert own_exchange(people.alpha.organisation.pk).sides[0].answer == ""


def test_a_proposal_taken_back_is_gone_for_both(of, people, programme, proposed):
    of("olga").post(f"{DESK}{proposed.id}/withdraw/")
    assert own_exchange(people.alpha.organisation.pk).sides == ()
    assert of("olga").post(f"{DESK}{proposed.id}/introduce/").status_code == 404


def test_letters_carry_a_link_and_no_names(people, proposed, as_worker):
    with as_worker():
        for letter in IntroductionLetter.objects.all():
            write_introduction_letter(str(letter.pk))
            write_introduction_letter(str(letter.pk))
        found = {row.to: row.body for row in Delivery.objects.all()}
    assert found.keys() == {"alpha@example.org", "beta@example.org"}
    assert HERE in found["alpha@example.org"]
    assert "Beta" not in found["alpha@example.org"]
    assert mail.outbox == []


def test_wishes_are_closed_without_a_scope_and_in_a_foreign_one(people, programme, wished):
    assert not ExchangeWish.objects.exists()
    with organisation_scope(people.gamma.organisation.pk):
        assert not ExchangeWish.objects.exists()
    with programme_scope(people.gamma.organisation.programme_id):
        assert not ExchangeWish.objects.exists()
    with programme_scope(programme.pk):
        assert ExchangeWish.objects.count() == 3


@pytest.mark.parametrize("name", ["alpha", "gamma"])
def test_only_the_programmes_staff_sees_the_desk(of, proposed, name):
    assert of(name).get(DESK).status_code == 403
    assert of(name).post(f"{DESK}{proposed.id}/introduce/").status_code == 403


def test_another_organisations_side_is_not_found(of, people, proposed):
    side = own_exchange(people.alpha.organisation.pk).sides[0]
    assert of("beta").post(f"{HERE}{side.pk}/", {"answer": "yes"}).status_code == 404
