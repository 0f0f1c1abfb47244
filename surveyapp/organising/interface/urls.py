from django.urls import path

from surveyapp.organising.interface import tokens, webhooks

BASE = "organise/<slug:programme>/interface/"
HOOK = f"{BASE}webhooks/<uuid:webhook>/"
urlpatterns = [
    path(BASE, tokens.interface, name="programme-interface"),
    path(f"{BASE}tokens/<uuid:token>/revoke/", tokens.revoke, name="interface-revoke"),
    path(f"{BASE}webhooks/", webhooks.add, name="interface-webhook-add"),
    path(HOOK, webhooks.detail, name="interface-webhook"),
    path(f"{HOOK}secret/", webhooks.secret, name="interface-webhook-secret"),
    path(f"{HOOK}test/", webhooks.test, name="interface-webhook-test"),
    path(f"{HOOK}pause/", webhooks.pause, name="interface-webhook-pause"),
    path(f"{HOOK}resume/", webhooks.resume, name="interface-webhook-resume"),
    path(f"{HOOK}delete/", webhooks.delete, name="interface-webhook-delete"),
]
