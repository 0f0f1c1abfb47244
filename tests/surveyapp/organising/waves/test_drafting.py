from datetime import UTC, datetime

import pytest

from surveyapp.models.wave import ReminderDate, Wave
from tests.benchmarking.small_sector import DEFINITION


@pytest.fixture
def said(version):
    """What a valid form posts."""
    return {
        "title_en": "Survey 2027",
        "title_de": "",
        "slug": "2027",
        "instrument_version": str(version.pk),
        "is_confidential": "no",
        "counts_unconfirmed": "yes",
    }


def test_a_survey_is_made_as_a_draft(olga, at, said):
    dates = {"opens_at": "2098-03-01T09:00", "closes_at": "2098-04-30T18:00", "reminder_2": "2098-04-01T09:00"}
    answer = olga.post(at("new"), said | dates | {"report_announced_for": "2098-09-01"}, follow=True)
    assert "The survey is a draft" in answer.text
    wave = Wave.objects.get()
    assert (wave.state, wave.slug, wave.title) == ("draft", "2027", {"en": "Survey 2027"})
    # Dublin is an hour ahead in summer and not in winter.
    assert (wave.opens_at, wave.closes_at) == (
        datetime(2098, 3, 1, 9, tzinfo=UTC),
        datetime(2098, 4, 30, 17, tzinfo=UTC),
    )
    assert ReminderDate.objects.get().at == datetime(2098, 4, 1, 8, tzinfo=UTC)
    assert "planned for 30 April 2098, 18:00" in answer.text


@pytest.mark.parametrize("moment", ["2098-03-30T01:30", "2098-10-26T01:30"])
def test_a_time_that_the_clocks_leave_out_or_show_twice_is_refused(olga, at, said, moment):
    answer = olga.post(at("new"), said | {"opens_at": moment})
    assert answer.status_code == 422
    assert "The clocks change then." in answer.text
    assert not Wave.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"slug": "settings"}, "This word stands in addresses for something else"),
        ({"slug": "Two words"}, "Use small letters"),
        ({"slug": ""}, "Write a short name"),
        ({"title_en": " "}, "Write a title"),
        ({"instrument_version": "x"}, "Choose a questionnaire."),
        ({"closes_at": "2001-01-01T09:00"}, "A survey closes after it opens."),
        ({"opens_at": "tomorrow"}, "Write a day and a time"),
        ({"opens_at": "9998-01-01T09:00"}, "Write a day and a time"),
        ({"reminder_1": "2001-01-01T09:00"}, "One of these moments is over."),
        ({"report_announced_for": "2001-01-01"}, "The report comes after the survey."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_made(olga, at, said, wrong, words):
    answer = olga.post(at("new"), said | wrong)
    assert answer.status_code == 422
    assert answer.text.count(words) == 2  # in the summary and beside the field
    assert not Wave.objects.exists()


def test_a_short_name_that_is_taken_is_said_beside_it(olga, at, said, version, make_wave):
    make_wave(version, slug="2027")
    answer = olga.post(at("new"), said)
    assert (answer.status_code, answer.context["form"].errors["slug"]) == (
        422,
        ["Another survey of this programme has this short name. Choose another."],
    )


def test_the_newest_version_is_proposed_with_what_changes(olga, at, version, make_wave, publish_instrument):
    make_wave(version)
    publish_instrument({**DEFINITION, "version": "10"})
    changed = {**DEFINITION["items"]["A1"], "text": {"en": "In other words?"}}
    newest = publish_instrument({**DEFINITION, "version": "11", "items": {**DEFINITION["items"], "A1": changed}})
    form = olga.get(at("new")).context["form"]
    assert form["instrument_version"].value() == str(newest.pk)
    n = len(DEFINITION["items"])
    assert [label for _, label in form.fields["instrument_version"].choices] == [
        f"Small survey, version 11. Against the 2026 survey: same {n - 1}, reworded 1",
        f"Small survey, version 10. Against the 2026 survey: same {n}",
        f"Small survey, version 1. Against the 2026 survey: same {n}",
    ]


def test_a_draft_is_changed_and_shows_what_it_says(olga, at, said, version, make_wave):
    make_wave(version, state="draft", opens_at=datetime(2098, 7, 1, 8, tzinfo=UTC))
    assert 'value="2098-07-01T09:00"' in olga.get(at("edit")).text
    olga.post(at("edit"), said | {"is_confidential": "yes"})
    wave = Wave.objects.get()
    assert (wave.slug, wave.is_confidential, wave.opens_at) == ("2027", True, None)


def test_a_draft_is_deleted_once_its_name_is_typed(olga, at, version, make_wave):
    make_wave(version, state="draft", opens_at=None)
    assert olga.post(at("delete"), {"typed": "2025"}).status_code == 422
    assert Wave.objects.exists()
    assert "The survey is deleted." in olga.post(at("delete"), {"typed": "2026"}, follow=True).text
    assert not Wave.objects.exists()


def test_what_has_opened_is_neither_changed_nor_deleted(olga, at, said, version, make_wave):
    make_wave(version)
    assert olga.post(at("edit"), said).status_code == 302
    assert olga.post(at("delete"), {"typed": "2026"}).status_code == 302
    assert Wave.objects.get().slug == "2026"


@pytest.mark.parametrize("name", ["alpha", "gamma"])
def test_only_organisers_make_surveys(client, people, at, said, name):
    client.force_login(getattr(people, name).account)
    assert client.get(at("new")).status_code == 403
    assert client.post(at("new"), said).status_code == 403
    assert not Wave.objects.exists()


def test_a_preview_shows_every_page_consent_and_what_changed(olga, at, version, make_wave, publish_instrument):
    make_wave(version)
    changed = {**DEFINITION["items"]["A1"], "text": {"en": "In other words?"}}
    newer = publish_instrument({**DEFINITION, "version": "2", "items": {**DEFINITION["items"], "A1": changed}})
    make_wave(newer, slug="2027", state="draft", opens_at=None, is_confidential=True)
    page = olga.get(at("preview", "2027"))
    assert [row["code"] for row in page.context["against"]["rows"]] == ["A1"]
    assert "This survey is confidential." in page.text
    for each in [*page.context["before"], *page.context["sections"], *page.context["after"]]:
        assert olga.get(each["url"]).status_code == 200
