"""What benchmarking adds to version 1 of the interface."""

from django.urls import path

from benchmarking.api import releases

urlpatterns = [
    path("waves/<uuid:wave>/releases/", releases.Releases.as_view(), name="releases"),
    path("releases/<uuid:release>/", releases.OneRelease.as_view(), name="release"),
    path("releases/<uuid:release>/figures/", releases.Figures.as_view(), name="figures"),
]
