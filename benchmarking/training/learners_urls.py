from django.urls import URLPattern, path

from benchmarking.training import learners_delegate as delegate
from benchmarking.training import learners_own as own
from benchmarking.training import learners_removal as removal
from benchmarking.training import learners_views as views

BASE = "organise/<slug:programme>/training/"
RUN = f"{BASE}runs/<uuid:run>/"

urlpatterns: list[URLPattern] = [
    path(f"{BASE}runs/", views.runs, name="training-runs"),
    path(f"{BASE}modules/<slug:code>/run/", views.new, name="training-run-new"),
    path(RUN, views.one, name="training-run"),
    path(f"{RUN}delegates/", removal.delegates, name="training-run-delegates"),
    path(f"{RUN}delegates/<uuid:delegate>/remove/", removal.remove, name="training-run-remove"),
    path(f"{RUN}go-on/", views.go_on, name="training-run-go-on"),
    path(f"{RUN}end/", views.end, name="training-run-end"),
    path(f"{RUN}result/", views.result, name="training-run-result"),
    path(f"{RUN}others.csv", views.others_csv, name="training-run-others-csv"),
    path(f"{RUN}result.csv", views.result_csv, name="training-run-result-csv"),
    path("benchmarks/plan/runs/<uuid:run>/", own.own, name="run-own"),
    path("benchmarks/plan/runs/<uuid:run>/<slug:table>.csv", own.own_csv, name="run-own-csv"),
    path("learn/<str:token>/", delegate.start, name="learn-start"),
    path("learning/", delegate.home, name="learn-home"),
    path("learning/<int:number>/", delegate.questions, name="learn-questions"),
    path("learning/done/", delegate.done, name="learn-done"),
]
