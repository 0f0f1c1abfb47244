import pytest

from surveyapp.models.audit import AuditEntry
from surveyapp.models.organisation import Organisation
from surveyapp.selectors.register_duplicates import likely_duplicates

PAGE = "/organise/sector/register/duplicates/"


@pytest.fixture
def olga(client, people):
    client.force_login(people.olga.account)
    return client


def pairs(programme):
    found = likely_duplicates(programme)
    names = dict(Organisation.objects.values_list("pk", "name"))
    return [(*sorted((names[pair.one], names[pair.other])), pair.is_domain) for pair in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller Pharma GmbH", "Muller Pharma"),
        ("Novartis Pharma Stein", "Novartis Pharma Stien"),
        ("ACME BIOLOGICS", "Acme Biologics"),
    ],
)
def test_a_name_spelt_twice_is_one_pair(listed, programme, one, other):
    listed(one)
    listed(other)
    assert pairs(programme) == [(*sorted((one, other)), False)]


@pytest.mark.parametrize(("one", "other"), [("Lonza Plant 1", "Lonza Plant 2"), ("Lonza Visp", "Lonza Basel")])
def test_two_sites_are_no_pair(listed, programme, one, other):
    listed(one, owner="Lonza")
    listed(other, owner="Lonza")
    assert pairs(programme) == []


def test_references_tell_nearly_the_same_names_apart_but_not_the_same_name(listed, programme):
    listed("Elwick Biologics", reference="E1")
    listed("Selwick Biologics", reference="S1")
    listed("Elwick Biologics Ltd", reference="E2")
    assert pairs(programme) == [("Elwick Biologics", "Elwick Biologics Ltd", False)]


def test_the_same_domain_is_a_pair_under_another_owner_alone(listed, programme):
    listed("North works", owner="Acme", website="www.acme.example")
    listed("East works", owner="Acme", website="www.acme.example")
    listed("South plant", email="info@acme.example")
    assert pairs(programme) == [("East works", "South plant", True)]


def test_who_has_left_is_no_pair(listed, programme):
    listed("Müller Pharma GmbH", left_at="2025-01-01T00:00Z")
    listed("Muller Pharma")
    assert pairs(programme) == []


def test_a_pair_is_merged_from_its_page(olga, listed):
    stays, goes = listed("Müller Pharma", reference="M1"), listed("Muller Pharma Ltd")
    page = olga.get(PAGE)
    assert "1 pair may be the same organisation" in page.text
    assert f"/organisations/{goes.pk}/merge/" in page.text
    page = olga.post(f"/organise/sector/register/organisations/{goes.pk}/merge/", {"into": "M1"})
    assert "Muller Pharma Ltd leaves the register and goes on in Müller Pharma." in page.text
    olga.post(f"/organise/sector/register/organisations/{goes.pk}/merge/", {"into": "M1", "sure": "yes"})
    goes.refresh_from_db()
    assert goes.merged_into == stays
    assert "Nobody seems to stand in the register twice" in olga.get(PAGE).text


def test_two_that_are_said_to_be_two_are_not_shown_again(olga, listed):
    one, other = listed("Müller Pharma"), listed("Muller Pharma Ltd")
    for _ in range(2):
        page = olga.post(f"{PAGE}apart/", {"one": str(one.pk), "other": str(other.pk)}, follow=True)
    assert "Nobody seems to stand in the register twice" in page.text
    assert AuditEntry.objects.filter(action="organisation.kept_apart").count() == 1


def test_nonsense_and_strangers_change_nothing(olga, listed, people):
    one = listed("Müller Pharma")
    assert olga.post(f"{PAGE}apart/", {"one": str(one.pk), "other": "nonsense"}).status_code == 404
    page = olga.post(f"{PAGE}apart/", {"one": str(one.pk), "other": str(one.pk)}, follow=True)
    assert "Choose another organisation of this register." in page.text
    olga.force_login(people.alpha.account)
    assert olga.get(PAGE).status_code == 403
    assert olga.post(f"{PAGE}apart/", {}).status_code == 403


def test_a_register_too_large_to_wait_for_compares_keys_alone(olga, listed, programme, monkeypatch):
    monkeypatch.setattr("surveyapp.selectors.register_duplicates.MOST_COMPARED", 1)
    listed("Novartis Pharma Stein")
    listed("Novartis Pharma Stien")
    assert pairs(programme) == []
    assert "The register has more than 1 organisations" in olga.get(PAGE).text
