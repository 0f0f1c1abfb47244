import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from benchmarking.actions.releases import NotPublishable, publish_release
from benchmarking.actions.sign_offs import ask_to_publish, decline, sign, take_back
from benchmarking.models.release import Release
from benchmarking.models.sign_off import SignOff
from surveyapp.models.audit import AuditEntry
from surveyapp.models.delivery import Delivery
from surveyapp.models.wave import Wave


@pytest.fixture
def two_sign(complete):
    """The release of a programme that asks for two signatures."""
    programme = complete.wave.programme
    programme.needs_second_signature = True
    programme.save()
    return Release.objects.select_related("wave__programme").get()


def test_nothing_is_published_without_a_second_signature(two_sign, people):
    with pytest.raises(NotPublishable, match="publishes with two signatures"):
        publish_release(release=two_sign, by=people.olga.account)
    with pytest.raises(CommandError, match="two signatures"):
        call_command("publish_release", "sector", "2026", "--by", "olga@example.org")
    ask_to_publish(release=two_sign, by=people.olga.account)
    with pytest.raises(NotPublishable, match="publishes with two signatures"):
        publish_release(release=two_sign, by=people.olga.account)
    assert Release.objects.get().published_at is None


def test_the_database_itself_publishes_nothing_unsigned(two_sign, as_worker):
    from django.db.utils import IntegrityError as Refused

    with as_worker(), pytest.raises(Refused, match="second signature"), transaction.atomic():
        Release.objects.update(published_at=timezone.now())
    assert Release.objects.get().published_at is None


def test_another_organiser_signs_and_it_is_published(two_sign, people, oscar):
    asked = ask_to_publish(release=two_sign, by=people.olga.account)
    assert ask_to_publish(release=two_sign, by=oscar.account) == asked
    published = sign(sign_off=asked, by=oscar.account)
    assert (published.published_by, Wave.objects.get().state) == (oscar.account, "released")
    said = SignOff.objects.get()
    assert (said.asked_by, said.decision, said.decided_by) == (people.olga.account, "signed", oscar.account)
    trail = AuditEntry.objects.filter(target_kind="Release").order_by("id").values_list("action", "actor__email")
    assert list(trail)[-3:] == [
        ("release.signature_asked", "olga@example.org"),
        ("release.signed", "oscar@example.org"),
        ("release.published", "oscar@example.org"),
    ]


def test_the_other_organisers_get_one_e_mail_that_holds_no_result(two_sign, people, oscar):
    ask_to_publish(release=two_sign, by=people.olga.account)
    ask_to_publish(release=two_sign, by=people.olga.account)
    letter = Delivery.objects.get(key__startswith="signature:")
    assert (letter.account, letter.to) == (oscar.account, "oscar@example.org")
    assert f"/releases/{two_sign.pk}/" in letter.body or str(two_sign.pk) in letter.body
    link = next(line for line in letter.body.splitlines() if str(two_sign.pk) in line)
    assert not any(char.isdecimal() for char in letter.body.replace(link, "").replace("2026", ""))


def test_the_next_step_is_to_sign_for_whoever_may_and_not_for_who_asked(two_sign, people, oscar, client):
    asked = ask_to_publish(release=two_sign, by=people.olga.account)

    def steps(who):
        client.force_login(who)
        pages = (
            client.get(reverse(f"surveyapp:{page}", args=["sector"])) for page in ("programme-desk", "survey-list")
        )
        return [(page.context["surveys"][0]["next"].label, page.context["surveys"][0]["next"].url) for page in pages]

    waits = ("A signature waits", reverse("benchmarking:release-detail", args=[two_sign.pk]))
    assert steps(oscar.account) == [waits] * 2
    assert waits not in steps(people.olga.account)
    decline(sign_off=asked, reason="Blue is misspelt.", by=oscar.account)
    assert waits not in steps(oscar.account)


def test_nobody_signs_what_they_asked_for(two_sign, people):
    asked = ask_to_publish(release=two_sign, by=people.olga.account)
    with pytest.raises(NotPublishable, match="another organiser"):
        sign(sign_off=asked, by=people.olga.account)
    with pytest.raises(NotPublishable, match="take it back instead"):
        decline(sign_off=asked, reason="No", by=people.olga.account)
    with pytest.raises(IntegrityError, match="sign_off_decided_by_another"), transaction.atomic():
        SignOff.objects.update(decision="signed", decided_by=people.olga.account, decided_at=timezone.now())


def test_who_declines_says_why_and_it_can_be_asked_again(two_sign, people, oscar):
    asked = ask_to_publish(release=two_sign, by=people.olga.account)
    decline(sign_off=asked, reason="Blue is misspelt.", by=oscar.account)
    with pytest.raises(NotPublishable, match="decided this meanwhile"):
        sign(sign_off=asked, by=oscar.account)
    assert SignOff.objects.get().reason == "Blue is misspelt."
    assert Release.objects.get().published_at is None
    sign(sign_off=ask_to_publish(release=two_sign, by=oscar.account), by=people.olga.account)
    assert Release.objects.get().published_by == people.olga.account


def test_only_who_asked_takes_it_back(two_sign, people, oscar):
    asked = ask_to_publish(release=two_sign, by=people.olga.account)
    with pytest.raises(NotPublishable, match="Only who asked"):
        take_back(sign_off=asked, by=oscar.account)
    take_back(sign_off=asked, by=people.olga.account)
    with pytest.raises(NotPublishable, match="decided this meanwhile"):
        sign(sign_off=asked, by=oscar.account)
    with pytest.raises(NotPublishable, match="two signatures"):
        publish_release(release=two_sign, by=oscar.account)


def test_what_was_asked_and_by_whom_is_never_rewritten(two_sign, people, oscar):
    ask_to_publish(release=two_sign, by=people.olga.account)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        SignOff.objects.update(asked_by=oscar.account)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as c:
        c.execute("DELETE FROM benchmarking_signoff")


def test_only_what_is_complete_and_unpublished_is_asked_for(complete, people):
    publish_release(release=complete, by=people.olga.account)
    with pytest.raises(NotPublishable, match="published already"):
        ask_to_publish(release=complete, by=people.olga.account)
    waiting = Release.objects.create(wave=complete.wave, number=2, key="two")
    with pytest.raises(NotPublishable, match="not complete yet"):
        ask_to_publish(release=waiting, by=people.olga.account)
