import pytest

from surveyapp.actions.instruments import publish_instrument
from surveyapp.actions.refusals import VersionChanged
from surveyapp.instruments.problems import InstrumentError
from surveyapp.models.audit import AuditEntry
from surveyapp.models.instrument import InstrumentVersion


@pytest.fixture
def publish(as_worker, programme):
    def make(definition):
        with as_worker():
            return publish_instrument(definition=definition, by=None, by_kind="operator")

    return make


def test_a_definition_is_published_once(publish, definition):
    first, second = publish(definition), publish(definition)
    assert first == second
    assert InstrumentVersion.objects.count() == 1
    assert AuditEntry.objects.filter(action="instrument.published").count() == 1


def test_the_order_of_keys_does_not_make_another_version(publish, definition):
    assert publish(definition) == publish(dict(reversed(definition.items())))


def test_what_is_stored_reads_back_with_the_same_hash(publish, definition):
    from surveyapp.instruments import loader

    version = publish(definition)
    assert loader.definition_hash(loader.read(version.definition)) == version.sha256


def test_a_changed_definition_under_the_same_version_is_refused(publish, definition):
    publish(definition)
    definition["items"]["REC1"]["text"]["en"] = "How are records really made?"
    with pytest.raises(
        VersionChanged, match=r"tiny 1 is already published with another content.*give .* a new version"
    ):
        publish(definition)


def test_a_new_version_stands_beside_the_old_one(publish, definition):
    old = publish(definition)
    new = publish(definition | {"version": "2"})
    assert (old.instrument, old.version, new.version) == (new.instrument, "1", "2")


def test_a_faulty_definition_publishes_nothing(publish, definition):
    definition["items"]["REC1"]["colour"] = "red"
    with pytest.raises(InstrumentError, match="colour"):
        publish(definition)
    assert InstrumentVersion.objects.count() == 0
