import pytest

from surveyapp.actions import instrument_drafts as actions
from surveyapp.actions.instrument_drafts import DraftRefused
from surveyapp.actions.instruments import publish_draft
from surveyapp.instruments.interchange.report import Finding, Imported
from surveyapp.instruments.problems import InstrumentError
from surveyapp.instruments.sentences import from_plain
from surveyapp.instruments.translations import TextRow
from surveyapp.models.audit import AuditEntry
from surveyapp.models.instrument import InstrumentDraft
from surveyapp.models.programme import Programme


@pytest.fixture
def upload(people, programme):
    def make(definition, *findings, into=programme):
        imported = Imported("xlsform", definition, findings)
        return actions.keep_upload(programme=into, imported=imported, filename="own.xlsx", by=people.olga.account)

    return make


@pytest.fixture
def olga(people):
    return people.olga.account


def problems_of(call, **given):
    with pytest.raises(DraftRefused) as refused:
        call(**given)
    return refused.value.problems


def test_an_upload_is_kept_with_its_report(upload, definition, olga):
    draft = upload(definition, Finding("survey!B7", "The picture was left out."))
    assert draft.report == [{"place": "survey!B7", "sentence": "The picture was left out."}]
    assert (draft.filename, draft.source_format, draft.uploaded_by) == ("own.xlsx", "xlsform", olga)
    assert AuditEntry.objects.get().action == "instrument_draft.uploaded"


def test_a_faulty_definition_is_not_kept(upload, definition):
    definition["items"]["REC1"]["colour"] = "red"
    with pytest.raises(InstrumentError, match="colour"):
        upload(definition)
    assert InstrumentDraft.objects.count() == 0


@pytest.mark.parametrize("character", ["\x00", "\ud800"])
def test_a_character_that_cannot_be_stored_is_named_with_its_place(upload, definition, character):
    definition["items"]["REC1"]["text"]["en"] += character
    with pytest.raises(InstrumentError, match=r"^items\.REC1\.text\.en: "):
        upload(definition)
    assert InstrumentDraft.objects.count() == 0


def test_a_short_name_that_is_too_long_is_refused(upload, definition, olga):
    problems = problems_of(actions.rename_draft, draft=upload(definition), slug="a" * 51, version="1", by=olga)
    assert problems == ("The short name has 51 characters. Shorten it to 50.",)


def test_a_version_that_is_published_already_becomes_the_next_and_the_report_says_so(upload, definition, olga):
    publish_draft(draft=upload(definition | {"version": "1.9"}), by=olga)
    draft = upload(definition | {"version": "1.2"})
    assert draft.definition["version"] == "1.10"
    sentence = "Version 1.9 is published already, so 1.2 became 1.10."
    assert [(each["place"], from_plain(each["sentence"])) for each in draft.report] == [("version", sentence)]


def test_a_version_that_a_file_follows_must_be_here(upload, definition):
    draft = upload(definition | {"since": {"version": "7"}})
    assert "since" not in draft.definition
    assert draft.report[0]["place"] == "since"


def test_the_next_version_begins_from_the_one_before(upload, definition, olga, programme):
    version = publish_draft(draft=upload(definition), by=olga)
    draft = actions.begin_next_version(programme=programme, version=version, by=olga)
    assert (draft.definition["version"], draft.definition["since"]) == ("2", {"version": "1"})
    assert draft.definition["items"] == version.definition["items"]


def test_from_the_products_own_a_first_version_under_an_own_name_is_begun(
    publish_instrument, definition, olga, programme
):
    draft = actions.begin_next_version(programme=programme, version=publish_instrument(definition), by=olga)
    assert (draft.definition["slug"], draft.definition["version"]) == ("tiny-sector", "1")
    assert "since" not in draft.definition


def test_a_draft_is_renamed(upload, definition, olga):
    draft = upload(definition)
    renamed = actions.rename_draft(draft=draft, slug="small", version="3", by=olga)
    assert (renamed.definition["slug"], renamed.definition["version"]) == ("small", "3")


@pytest.mark.parametrize(("slug", "version"), [("Not A Name", "1"), ("small", "one")])
def test_a_name_or_number_that_is_none_is_refused(upload, definition, olga, slug, version):
    draft = upload(definition)
    assert problems_of(actions.rename_draft, draft=draft, slug=slug, version=version, by=olga)
    assert InstrumentDraft.objects.get().definition["slug"] == "tiny"


