"""The worker. A message is only a nudge: what there is to do stands in the database (ADR 2)."""

import os
from pathlib import Path

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "surveyapp.config.settings")
os.environ.setdefault("DATABASE_ROLE", "worker")

from django.conf import settings

SWEEPS = ("surveyapp.sweep", "surveyapp.keep_dates", "benchmarking.sweep")


def filesystem_broker(folder: Path) -> dict[str, object]:
    """Celery's broker of files, for machines without Redis: messages lie in one folder."""
    messages, control = folder / "messages", folder / "control"
    for path in (messages, control):
        path.mkdir(parents=True, exist_ok=True)
    return {
        "broker_url": "filesystem://",
        "broker_transport_options": {
            "data_folder_in": str(messages),
            "data_folder_out": str(messages),
            "control_folder": str(control),
            "polling_interval": 0.1,
        },
    }


def redis_broker(url: str) -> dict[str, object]:
    """Redis: a message that a killed worker held comes back after the visibility timeout."""
    return {"broker_url": url, "broker_transport_options": {"visibility_timeout": 300, "socket_connect_timeout": 3}}


app = Celery("waymark")
app.conf.update(
    **(redis_broker(settings.REDIS_URL) if settings.REDIS_URL else filesystem_broker(settings.BROKER_FOLDER)),
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    broker_connection_retry_on_startup=True,
    timezone="UTC",
    beat_schedule_filename=str(settings.VAR_DIR / "celerybeat-schedule"),
    beat_schedule={
        "heartbeat": {
            "task": "surveyapp.record_heartbeat",
            "schedule": settings.HEARTBEAT_EVERY_SECONDS,
            "options": {"expires": settings.HEARTBEAT_EVERY_SECONDS},
        },
        "bounces": {"task": "surveyapp.read_bounces", "schedule": crontab(minute="*/5"), "options": {"expires": 300}},
        "retention": {"task": "surveyapp.delete_expired_answers", "schedule": crontab(hour=3, minute=0)},
        **{
            name: {
                "task": name,
                "schedule": settings.SWEEP_EVERY_SECONDS,
                "options": {"expires": settings.SWEEP_EVERY_SECONDS},
            }
            for name in SWEEPS
        },
    },
)
app.autodiscover_tasks()


@worker_ready.connect
def take_up_what_was_left(**_: object) -> None:
    """A worker that starts says it is there and looks for undone work."""
    for name in ("surveyapp.record_heartbeat", *SWEEPS):
        app.send_task(name)
