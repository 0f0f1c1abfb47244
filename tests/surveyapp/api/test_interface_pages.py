import re

import pytest
from django.urls import reverse

from surveyapp.actions import webhooks
from surveyapp.models.audit import AuditEntry
from surveyapp.models.interface import ApiToken, Webhook, WebhookDelivery

HERE = "/organise/sector/interface/"
URL = "https://hooks.example.org/waymark"


def public(*_args, **_options):
    return [(2, 1, 6, "", ("93.184.215.14", 443))]


@pytest.fixture
def webhook(people, programme):
    return webhooks.add_webhook(
        programme=programme, url=URL, events=["wave.opened"], by=people.olga.account, resolve=public
    )


@pytest.fixture
def signed_in(client, people):
    client.force_login(people.olga.account)
    return client


def test_a_token_is_shown_once_and_works(signed_in, call_with):
    page = signed_in.post(HERE, {"name": "Members", "scope": "read", "days": "30"})
    text = re.search(r"waymark_[\w-]{40,}", page.text)[0]
    assert text not in signed_in.get(HERE).text
    assert call_with(text).get("programmes/").status_code == 200
    assert [(each.scope, each.name) for each in ApiToken.objects.all()] == [("read", "Members")]


def test_a_token_without_a_name_is_not_made(signed_in):
    page = signed_in.post(HERE, {"name": "", "scope": "all", "days": "3"})
    assert (page.status_code, ApiToken.objects.count()) == (422, 0)
    assert "Say what the token is for, so that you know it again." in page.text


def test_a_token_is_withdrawn(signed_in, people, token_of, call_with):
    text = token_of(people.olga)
    signed_in.post(f"{HERE}tokens/{ApiToken.objects.get().pk}/revoke/")
    assert call_with(text).get("programmes/").status_code == 401
    assert "Withdrawn" in signed_in.get(HERE).text


@pytest.mark.parametrize("who", ["alpha", "gamma"])
def test_nobody_else_sees_or_changes_any_of_it(client, people, webhook, who):
    client.force_login(getattr(people, who).account)
    hook = f"{HERE}webhooks/{webhook.pk}/"
    assert [client.get(each).status_code for each in (HERE, f"{HERE}webhooks/", hook)] == [403] * 3
    acts = ("test/", "secret/", "pause/", "resume/", "delete/")
    assert [client.post(hook + act, {"typed": "sector"}).status_code for act in acts] == [403] * 5
    assert Webhook.objects.count() == 1


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://example.org/", "The address must begin with https://."),
        ("https://127.0.0.1/", "The host is not on the public internet"),
        ("https://localhost/", "The host is not on the public internet"),
        ("https://user:word@example.org/", "neither a name, a password"),
        ("https://[::ffff:10.0.0.1]/", "The host is not on the public internet"),
        ("https://exa mple.org/", "This is no web address."),
        ("https://example.org:99999/", "This is no web address."),
    ],
)
def test_a_webhook_that_leads_nowhere_public_is_refused(signed_in, url, said):
    page = signed_in.post(f"{HERE}webhooks/", {"url": url, "events": ["wave.opened"]})
    assert (page.status_code, said in page.text, Webhook.objects.count()) == (422, True, 0)


def test_a_webhook_is_tried_paused_resumed_changed_and_deleted(signed_in, webhook):
    hook = f"{HERE}webhooks/{webhook.pk}/"
    former = webhook.secret
    assert former not in signed_in.get(hook).text
    assert signed_in.post(f"{hook}test/").status_code == 302
    assert WebhookDelivery.objects.get().event == "test"
    signed_in.post(f"{hook}pause/")
    assert "Paused since" in signed_in.get(hook).text
    signed_in.post(f"{hook}resume/")
    webhook.refresh_from_db()
    assert webhook.paused_at is None
    changed = signed_in.post(f"{hook}secret/").text
    webhook.refresh_from_db()
    assert (webhook.secret in changed, webhook.secret == former) == (True, False)
    assert signed_in.post(f"{hook}delete/", {"typed": "no"}).status_code == 422
    signed_in.post(f"{hook}delete/", {"typed": "sector"})
    assert Webhook.objects.count() == 0
    actions = AuditEntry.objects.filter(action__startswith="webhook.").order_by("id").values_list("action", flat=True)
    assert [each.removeprefix("webhook.") for each in actions] == [
        "added",
        "tested",
        "paused",
        "resumed",
        "secret_changed",
        "deleted",
    ]


def test_the_reference_lists_every_operation_without_signing_in(client, db):
    page = client.get(reverse("v1:reference"))
    assert page.status_code == 200
    paths = client.get(reverse("v1:schema") + "?format=json").json()["paths"]
    operations = {each["operationId"] for methods in paths.values() for each in methods.values()}
    assert set(re.findall(r'<article class="operation" id="(\w+)"', page.text)) == operations
