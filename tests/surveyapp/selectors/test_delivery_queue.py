from datetime import timedelta

from django.utils import timezone

from surveyapp.models.delivery import Delivery
from surveyapp.selectors.delivery_queue import Queue, queue_of


def test_nothing_waits(survey):
    assert queue_of(survey.wave) == Queue(0)


def test_what_waits_ends_when_all_before_it_has_gone_at_the_rate(survey, invite, settings):
    settings.MAIL_PER_MINUTE = 2
    for n in range(5):
        invite(email=f"person-{n}@alpha.example")
    Delivery.objects.filter(to="person-0@alpha.example").update(state="failed")
    now = timezone.now()
    queue = queue_of(survey.wave)
    assert queue.n == 4
    assert timedelta(minutes=2) <= queue.ends_at - now < timedelta(minutes=3)
