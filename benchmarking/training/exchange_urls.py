from django.urls import URLPattern, path

from benchmarking.training import exchange_desk, exchange_views

DESK = "organise/<slug:programme>/exchange/"

urlpatterns: list[URLPattern] = [
    path("benchmarks/exchange/", exchange_views.view_exchange, name="view-exchange"),
    path("benchmarks/exchange/<uuid:side>/", exchange_views.answer_introduction, name="answer-introduction"),
    path(DESK, exchange_desk.desk, name="exchange-desk"),
    path(f"{DESK}propose/", exchange_desk.propose, name="exchange-propose"),
    path(f"{DESK}<uuid:introduction>/introduce/", exchange_desk.introduce, name="exchange-introduce"),
    path(f"{DESK}<uuid:introduction>/withdraw/", exchange_desk.withdraw, name="exchange-withdraw"),
]
