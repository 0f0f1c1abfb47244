from datetime import datetime, timedelta
from datetime import timezone as fixed

import pytest
from django.utils import timezone

from surveyapp.config.clocks import each_request_its_own, tell_time_of
from surveyapp.models.programme import Programme

KIRITIMATI = fixed(timedelta(hours=14))


@pytest.fixture
def far_east(survey, as_worker):
    with as_worker():
        Programme.objects.filter(pk=survey.wave.programme_id).update(timezone="Pacific/Kiritimati")
    return survey.wave


def test_pages_of_a_survey_tell_the_time_of_its_programme(client, people, far_east):
    client.force_login(people.olga.account)
    before = datetime.now(KIRITIMATI)
    answer = client.get(f"/organise/{far_east.programme.slug}/{far_east.slug}/watch/")
    minutes = [f"{before + timedelta(minutes=n):%-d %B %Y, %H:%M} (Pacific/Kiritimati)" for n in (0, 1)]
    assert any(minute in answer.content.decode() for minute in minutes)


def test_no_request_hears_of_the_clocks_of_another():
    assert each_request_its_own(lambda _request: tell_time_of("Asia/Tokyo") or "said")(None) == "said"
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_zone_that_is_none_leaves_the_clocks_of_the_installation():
    with timezone.override("Asia/Tokyo"):
        tell_time_of("Atlantis/Centre")
        assert timezone.get_current_timezone() == timezone.get_default_timezone()
