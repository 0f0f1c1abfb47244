import pytest
from django.urls import reverse

from benchmarking.actions.releases import publish_release, request_correction
from benchmarking.models.release import Release
from benchmarking.models.sign_off import SignOff
from benchmarking.tasks import sweep

WHY = "A rounding of shares was wrong in version 0.9."


@pytest.fixture
def two_sign(complete):
    complete.wave.programme.needs_second_signature = True
    complete.wave.programme.save()
    return complete


def page(release, name="release-detail", *more):
    return reverse(f"benchmarking:{name}", args=[release.pk, *more])


def decide(client, decision, **more):
    asked = SignOff.objects.get(decision="")
    url = page(asked.release, "release-decide", asked.pk)
    return client.post(url, {"decision": decision, **more}, follow=True)


def test_one_asks_and_another_signs(client, people, oscar, two_sign):
    client.force_login(people.olga.account)
    assert "publishes with two signatures" in client.get(page(two_sign)).text
    assert "two signatures" in client.post(page(two_sign, "release-publish"), follow=True).text
    assert (
        "Another organiser is asked to sign" in client.post(page(two_sign, "release-ask-to-publish"), follow=True).text
    )
    text = client.get(page(two_sign)).text
    assert "Take it back" in text
    assert "Sign and publish" not in text
    assert "another organiser’s" in decide(client, "signed").text
    client.force_login(oscar.account)
    assert "Sign and publish" in client.get(page(two_sign)).text
    text = decide(client, "signed").text
    assert "The results are published" in text
    assert "Asked for by Olga, signed by Oscar." in text


def test_who_declines_says_why(client, people, oscar, two_sign):
    client.force_login(people.olga.account)
    client.post(page(two_sign, "release-ask-to-publish"))
    client.force_login(oscar.account)
    assert "Say in a sentence why." in decide(client, "declined", reason=" ").text
    assert "Declined." in decide(client, "declined", reason="Blue is misspelt.").text
    assert "Blue is misspelt." in client.get(page(two_sign)).text
    assert Release.objects.get().published_at is None


def test_what_was_asked_can_be_taken_back(client, people, oscar, two_sign):
    client.force_login(people.olga.account)
    client.post(page(two_sign, "release-ask-to-publish"))
    assert "Nothing is published" in decide(client, "withdrawn").text
    assert SignOff.objects.get().decision == "withdrawn"


def test_whoever_runs_it_alone_is_told_that_nobody_can_sign(client, people, two_sign):
    client.force_login(people.olga.account)
    assert "Nobody else runs this programme" in client.get(page(two_sign)).text


@pytest.mark.parametrize("name", ["alpha", "gamma"])
def test_a_coordinator_and_a_stranger_neither_sign_nor_correct(client, people, two_sign, name):
    asked = SignOff.objects.create(release=two_sign, asked_by=people.olga.account)
    client.force_login(getattr(people, name).account)
    assert client.post(page(two_sign, "release-ask-to-publish")).status_code == 403
    assert client.post(page(two_sign, "release-decide", asked.pk), {"decision": "signed"}).status_code == 403
    assert client.get(page(two_sign, "release-correct")).status_code == 403
    assert client.post(page(two_sign, "release-correct"), {"reason": WHY}).status_code == 403


def test_a_correction_needs_a_public_reason(client, people, complete):
    release = publish_release(release=complete, by=people.olga.account)
    client.force_login(people.olga.account)
    assert "Correct published results" in client.get(page(release)).text
    assert client.post(page(release, "release-correct"), {"reason": " "}).status_code == 422
    answer = client.post(page(release, "release-correct"), {"reason": WHY})
    made = Release.objects.get(number=2)
    assert (answer.url, made.correction_reason, made.corrects) == (page(made), WHY, release)


def test_a_correction_stands_beside_what_it_corrects(client, people, complete, as_worker):
    first = publish_release(release=complete, by=people.olga.account)
    request_correction(release=first, reason=WHY, by=people.olga.account)
    with as_worker():
        sweep()
    second = Release.objects.select_related("wave__programme").get(number=2)
    client.force_login(people.olga.account)
    answer = client.get(page(second))
    assert WHY in answer.text
    assert "Every figure is the same." in answer.text
    [beside] = answer.context["comparisons"]
    assert [(each["name"], each["then"], each["now"]) for each in beside["groups"]] == [
        ("The whole sector", 22, 22),
        ("Red", 12, 12),
        ("All other organisations in the whole sector", 10, 10),
    ]
    assert (beside["gained"], beside["lost"]) == ([], [])
    publish_release(release=second, by=people.olga.account)
    text = client.get(page(first)).text
    assert "Publication 2 stands in its place." in text
    assert "This one stays where it is" in text


def test_groups_that_came_and_went_are_named(client, people, complete, as_worker):
    with as_worker():
        Release.objects.create(
            wave=complete.wave,
            number=2,
            key="two",
            state="done",
            groups=[*complete.groups[:1], {**complete.groups[1], "code": "sector/blue", "label": {"en": "Blue"}}],
            withheld=[],
            instrument=complete.instrument,
            parameters=complete.parameters,
            method_version="5",
        )
    client.force_login(people.olga.account)
    [beside] = client.get(page(Release.objects.get(number=2))).context["comparisons"]
    assert beside["gained"] == ["Blue"]
    assert beside["lost"] == ["Red", "All other organisations in the whole sector"]
    assert beside["facts"][-1] == {"name": "Method", "then": complete.method_version, "now": "5"}
