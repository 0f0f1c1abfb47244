import re
import uuid

import pytest
from django.test import Client

from surveyapp.actions.staff import MOST_STAFF
from surveyapp.models.audit import AuditEntry
from surveyapp.models.delivery import Delivery
from surveyapp.models.people import Account, Staff
from surveyapp.permissions import may_export_names, may_organise

NEW = {"email": "otto@example.org", "name": "Otto"}


@pytest.fixture
def add(olga, at):
    return lambda **said: olga.post(at("programme-people", "sector"), NEW | said)


@pytest.fixture
def do(olga, at):
    """`do("remove", account)` presses the button of a person."""
    return lambda what, person, **said: olga.post(at(f"programme-{what}", "sector", person.pk), said)


def otto():
    return Account.objects.get(email="otto@example.org")


def link():
    return re.search(r"https?://[^/]+(/\S+)", Delivery.objects.get().body)[1]


def test_somebody_new_gets_a_link_sets_a_password_and_is_in(add, people, at, words):
    assert add().url == at("programme-people", "sector")
    assert may_organise(otto(), people.olga.programme)
    assert not otto().has_usable_password()
    browser = Client()
    page = browser.get(link(), follow=True)
    assert "Set your password" in words(page)
    path = page.request["PATH_INFO"]
    assert link() != path  # the token does not stay in the address
    refused = browser.post(path, {"new_password1": "short", "new_password2": "short"})
    assert "This password is too short" in words(refused)
    done = browser.post(path, {"new_password1": "four quiet green boats", "new_password2": "four quiet green boats"})
    assert done.url == "/"
    assert browser.get(at("programme-desk", "sector")).status_code == 200
    assert "This link does not work any more" in words(Client().get(link(), follow=True))


def test_whoever_has_an_account_keeps_its_password_and_is_told(add, people):
    add(email="ALPHA@example.org")
    alpha = Account.objects.get(pk=people.alpha.account.pk)
    assert may_organise(alpha, people.olga.programme)
    assert alpha.check_password("correct horse battery")
    (mail,) = Delivery.objects.all()
    assert "/organise/sector/" in mail.body
    assert "/accounts/password/" not in mail.body


def test_adding_twice_is_adding_once(add):
    add()
    add()
    assert Staff.objects.filter(account=otto()).count() == 1
    assert Delivery.objects.count() == 1
    assert AuditEntry.objects.filter(action="organiser.appointed").count() == 1


@pytest.mark.parametrize("email", ["", "otto", "a@b\nBcc: c@d.example", "x" * 250 + "@example.org", "a\0@example.org"])
def test_what_is_no_address_is_refused(add, email):
    assert add(email=email).status_code == 422
    assert Account.objects.filter(staff_roles__isnull=False).count() == 1


def test_the_fifty_first_person_is_refused(add, people):
    others = Account.objects.bulk_create(Account(email=f"{n}@example.org") for n in range(MOST_STAFF - 1))
    Staff.objects.bulk_create(Staff(account=each, programme=people.olga.programme) for each in others)
    add()
    assert not Account.objects.filter(email="otto@example.org").exists()


def test_the_last_person_cannot_be_removed(do, people):
    do("person-remove", people.olga.account)
    assert may_organise(people.olga.account, people.olga.programme)


def test_somebody_removed_is_out_at_once_and_can_be_put_back_without_the_right_to_names(add, do, people, at, words):
    add()
    Staff.objects.filter(account=otto()).update(may_export_names=True)
    browser = Client()
    browser.force_login(otto())
    do("person-remove", otto())
    assert browser.get(at("programme-desk", "sector")).status_code == 403
    do("person-restore", otto())
    assert browser.get(at("programme-desk", "sector")).status_code == 200
    assert not may_export_names(otto(), people.olga.programme)


def test_whoever_removes_themselves_is_led_out(add, do, people):
    add()
    assert do("person-remove", people.olga.account).url == "/"
    assert not may_organise(people.olga.account, people.olga.programme)


def test_nobody_is_put_back_who_never_ran_it(do, people):
    assert do("person-restore", people.gamma.account).status_code == 404
    assert do("person-remove", people.gamma.account).status_code == 404


def test_the_right_to_names_is_given_by_another_person_who_types_the_address(add, do, people, words):
    add()
    assert "Type the person’s e-mail address" in words(do("names", otto(), sure="otto"))
    assert not may_export_names(otto(), people.olga.programme)
    do("names", otto(), sure=" OTTO@example.org ")
    assert may_export_names(otto(), people.olga.programme)
    do("names", otto())
    assert not may_export_names(otto(), people.olga.programme)
    assert [entry.detail["allowed"] for entry in AuditEntry.objects.filter(action="staff.names")] == [False, True]


def test_nobody_gives_themselves_the_right_to_names(do, people):
    assert do("names", people.olga.account, sure="olga@example.org").status_code == 422
    assert not may_export_names(people.olga.account, people.olga.programme)


@pytest.mark.parametrize("who", ["alpha", "gamma"])
def test_people_are_for_the_programmes_staff(signed_in, people, at, who):
    client = signed_in(getattr(people, who))
    assert client.get(at("programme-people", "sector")).status_code == 403
    for name in ("person-remove", "person-restore", "person-write", "names"):
        assert client.post(at(f"programme-{name}", "sector", uuid.uuid4())).status_code == 403
