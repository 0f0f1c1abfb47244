"""No page of an organiser asks the database more than twelve times, whatever the questionnaire's size."""

import pytest

from tests.surveyapp.query_budget import above_budget, longer

# A test's own transaction would hide what a page's transactions cost.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=[0, 100], ids=["small", "huge"])
def definition(definition, request):
    return longer(definition, "work", request.param)


@pytest.fixture
def followed(publish, keep, definition, make_wave, people):
    """A published version that a survey uses, and a draft of the next one."""
    version = publish(definition)
    wave = make_wave(version, people.alpha.organisation, people.beta.organisation)
    text = {"en": "How are the records made?"}
    items = definition["items"] | {"REC1": definition["items"]["REC1"] | {"text": text}}
    return version, wave, keep(definition | {"version": "2", "items": items})


def previews(kind, questionnaire):
    page = [kind, questionnaire.pk, "work", "records"]
    return [("preview-conditions", *page[:2]), *((f"preview-{name}", *page) for name in ("page", "frame", "both"))]


def test_pages_of_drafts(olga, followed):
    _version, _wave, draft = followed
    pages = [(f"draft-{name}", draft.pk) for name in ("detail", "compare", "publish", "translations", "texts")]
    wanted = [
        ("questionnaire-list",),
        *pages,
        ("questionnaire-xlsform", "drafts", draft.pk),
        *previews("drafts", draft),
    ]
    assert above_budget(olga, [olga.address(*each) for each in wanted]) == {}


def test_pages_of_versions(olga, followed):
    version, _wave, _draft = followed
    wanted = [("version-detail", version.pk), *previews("versions", version)]
    assert above_budget(olga, [olga.address(*each) for each in wanted]) == {}


def test_pages_of_surveys_however_many_there_are(olga, followed, publish, definition, make_wave):
    version, wave, _draft = followed
    for year in range(2014, 2026):
        make_wave(version, slug=str(year))
    for number in range(3, 9):
        publish(definition | {"version": str(number)})
    wanted = [(name, wave.slug) for name in ("wave-detail", "wave-close", "wave-questionnaire")]
    assert above_budget(olga, ["/organise/", *(olga.address(*each) for each in wanted)]) == {}
