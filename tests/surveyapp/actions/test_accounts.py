import pytest
from django.core.exceptions import ValidationError

from surveyapp.actions.accounts import appoint_coordinator, appoint_organiser
from surveyapp.models.audit import AuditEntry
from surveyapp.models.people import Account
from surveyapp.permissions import may_coordinate, may_organise

OPERATOR = {"by": None, "by_kind": "operator"}


def test_a_coordinator_gets_an_account_and_may_coordinate_one_organisation(people):
    appoint_coordinator(
        email="cora@example.org", organisation=people.alpha.organisation, password="twelve trees tall", **OPERATOR
    )
    cora = Account.objects.get(email="cora@example.org")
    assert cora.check_password("twelve trees tall")
    assert may_coordinate(cora, people.alpha.organisation)
    assert not may_coordinate(cora, people.beta.organisation)


def test_appointing_twice_is_appointing_once(people):
    for _ in range(2):
        appoint_organiser(
            email="olaf@example.org", programme=people.olga.programme, password="twelve trees tall", **OPERATOR
        )
    assert may_organise(Account.objects.get(email="olaf@example.org"), people.olga.programme)
    assert AuditEntry.objects.filter(action="organiser.appointed").count() == 1


def test_an_account_that_is_there_keeps_its_password(people):
    appoint_coordinator(
        email="ALPHA@example.org", organisation=people.beta.organisation, password="somebody else's", **OPERATOR
    )
    alpha = Account.objects.get(email="alpha@example.org")
    assert alpha.check_password("correct horse battery")
    assert may_coordinate(alpha, people.beta.organisation)


@pytest.mark.parametrize(("email", "password"), [("cora", "twelve trees tall"), ("cora@example.org", "short")])
def test_a_wrong_address_or_weak_password_makes_no_account(people, email, password):
    with pytest.raises(ValidationError):
        appoint_coordinator(email=email, organisation=people.alpha.organisation, password=password, **OPERATOR)
    assert not Account.objects.filter(email=email).exists()
