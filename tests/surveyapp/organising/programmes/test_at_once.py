import pytest

from surveyapp.actions.programme_settings import Wanted, change_settings
from surveyapp.actions.programmes import Founding, found_programme
from surveyapp.actions.staff import remove_organiser
from surveyapp.models.people import Account, Staff
from surveyapp.models.programme import Programme, SettingsChange
from surveyapp.selectors import programme_settings
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(results):
    return sorted(type(result).__name__ for result in results)


def test_two_who_remove_each_other_leave_one(programme, people):
    otto = Account.objects.create_user("otto@example.org", "correct horse battery")
    other, first = (
        Staff.objects.create(account=otto, programme=programme),
        Staff.objects.get(account=people.olga.account),
    )
    removals = [
        lambda: remove_organiser(staff=first, by=otto),
        lambda: remove_organiser(staff=other, by=people.olga.account),
    ]
    assert kinds(at_once(removals)) == ["NoneType", "NotPossible"]
    assert Staff.objects.filter(programme=programme).count() == 1


def test_two_windows_that_keep_at_once_keep_one(programme, people):
    seen = programme_settings.mark(programme_settings.values(programme, "names"))

    def keep(name):
        wanted = Wanted("names", {"name": {"en": name}}, seen)
        return lambda: change_settings(programme=programme, wanted=wanted, by=people.olga.account)

    assert kinds(at_once([keep("First"), keep("Second")])) == ["ChangedMeanwhile", "bool"]
    (change,) = SettingsChange.objects.all()
    assert Programme.objects.get(pk=programme.pk).name == change.after["name"]


def test_two_who_start_a_programme_by_one_name_start_one(people):
    told = Founding("same", "Same", "Body", "a@b.example", ("en",), "en", "UTC", "EUR")

    def start():
        return found_programme(founding=told, by=people.olga.account)

    assert kinds(at_once([start, start])) == ["Programme", "ShortNameTaken"]
    assert Staff.objects.filter(programme__slug="same").count() == 1
