from contextlib import suppress

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from surveyapp.models.answers import DraftAnswer, OrganisationAnswers
from surveyapp.models.instrument import InstrumentVersion
from surveyapp.models.invitation import Invitation
from surveyapp.models.response import Response
from surveyapp.models.row_scope import response_scope
from surveyapp.models.wave import Participation


@pytest.fixture
def responses(people, publish_instrument, make_wave):
    version = publish_instrument({"slug": "tiny", "version": "1"})
    wave = make_wave(version, people.alpha.organisation, people.beta.organisation)
    return {
        name: _response(wave, version, getattr(people, name).organisation, answer)
        for name, answer in (("alpha", "4"), ("beta", "1"))
    }


def _response(wave, version, organisation, answer):
    participation = Participation.objects.get(wave=wave, organisation=organisation)
    token = Invitation.digest(organisation.name)
    invitation = Invitation.objects.create(participation=participation, token_sha256=token)
    response = Response.objects.create(
        participation=participation, invitation=invitation, instrument_version=version, reference=token[:12]
    )
    with response_scope(response.pk):
        DraftAnswer.objects.create(response=response, item="DAT1", value={"value": answer})
    return response


def test_tests_run_as_the_web_role(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("waymark_web",)


def test_without_a_scope_no_answers_are_seen(responses, as_worker):
    assert DraftAnswer.objects.count() == 0
    with as_worker():
        assert DraftAnswer.objects.count() == 2


def test_a_scope_shows_the_answers_of_one_response_only(responses):
    with response_scope(responses["alpha"].pk):
        assert list(DraftAnswer.objects.values_list("value", flat=True)) == [{"value": "4"}]


def test_a_scope_ends_with_its_block(responses):
    with response_scope(responses["alpha"].pk):
        pass
    assert DraftAnswer.objects.count() == 0


def test_an_inner_scope_gives_back_the_outer_one(responses):
    with response_scope(responses["alpha"].pk):
        with response_scope(responses["beta"].pk):
            assert DraftAnswer.objects.get().value == {"value": "1"}
        assert DraftAnswer.objects.get().value == {"value": "4"}


def test_an_error_in_an_inner_scope_leaves_nothing_open(responses):
    with response_scope(responses["alpha"].pk):
        with pytest.raises(LookupError), transaction.atomic(), response_scope(responses["beta"].pk):
            raise LookupError
        assert DraftAnswer.objects.get().value == {"value": "4"}


def test_an_error_in_a_scope_breaks_the_transaction_around_it(responses):
    with transaction.atomic():
        with pytest.raises(LookupError), response_scope(responses["beta"].pk):
            raise LookupError
        with pytest.raises(transaction.TransactionManagementError):
            DraftAnswer.objects.count()
    assert DraftAnswer.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("leave", [lambda: None, lambda: 1 / 0])
def test_a_scope_of_its_own_is_gone_with_its_transaction(responses, leave):
    scope = response_scope(responses["alpha"].pk)
    with CaptureQueriesContext(connection) as statements, suppress(ZeroDivisionError), scope:
        assert DraftAnswer.objects.count() == 1
        leave()
    assert len(statements) == 4  # BEGIN, the scope, the count, and the end
    assert DraftAnswer.objects.count() == 0


def test_an_answer_cannot_be_written_into_another_response(responses):
    with pytest.raises(ProgrammingError, match="row-level security"), response_scope(responses["alpha"].pk):
        DraftAnswer.objects.create(response=responses["beta"], item="DAT2", value={"value": "5"})


def test_another_responses_answer_cannot_be_changed_or_deleted(responses, as_worker):
    with response_scope(responses["alpha"].pk):
        assert DraftAnswer.objects.filter(response=responses["beta"]).update(value={}) == 0
        assert DraftAnswer.objects.filter(response=responses["beta"]).delete()[0] == 0
    with as_worker():
        assert DraftAnswer.objects.get(response=responses["beta"]).value == {"value": "1"}


@pytest.mark.parametrize("model", [OrganisationAnswers])
def test_the_web_role_has_no_business_with_imported_answers(db, model):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        model.objects.count()


def test_a_published_instrument_version_cannot_be_changed(responses, as_owner):
    with as_owner(), pytest.raises(Exception, match="immutable"), transaction.atomic():
        InstrumentVersion.objects.update(published_at=timezone.now())
