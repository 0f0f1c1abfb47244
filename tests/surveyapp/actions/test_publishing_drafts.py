import pytest
from django.db import DatabaseError, transaction

from surveyapp.actions import instrument_drafts as drafts
from surveyapp.actions.instrument_drafts import DraftRefused
from surveyapp.actions.instruments import publish_draft
from surveyapp.instruments import loader
from surveyapp.instruments.interchange.report import Imported
from surveyapp.models.audit import AuditEntry
from surveyapp.models.instrument import Instrument, InstrumentDraft, InstrumentVersion
from surveyapp.models.programme import Programme


@pytest.fixture
def olga(people):
    return people.olga.account


@pytest.fixture
def upload(olga, programme):
    def make(definition, into=programme):
        imported = Imported("waymark", definition)
        return drafts.keep_upload(programme=into, imported=imported, filename="own.yaml", by=olga)

    return make


def refused(draft, olga):
    with pytest.raises(DraftRefused) as refusal:
        publish_draft(draft=draft, by=olga)
    return refusal.value.problems


def test_publishing_freezes_and_hashes_and_ends_the_draft(upload, definition, olga, programme):
    version = publish_draft(draft=upload(definition), by=olga)
    assert version.sha256 == loader.definition_hash(loader.read(version.definition))
    assert version.instrument.programme == programme
    assert InstrumentDraft.objects.count() == 0
    entry = AuditEntry.objects.get(action="instrument.published")
    assert (entry.actor, entry.programme, entry.detail) == (olga, programme, {"sha256": version.sha256})


def test_a_text_that_is_missing_in_a_language_holds_it_up_and_is_named(upload, definition, olga):
    draft = drafts.add_language(draft=upload(definition), language="fr", by=olga)
    problems = refused(draft, olga)
    assert 'items.REC1.choices.1.text: no text in "fr". Add it.' in problems
    assert InstrumentVersion.objects.count() == 0
    assert InstrumentDraft.objects.count() == 1
    publish_draft(draft=drafts.drop_language(draft=draft, language="fr", by=olga), by=olga)


def test_the_version_must_be_higher_than_every_published_one(upload, definition, olga):
    first, second = upload(definition | {"version": "10"}), upload(definition | {"version": "9"})
    publish_draft(draft=first, by=olga)
    assert refused(second, olga) == ("Version 10 is published already. Give this one a higher number, such as 11.",)


def test_the_older_version_stays_and_the_newer_names_it(upload, definition, olga):
    old = publish_draft(draft=upload(definition), by=olga)
    new = publish_draft(draft=upload(definition | {"version": "2"}), by=olga)
    assert list(Instrument.objects.get().versions.order_by("version")) == [old, new]
    assert new.definition["since"] == {"version": "1"}


def test_the_products_own_questionnaire_is_not_the_organisers_to_publish(upload, definition, olga, publish_instrument):
    publish_instrument(definition)
    problems = refused(upload(definition | {"version": "2"}), olga)
    assert problems == ("The short name tiny belongs to another questionnaire. Choose another one.",)


def test_nor_is_another_programmes(upload, definition, olga):
    other = Programme.objects.get(slug="elsewhere")
    publish_draft(draft=upload(definition, into=other), by=olga)
    assert refused(upload(definition | {"version": "2"}), olga) == (
        "The short name tiny belongs to another questionnaire. Choose another one.",
    )


def test_a_draft_is_published_once(upload, definition, olga):
    draft = upload(definition)
    publish_draft(draft=draft, by=olga)
    assert refused(draft, olga) == ("This draft was published or deleted in the meantime.",)


def test_what_was_declared_must_still_be_true(upload, definition, olga):
    publish_draft(draft=upload(definition), by=olga)
    definition["items"]["BATCHES"]["maximum"] = 2000
    draft = upload(definition | {"version": "2"})
    draft.definition["since"] = {"version": "1", "items": {"BATCHES": {"change": "same"}}}
    draft.save()
    assert refused(draft, olga)[0].startswith("since.items.BATCHES: it cannot be called same")


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_published_version_can_neither_be_changed_nor_deleted_by_the_web(upload, definition, olga, change):
    version = publish_draft(draft=upload(definition), by=olga)
    rows = InstrumentVersion.objects.filter(pk=version.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(version="2") if change == "update" else rows._raw_delete(rows.db)
    assert InstrumentVersion.objects.get().version == "1"


@pytest.mark.parametrize("change", ["update", "delete"])
def test_nor_by_a_worker_who_may_write_that_table(upload, definition, olga, as_worker, change):
    version = publish_draft(draft=upload(definition), by=olga)
    rows = InstrumentVersion.objects.filter(pk=version.pk)
    with as_worker(), pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        rows.update(version="2") if change == "update" else rows._raw_delete(rows.db)
