from django.urls import URLPattern, path, register_converter

from surveyapp.organising.questionnaires import comparing, conditions, correcting, drafts, listing, preview, translating
from surveyapp.organising.questionnaires.gate import QuestionnaireKind
from surveyapp.organising.questionnaires.preview_around import AroundName

register_converter(QuestionnaireKind, "kind")
register_converter(AroundName, "around")

BASE = "organise/<slug:programme>/questionnaires/"
DRAFT = f"{BASE}drafts/<uuid:draft>/"
VERSION = f"{BASE}versions/<uuid:version>/"
PREVIEW = f"{BASE}<kind:kind>/<uuid:questionnaire>/preview/"
AROUND = f"{PREVIEW}<around:around>/"
PAGE = f"{PREVIEW}<slug:section>/<slug:page>/"

urlpatterns: list[URLPattern] = [
    path(BASE, listing.questionnaires, name="questionnaire-list"),
    path(f"{BASE}upload/", listing.upload, name="questionnaire-upload"),
    path(DRAFT, drafts.draft, name="draft-detail"),
    path(f"{DRAFT}rename/", drafts.rename, name="draft-rename"),
    path(f"{DRAFT}delete/", drafts.delete, name="draft-delete"),
    path(f"{DRAFT}compare/", comparing.compare, name="draft-compare"),
    path(f"{DRAFT}publish/", drafts.publish, name="draft-publish"),
    path(f"{DRAFT}translations/", translating.texts, name="draft-translations"),
    path(f"{DRAFT}translations/apply/", translating.apply, name="draft-translations-apply"),
    path(f"{DRAFT}translations.xlsx", translating.spreadsheet, name="draft-texts"),
    path(f"{DRAFT}languages/", translating.change_languages, name="draft-languages"),
    path(VERSION, drafts.version, name="version-detail"),
    path(f"{VERSION}next/", listing.begin_next, name="version-next"),
    path(f"{BASE}<kind:kind>/<uuid:questionnaire>/xlsform.xlsx", drafts.xlsform, name="questionnaire-xlsform"),
    path(PREVIEW, preview.start, name="preview-start"),
    path(f"{PREVIEW}again/", preview.forget, name="preview-forget"),
    path(f"{PREVIEW}conditions/", conditions.conditions, name="preview-conditions"),
    path(AROUND, preview.around_page, name="preview-around-page"),
    path(f"{AROUND}framed/", preview.around_framed, name="preview-around-frame"),
    path(f"{AROUND}widths/", preview.around_both, name="preview-around-both"),
    path(PAGE, preview.page, name="preview-page"),
    path(f"{PAGE}framed/", preview.framed, name="preview-frame"),
    path(f"{PAGE}widths/", preview.both, name="preview-both"),
    path(
        "organise/<slug:programme>/<slug:wave>/questionnaire/", correcting.wave_questionnaire, name="wave-questionnaire"
    ),
]
