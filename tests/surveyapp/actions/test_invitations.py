import re

import pytest

from surveyapp.actions import invitations
from surveyapp.actions.refusals import Refused, SurveyClosed
from surveyapp.models.audit import AuditEntry
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import Invitation
from surveyapp.selectors.invitations import by_token


def test_a_link_finds_its_invitation_and_only_its_digest_is_stored(invite):
    invitation, token = invite(name="Ann")
    assert by_token(token) == invitation
    assert by_token(token + "x") is None
    assert token not in str(list(Invitation.objects.values()))


def test_with_an_address_an_email_is_written_down_and_a_worker_nudged(invite, settings, no_broker):
    settings.SITE_URL = "https://survey.example"
    invitation, token = invite(email="ann@alpha.example", name="Ann")
    delivery = Delivery.objects.get()
    assert (delivery.invitation, delivery.to, delivery.state) == (invitation, "ann@alpha.example", "queued")
    assert delivery.subject == "2026 survey: your questions for Alpha site"
    assert f"https://survey.example/answer/{token}/" in delivery.body
    assert "Dear Ann," in delivery.body
    assert re.search(r"It takes about \d+ minutes", delivery.body)


def test_the_nudge_waits_for_the_commit(invite, no_broker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invite(email="ann@alpha.example")
        assert no_broker == []
    assert no_broker == [("surveyapp.send_delivery", str(Delivery.objects.get().pk))]


def test_without_an_address_the_link_is_handed_over_by_the_inviter(invite):
    invite()
    assert Delivery.objects.count() == 0


def test_sections_are_kept_and_unknown_ones_refused(invite):
    invitation, _ = invite(path="sections", sections=["work", "code"])
    assert sorted(invitation.assignments.values_list("section", flat=True)) == ["code", "work"]
    with pytest.raises(Refused, match="tiny has no section cellar"):
        invite(path="sections", sections=["cellar"])
    with pytest.raises(Refused, match="Choose at least one section"):
        invite(path="sections")


def test_an_unknown_path_is_refused(invite):
    with pytest.raises(Refused, match='There is no path "scenic"'):
        invite(path="scenic")


def test_nobody_is_invited_to_a_closed_survey(invite, survey, close):
    close(survey.wave)
    with pytest.raises(SurveyClosed):
        invite()


def test_a_withdrawn_link_opens_nothing_and_withdrawing_twice_is_once(invite, people):
    invitation, token = invite()
    first = invitations.revoke(invitation=invitation, by=people.olga.account)
    second = invitations.revoke(invitation=invitation, by=people.olga.account)
    assert by_token(token) is None
    assert first.revoked_at == second.revoked_at
    assert AuditEntry.objects.filter(action="invitation.revoked").count() == 1


def test_the_audit_names_who_invited_and_never_holds_the_token(invite, people):
    invitation, token = invite(email="ann@alpha.example")
    entry = AuditEntry.objects.get(action="invitation.created")
    assert (entry.actor, entry.target_id) == (people.olga.account, str(invitation.pk))
    assert token not in str(AuditEntry.objects.values())
    assert "ann@" not in str(AuditEntry.objects.values())
