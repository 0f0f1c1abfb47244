import pytest

RIBBON = "Every organisation, person and number here is invented."
PAGES = ["/", "/accounts/login/", "/survey/", "/survey/link/", "/answer/unknown/", "/nowhere/"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_every_page_of_the_demo_says_that_it_is_synthetic(client, settings, address):
    assert RIBBON not in client.get(address).content.decode()
    settings.IS_DEMO = True
    assert RIBBON in client.get(address).content.decode()
