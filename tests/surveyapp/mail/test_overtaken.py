"""What happened between writing a letter down and giving it to the mail server."""

import pytest
from django.utils import timezone

from surveyapp.actions.deliveries import request_letter, resend_uncertain
from surveyapp.actions.delivery_sending import _message_to_hand_over
from surveyapp.actions.refusals import Refused
from surveyapp.mail.handing_over import NotWanted
from surveyapp.models.delivery import Delivery
from surveyapp.models.invitation import FreshLink, Invitation


def test_no_letter_but_thanks_leaves_once_its_survey_has_closed(mailbox, letters, send, close, survey):
    (ann,) = letters("ann")
    said = {"subject": "Thanks", "body": "Thanks"}
    thanks = request_letter(invitation=ann.invitation, key=f"thanks:{ann.pk}", **said)
    close(survey.wave)
    send(ann, thanks)
    assert [(each.state, each.reason) for each in (ann, thanks)] == [("failed", "closed"), ("sent", "")]
    assert (ann.handed_over_at, ann.body, len(mailbox.taken)) == (None, "", 1)


def test_a_letter_to_an_address_that_was_corrected_meanwhile_is_not_sent(mailbox, letters, send):
    ann, bo = letters("ann", "bo")
    Invitation.objects.filter(pk=ann.invitation_id).update(email="anna@alpha.example")
    send(ann, bo)
    assert [(each.state, each.reason) for each in (ann, bo)] == [("failed", "withdrawn"), ("sent", "")]
    assert not FreshLink.objects.exists()


def test_an_e_mail_that_was_forgotten_while_its_worker_held_it_is_not_given_over(letters):
    (ann,) = letters("ann")
    Delivery.objects.filter(pk=ann.pk).delete()
    with pytest.raises(NotWanted):
        _message_to_hand_over(ann)


def test_an_e_mail_in_doubt_is_not_sent_again_after_the_close(letters, close, survey, people):
    (ann,) = letters("ann")
    Delivery.objects.update(state="uncertain", handed_over_at=timezone.now(), body="Words")
    close(survey.wave)
    with pytest.raises(Refused, match="not open"):
        resend_uncertain(delivery=ann, by=people.olga.account)


def test_a_letter_tried_again_has_one_link(mailbox, letters, send):
    (ann,) = letters("ann")
    key = f"reminder:{ann.pk}"
    letter = request_letter(invitation=ann.invitation, key=key, subject="More", body="Go to [[personal-link]]")
    mailbox.words["ann@alpha.example"] = "451 4.3.0 Later"
    send(letter)
    del mailbox.words["ann@alpha.example"]
    Delivery.objects.update(not_before=timezone.now())
    send(letter)
    assert (letter.state, letter.attempts) == ("sent", 2)
    assert list(FreshLink.objects.values_list("pk", "lasts")) == [(letter.pk, True)]