def test_somebody_elses_name_is_refused(upload, definition, publish_instrument, olga):
    publish_instrument(definition | {"slug": "taken"})
    problems = problems_of(actions.rename_draft, draft=upload(definition), slug="taken", version="9", by=olga)
    assert problems == ("The short name taken belongs to another questionnaire. Choose another one.",)


@pytest.fixture
def second(upload, definition, olga, programme):
    version = publish_draft(draft=upload(definition), by=olga)
    return actions.begin_next_version(programme=programme, version=version, by=olga)


def written(draft, place, text, olga):
    actions.apply_translations(draft=draft, rows=[TextRow(place, "", {"en": text})], by=olga)


def test_a_mended_typing_error_is_declared_the_same(second, olga):
    written(second, "items.REC1.text", "How are the records made?", olga)
    draft = actions.declare_change(draft=second, item="REC1", change="same", choice_map={}, by=olga)
    assert draft.definition["since"] == {"version": "1", "items": {"REC1": {"change": "same"}}}
    back = actions.declare_change(draft=draft, item="REC1", change="", choice_map={}, by=olga)
    assert back.definition["since"] == {"version": "1"}


def test_what_has_other_codes_cannot_be_called_the_same(second, olga):
    second.definition["items"]["TWIN"]["choices"][0]["code"] = "used"
    second.definition["items"]["TWIN_KIND"]["visible_when"]["in"] = ["used"]
    second.save()
    (problem,) = problems_of(actions.declare_change, draft=second, item="TWIN", change="same", choice_map={}, by=olga)
    assert problem.startswith("since.items.TWIN: it cannot be called same: its answers, or who is asked, are others")


def test_a_first_version_has_nothing_to_be_compared_with(upload, definition, olga):
    problems = problems_of(
        actions.declare_change, draft=upload(definition), item="REC1", change="same", choice_map={}, by=olga
    )
    assert problems == ("This is the first version of the questionnaire: there is none to compare it with.",)


def test_translations_are_written_whole_or_not_at_all(upload, definition, olga):
    draft = upload(definition)
    rows = [TextRow("name", "", {"en": "Another survey"}), TextRow("items.NOPE.text", "", {"en": "?"})]
    assert problems_of(actions.apply_translations, draft=draft, rows=rows, by=olga)
    assert InstrumentDraft.objects.get().definition["name"] == {"en": "A tiny survey"}
    actions.apply_translations(draft=draft, rows=rows[:1], by=olga)
    assert InstrumentDraft.objects.get().definition["name"] == {"en": "Another survey"}


def test_languages_come_and_go(upload, definition, olga):
    draft = actions.add_language(draft=upload(definition), language="fr", by=olga)
    assert draft.definition["languages"] == ["en", "fr"]
    assert problems_of(actions.add_language, draft=draft, language="not a language", by=olga)
    assert problems_of(actions.drop_language, draft=draft, language="en", by=olga)
    assert actions.drop_language(draft=draft, language="fr", by=olga).definition["languages"] == ["en"]


def test_a_deleted_draft_is_gone_and_cannot_be_changed(upload, definition, olga):
    draft = upload(definition)
    actions.delete_draft(draft=draft, by=olga)
    assert InstrumentDraft.objects.count() == 0
    problems = problems_of(actions.add_language, draft=draft, language="fr", by=olga)
    assert problems == ("This draft was published or deleted in the meantime.",)


def test_every_step_is_recorded(second, olga):
    written(second, "name", "Another survey", olga)
    actions.delete_draft(draft=second, by=olga)
    assert list(AuditEntry.objects.order_by("id").values_list("action", "actor")) == [
        ("instrument_draft.uploaded", olga.pk),
        ("instrument.published", olga.pk),
        ("instrument_draft.begun", olga.pk),
        ("instrument_draft.translated", olga.pk),
        ("instrument_draft.deleted", olga.pk),
    ]


def test_two_programmes_may_look_at_drafts_of_one_name(upload, definition):
    other = Programme.objects.get(slug="elsewhere")
    assert {upload(definition).programme.slug, upload(definition, into=other).programme.slug} == {"sector", "elsewhere"}
