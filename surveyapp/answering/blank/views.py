"""The blank questionnaire of a link, or of whoever is answering, as a file."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from surveyapp.answering import gate
from surveyapp.answering.blank import docx, pdf
from surveyapp.answering.blank.outline import Outline, Writer
from surveyapp.answering.offered_languages import language_of
from surveyapp.instruments.schema import Instrument
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation
from surveyapp.selectors import invitations, responses
from surveyapp.selectors.instruments import instrument

Format = Literal["pdf", "docx"]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WRITERS = {"pdf": (pdf.write, "application/pdf"), "docx": (docx.write, WORD)}


@never_cache
@require_safe
def of_link(request: HttpRequest, token: str, form: Format) -> HttpResponse:
    """What the person behind a link will be asked. Looking starts nothing."""
    invitation = invitations.by_token(token)
    if invitation is None:
        raise Http404
    language = language_of(invitation)
    questionnaire = instrument(invitation.participation.wave.instrument_version_id)
    asked = invitations.asked(invitation)
    with override(language):
        return _file(_outline(questionnaire, asked, invitation.participation, language), questionnaire, form)


@gate.respondent
@require_safe
def of_respondent(request: HttpRequest, response: Response, form: Format) -> HttpResponse:
    asked = responses.asked(response)
    outline = _outline(asked.instrument, asked.items, response.participation, response.language)
    return _file(outline, asked.instrument, form)


def _outline(questionnaire: Instrument, asked: Collection[str], participation: Participation, language: str) -> Outline:
    writer, around = Writer(questionnaire, asked, language), gate.frame(participation, language)
    return writer.outline(
        title=writer.say(questionnaire.name), subtitle=_(", ").join((around["survey"], participation.organisation.name))
    )


def _file(outline: Outline, questionnaire: Instrument, form: Format) -> HttpResponse:
    write, content_type = WRITERS[form]
    name = f"{questionnaire.slug}-{outline.language}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write(outline), content_type=content_type, headers=headers)
