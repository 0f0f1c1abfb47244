"""An organiser makes a token and a webhook in a real browser, at both widths, judged by axe."""

import pytest

from surveyapp.models.interface import ApiToken, Webhook, WebhookDelivery
from tests.browser.test_main_job import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


@pytest.fixture
def look(shoot, accessible):
    def at(page, name):
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            shoot(page, name)
        accessible(page)

    return at


def test_an_organiser_makes_a_token_and_a_webhook(open_browser, people, look, settings):
    settings.WEBHOOK_SCHEMES, settings.WEBHOOK_NETWORKS_ALLOWED = ("http",), ["127.0.0.1/32"]
    page = open_browser()
    sign_in(page, "olga@example.org", "correct horse battery")
    page.goto("/organise/sector/interface/")
    page.get_by_label("What is the token for?").fill("Our member database")
    page.get_by_role("button", name="Make the token").click()
    page.get_by_role("heading", name="Your new token").wait_for()
    look(page, "interface-1-token")
    assert ApiToken.objects.get().scope == "read"
    page.get_by_role("link", name="Add a webhook").click()
    page.get_by_role("button", name="Add the webhook").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    look(page, "interface-2-add")
    page.get_by_label("Address").fill("http://127.0.0.1:9/a/rather/long/path/of/an/address/that/has/to/break/somewhere")
    page.get_by_label("A survey opened").check()
    page.get_by_role("button", name="Add the webhook").click()
    page.get_by_role("heading", name="The secret of this webhook").wait_for()
    page.get_by_role("button", name="Send a test message").click()
    page.get_by_text("A test message is on its way.").wait_for()
    look(page, "interface-3-webhook")
    assert WebhookDelivery.objects.get().event == "test"
    page.get_by_role("link", name="Delete").click()
    look(page, "interface-4-delete")
    page.get_by_label("Type sector to confirm").fill("sector")
    page.get_by_role("button", name="Delete").click()
    page.get_by_text("The webhook is deleted.").wait_for()
    assert Webhook.objects.count() == 0
    page.get_by_role("link", name="What programs can ask and change").click()
    page.locator("details").first.locator("summary").click()
    look(page, "interface-5-reference")
