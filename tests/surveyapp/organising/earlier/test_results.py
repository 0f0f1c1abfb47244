import csv
import io

import pytest
from django.core.files.storage import default_storage

from benchmarking.models.figure import Figure
from benchmarking.models.release import Release
from benchmarking.tasks import build_release
from surveyapp import tasks
from surveyapp.actions import earlier_waves as actions
from surveyapp.actions.raw_exports import Order, request_raw_export
from surveyapp.models.raw_export import RawExport
from surveyapp.models.row_scope import programme_scope
from tests.surveyapp.earlier_answers import HEADS


def _level(step):
    return f"Level {1 + step} words"


ALL = [*HEADS, "REC2. How are records found?"]
# Nine sites; every other person ticks nothing, and nobody ticks statistics.
ROWS = [
    [
        "",
        "2022-03-01",
        f"Site {n % 9}",
        "Production",
        _level(n % 3),
        "",
        "Yes" if n % 2 else "No",
        "No",
        "",
        _level(n % 2),
    ]
    for n in range(40)
]


@pytest.mark.django_db(transaction=True)
def test_results_and_files_for_analysts_are_made_of_an_imported_survey(bring, write, people, programme, as_worker):
    about = write(bring([ALL, *ROWS]))
    with programme_scope(programme.pk):
        actions.build_results(about=about, by=people.olga.account)
    order = Order("csv_wide", "en", False, False, False, "to see it")
    export = request_raw_export(wave=about.wave, account=people.olga.account, order=order)
    with as_worker():
        release = Release.objects.get(wave=about.wave)
        build_release(str(release.pk))
        tasks.make_raw_export(str(export.pk))
        found = set(Figure.objects.filter(release=release).values_list("metric", "cohort", "n_owners"))
        made = RawExport.objects.get(pk=export.pk)
    assert found == {("dimension:REC", "sector", 9), ("overall", "sector", 9)}
    rows = list(csv.DictReader(io.StringIO(default_storage.open(made.file).read().decode("utf-8-sig"))))
    assert (made.state, len(rows), {row["answered_by"] for row in rows}) == ("done", 40, {"person"})
    assert sorted(row["FIRST_python"] for row in rows) == ["0"] * 20 + ["1"] * 20
    assert {row["research_use"] for row in rows} == {"no"}


@pytest.mark.django_db(transaction=True)
def test_a_survey_held_elsewhere_closed_then_and_waits_for_its_results(bring, write, client, people, programme):
    about = write(bring([ALL, *ROWS]))
    client.force_login(people.olga.account)
    page = client.get(f"/organise/{programme.slug}/{about.wave.slug}/")
    assert page.context["next"].url == f"/organise/{programme.slug}/earlier/"
    assert page.context["steps"][2].when.startswith(f"{about.ended_on.day} {about.ended_on:%B %Y}")


@pytest.mark.django_db(transaction=True)
def test_whose_answers_a_file_brought_was_invited_by_nobody(client, bring, write, people):
    about = write(bring())
    client.force_login(people.olga.account)
    page = client.get(f"/organise/sector/{about.wave.slug}/invitations/")
    assert page.context["n"] == 0
    assert "Nobody was invited yet." in page.content.decode()
    assert f"/organise/sector/{about.wave.slug}/invitations/remind/" not in page.content.decode()
