"""Doorbells: an id in, one call."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from surveyapp import queue
from surveyapp.actions import deliveries, fresh_links, retention
from surveyapp.models.delivery import Delivery
from surveyapp.models.job import Heartbeat
from surveyapp.models.link_request import LinkRequest
from surveyapp.selectors import work


@shared_task(name="surveyapp.record_heartbeat")
def record_heartbeat() -> None:
    """Say that a worker is there; /readyz reads it."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"seen_at": timezone.now()})


@shared_task(name="surveyapp.send_delivery")
def send_delivery(delivery_id: str) -> None:
    """Send one e-mail, unless it was sent."""
    deliveries.send_delivery(delivery_id)


@shared_task(name="surveyapp.answer_link_request")
def answer_link_request(request_id: str) -> None:
    """Send somebody the links they asked for, unless that was done."""
    fresh_links.answer_link_request(request_id)


@shared_task(name="surveyapp.sweep")
def sweep() -> None:
    """Take up every row of collecting's work that is undone."""
    for delivery_id in work.undone(Delivery.objects.all()):
        queue.nudge("surveyapp.send_delivery", delivery_id)
    for request_id in work.undone(LinkRequest.objects.all()):
        queue.nudge("surveyapp.answer_link_request", request_id)


@shared_task(name="surveyapp.delete_expired_answers")
def delete_expired_answers() -> None:
    """Once a day: delete what respondents were told would be deleted."""
    retention.delete_expired_answers(now=timezone.now())
