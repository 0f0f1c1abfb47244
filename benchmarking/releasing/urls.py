from django.urls import URLPattern, path

from benchmarking.releasing import views

urlpatterns: list[URLPattern] = [
    path("organise/releases/<uuid:release>/", views.release, name="release-detail"),
    path("organise/releases/<uuid:release>/publish/", views.publish, name="release-publish"),
    path("organise/releases/<uuid:release>/again/", views.again, name="release-again"),
    path("organise/releases/<uuid:release>/correct/", views.correct, name="release-correct"),
    path("organise/releases/<uuid:release>/sign/", views.ask_to_publish, name="release-ask-to-publish"),
    path("organise/releases/<uuid:release>/sign/<uuid:sign_off>/", views.decide, name="release-decide"),
    path("organise/releases/<uuid:release>/questions/", views.questions, name="release-questions"),
    path("benchmarks/methods/<uuid:release>/", views.methods, name="release-methods"),
    path("organise/<slug:programme>/<slug:wave>/releases/", views.releases, name="release-list"),
    path(
        "organise/<slug:programme>/<slug:wave>/releases/interim/", views.ask_for_interim, name="release-ask-for-interim"
    ),
]
