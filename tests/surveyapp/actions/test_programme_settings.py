"""What a programme's settings may become, and what follows."""

import pytest

from surveyapp.actions.consent_texts import set_consent_text
from surveyapp.actions.programme_settings import ChangedMeanwhile, NotAllowed, Wanted, change_settings, put_back
from surveyapp.models.audit import AuditEntry
from surveyapp.models.consent import ConsentText
from surveyapp.models.invitation import Invitation
from surveyapp.models.programme import Programme, SettingsChange
from surveyapp.selectors import programme_settings, register
from surveyapp.selectors.consents import is_current


@pytest.fixture
def change(programme, people):
    def make(section, *, seen="", sure="", **said):
        return change_settings(programme=programme, wanted=Wanted(section, said, seen, sure), by=people.olga.account)

    return make


def now(programme, field):
    return getattr(Programme.objects.get(pk=programme.pk), field)


def test_what_a_section_said_before_is_kept_and_put_back(change, programme, people):
    assert change("texts", funder={"en": "The state"})
    assert change("texts", funder={"en": "The fund"})
    assert [(each.before["funder"], each.after["funder"]) for each in SettingsChange.objects.all()] == [
        ({"en": "The state"}, {"en": "The fund"}),
        ({}, {"en": "The state"}),
    ]
    put_back(change=SettingsChange.objects.first(), by=people.olga.account, seen="")
    assert now(programme, "funder") == {"en": "The state"}
    assert AuditEntry.objects.filter(action="programme.settings_changed").first().detail == {
        "section": "texts",
        "fields": ["funder"],
    }


def test_what_is_so_already_writes_nothing(change):
    assert not change("place", timezone="UTC")
    assert not AuditEntry.objects.exists()


def test_of_two_windows_the_second_is_told_what_the_first_wrote(change, programme):
    seen = programme_settings.mark(programme_settings.values(programme, "names"))
    change("names", contact_email="new@sector.example", seen=seen)
    with pytest.raises(ChangedMeanwhile) as refusal:
        change("names", contact_email="other@sector.example", seen=seen)
    assert refusal.value.held["contact_email"] == "new@sector.example"
    assert now(programme, "contact_email") == "new@sector.example"


def test_the_least_owners_are_raised_and_never_lowered(change, programme):
    change("limits", least_owners=8)
    with pytest.raises(NotAllowed, match="may only be raised, and stands at 8"):
        change("limits", least_owners=7)
    assert now(programme, "least_owners") == 8


def test_the_least_owners_do_not_move_while_results_wait(change, survey, close):
    close(survey.wave)
    with pytest.raises(NotAllowed, match="closed and not published yet"):
        change("limits", least_owners=8)


def test_groups_are_chosen_before_a_survey_opens(change, programme):
    change("groups", peer_tree=["sub_sector"], side_facets=["size"])
    assert (now(programme, "peer_tree"), now(programme, "side_facets")) == (["sub_sector"], ["size"])


def test_groups_are_fixed_once_a_survey_has_opened(change, survey):
    with pytest.raises(NotAllowed, match="A survey has opened"):
        change("groups", peer_tree=["sub_sector"])


def test_before_any_answer_months_go_both_ways(change, programme):
    change("retention", keeps_answers_months=60)
    change("retention", keeps_answers_months=3)
    assert now(programme, "keeps_answers_months") == 3


def test_answers_are_never_kept_longer_than_people_were_told(change, begin):
    begin()
    with pytest.raises(NotAllowed, match="deleted after 24 months"):
        change("retention", keeps_answers_months=25)


def test_answers_go_earlier_only_after_the_short_name_was_typed(change, begin, programme):
    begin()
    with pytest.raises(NotAllowed, match="Type sector to confirm") as refusal:
        change("retention", keeps_answers_months=12)
    assert refusal.value.field == "sure"
    change("retention", keeps_answers_months=12, sure="sector")
    assert now(programme, "keeps_answers_months") == 12


def test_whoever_agreed_is_asked_again_when_answers_go_earlier(change, begin):
    response = begin()
    assert is_current(response)
    change("retention", keeps_answers_months=12, sure="sector")
    newest, former = ConsentText.objects.order_by("-version")
    assert [i for i, (a, b) in enumerate(zip(former.sentences, newest.sentences, strict=True)) if a != b] == [
        len(former.sentences) - 1
    ]
    assert "12 months" in newest.sentences[-1]["en"]
    assert not is_current(response)


def test_the_programmes_own_words_are_agreed_to_and_asked_again(change, begin):
    response = begin()
    change("consent", consent_sentences=[{"en": "You take part freely."}])
    text = ConsentText.objects.order_by("-version").first()
    assert text.sentences[0] == {"en": "You take part freely."}
    assert len(text.sentences) == 3  # and the facts: withdrawing, keeping
    assert not is_current(response)


def test_a_text_written_for_one_survey_keeps_its_words(change, begin, survey, people):
    begin()
    own = [{"en": "Only for this survey."}]
    set_consent_text(wave=survey.wave, sentences=own, questions=[], by=people.olga.account)
    change("consent", consent_sentences=[{"en": "You take part freely."}])
    change("retention", keeps_answers_months=12, sure="sector")
    text = ConsentText.objects.order_by("-version").first()
    assert text.sentences[0] == {"en": "Only for this survey."}
    assert "12 months" in text.sentences[-1]["en"]


def test_a_language_of_open_invitations_stays(change, begin, programme):
    Programme.objects.filter(pk=programme.pk).update(languages=["en", "de"], default_language="de")
    begin()
    Invitation.objects.update(language="en")
    with pytest.raises(NotAllowed, match="invited in: en"):
        change("languages", languages=["de"])


def test_only_languages_of_the_questionnaire_are_taken(change, programme, survey):
    with pytest.raises(NotAllowed, match="does not have: fr"):
        change("languages", instrument=survey.wave.instrument_version.instrument.slug, languages=["en", "fr"])


def test_the_default_language_is_one_of_the_programmes(change):
    with pytest.raises(NotAllowed, match="has to be one of"):
        change("languages", default_language="fr")


def test_a_questionnaire_chosen_before_any_survey_gives_the_register_its_facts(change, programme, publish_instrument):
    from surveyapp.instruments import loader

    publish_instrument(loader.load(loader.find("bioprocess-digital", "1")).model_dump(mode="json", by_alias=True))
    change("languages", instrument="bioprocess-digital")
    programme.refresh_from_db()
    assert register.newest_instrument(programme).slug == "bioprocess-digital"


def test_deletions_follow_the_calendar(programme, begin, survey, close):
    begin()
    (waiting,) = programme_settings.deletions(programme, 12)
    assert (waiting.wave.slug, waiting.at) == (survey.wave.slug, None)
    close(survey.wave)
    (dated,) = programme_settings.deletions(programme, 1)
    assert 28 <= (dated.at - dated.wave.closed_at).days <= 31
