from django.urls import URLPattern, URLResolver, include, path

app_name = "benchmarking"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("benchmarking.dashboards.urls")),
    path("", include("benchmarking.releasing.urls")),
    path("", include("benchmarking.exports.urls")),
    path("", include("benchmarking.training.catalogue_urls")),
    path("", include("benchmarking.training.plan_urls")),
    path("", include("benchmarking.training.exchange_urls")),
    path("", include("benchmarking.training.learners_urls")),
    path("", include("benchmarking.public.urls")),
]
