import pytest

from tests.benchmarking.dashboards.reading import text_of


def test_the_start_page_says_what_this_is_and_where_to_sign_in(client, db):
    response = client.get("/")
    assert "See where your site stands, and what to learn next" in text_of(response)
    assert 'href="/accounts/login/"' in response.content.decode()


@pytest.mark.parametrize(("who", "where"), [("alpha", "/benchmarks/"), ("olga", "/organise/")])
def test_the_start_page_leads_on_whoever_is_signed_in(client, people, who, where):
    client.force_login(getattr(people, who).account)
    response = client.get("/")
    assert (response.status_code, response.url) == (302, where)


def test_signing_in_leads_to_the_results(client, people):
    credentials = {"username": people.alpha.account.email, "password": "correct horse battery"}
    assert client.post("/accounts/login/", credentials, follow=True).redirect_chain == [
        ("/", 302),
        ("/benchmarks/", 302),
    ]


def test_who_coordinates_and_organises_chooses(client, people):
    from surveyapp.models.people import Staff

    Staff.objects.create(account=people.alpha.account, programme=people.olga.programme)
    client.force_login(people.alpha.account)
    page = client.get("/").content.decode()
    assert 'href="/benchmarks/"' in page
    assert 'href="/organise/"' in page


def test_an_account_without_a_role_is_told_whom_to_ask(client, people):
    people.alpha.account.memberships.all().delete()
    client.force_login(people.alpha.account)
    assert "Ask the organiser of the survey to add you." in text_of(client.get("/"))
