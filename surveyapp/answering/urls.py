from django.urls import URLPattern, path

from surveyapp.answering import downloads, fresh_links, language, questions, results, rights, saving, sections, starting
from surveyapp.answering.blank import views as blank

urlpatterns: list[URLPattern] = [
    path("answer/<str:token>/", starting.start, name="answer-start"),
    path("answer/<str:token>/questions.pdf", blank.of_link, {"form": "pdf"}, name="blank-link-pdf"),
    path("answer/<str:token>/questions.docx", blank.of_link, {"form": "docx"}, name="blank-link-docx"),
    path("survey/questions.pdf", blank.of_respondent, {"form": "pdf"}, name="blank-pdf"),
    path("survey/questions.docx", blank.of_respondent, {"form": "docx"}, name="blank-docx"),
    path("survey/", sections.hub, name="answer-hub"),
    path("survey/consent/", starting.consent, name="answer-consent"),
    path("survey/language/", language.switch, name="answer-language"),
    path("survey/save/", saving.save, name="answer-save"),
    path("survey/link/", fresh_links.ask, name="link-ask"),
    path("survey/link/sent/", fresh_links.sent, name="link-sent"),
    path("survey/link/again/", fresh_links.again, name="link-again"),
    path("survey/later/", sections.later, name="answer-later"),
    path("survey/check/", sections.check_all, name="answer-check"),
    path("survey/done/", results.done, name="answer-done"),
    path("survey/confirm/", results.confirm, name="answer-confirm"),
    path("survey/reopen/", results.reopen, name="answer-reopen"),
    path("survey/levels/", results.levels, name="answer-levels"),
    path("survey/copy/", downloads.copy, name="answer-copy"),
    path("survey/copy.txt", downloads.copy_as_text, name="answer-copy-text"),
    path("survey/copy.json", downloads.copy_as_json, name="answer-copy-json"),
    path("survey/information/", rights.information, name="answer-information"),
    path("survey/choices/", rights.choices, name="answer-choices"),
    path("survey/withdraw/", rights.withdraw, name="answer-withdraw"),
    path("survey/<slug:section>/check/", sections.check_section, name="answer-section-check"),
    path("survey/<slug:section>/<slug:page>/", questions.page, name="answer-page"),
]
