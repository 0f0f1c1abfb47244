from django.urls import URLPattern, path

from surveyapp.answering import fresh_links, language, questions, results, saving, sections, starting

urlpatterns: list[URLPattern] = [
    path("answer/<str:token>/", starting.start, name="answer-start"),
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
    path("survey/copy/", results.copy, name="answer-copy"),
    path("survey/copy.txt", results.copy_as_text, name="answer-copy-text"),
    path("survey/<slug:section>/check/", sections.check_section, name="answer-section-check"),
    path("survey/<slug:section>/<slug:page>/", questions.page, name="answer-page"),
]
