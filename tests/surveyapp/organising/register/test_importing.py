import pytest

from surveyapp.actions import register_imports as imports
from surveyapp.actions.refusals import Refused
from surveyapp.models.audit import AuditEntry
from surveyapp.models.organisation import Organisation
from surveyapp.models.register_import import RegisterImport, RegisterProblem, RegisterRow
from surveyapp.organising.register import columns
from surveyapp.selectors import register, register_imports

HEADS = ["Name", "Reference", "Owner", "Website"]


def rows_of(about):
    found = RegisterRow.objects.filter(register_import=about).order_by("number")
    return [(row.number, row.verdict, row.likely) for row in found]


def problems_of(about):
    found = RegisterProblem.objects.filter(register_import=about).order_by("number", "id")
    return [(each.number, each.column, each.code) for each in found]


def test_a_first_list_fills_the_register(bring, write, programme):
    about = bring([HEADS, ["Acme", "A1", "Acme Group", "acme.example"], ["Zeta", "Z1", "", ""]])
    assert about.counts == {"new": 2, "gone": 2, "problems": 0}
    assert write(about).step == "applied"
    found = (
        programme.organisations.exclude(reference="")
        .order_by("name")
        .values_list("name", "reference", "owner__name", "website")
    )
    assert list(found) == [("Acme", "A1", "Acme Group", "acme.example"), ("Zeta", "Z1", "Zeta", "")]
    assert [event.kind for event in register.history(Organisation.objects.get(name="Acme"))] == ["added"]
    assert AuditEntry.objects.get(action="register.imported").detail["added"] == 2


@pytest.mark.parametrize("heading", ["Site", "Standort", "SITE"])
def test_a_site_is_an_organisation_and_no_address_on_the_internet(heading):
    assert columns.guess([heading, "Website"], [], {}) == {"0": "name", "1": "website"}
    assert columns.guess([heading], [], {}) == {"0": "name"}


def test_next_year_says_what_is_new_changed_back_unchanged_and_gone(bring, write, listed):
    listed("Old name", reference="A1")
    listed("Same", reference="S1")
    listed("Gone", reference="G1")
    listed("Back", reference="B1", left_at="2025-01-01T00:00Z")
    rows = [
        HEADS,
        ["New name", "A1", "Buyer", ""],
        ["Same", "S1", "", ""],
        ["Back", "B1", "", ""],
        ["Fresh", "F1", "", ""],
    ]
    about = bring(rows, is_whole_list=True)
    assert rows_of(about) == [(2, "changed", ""), (3, "unchanged", ""), (4, "back", ""), (5, "new", "")]
    assert about.counts["gone"] == 3
    assert register_imports.rows_of(about, "changed").get().changes == {
        "name": ["Old name", "New name"],
        "owner": ["Old name", "Buyer"],
    }
    write(about)
    gone = Organisation.objects.get(name="Gone")
    assert gone.left_at is not None
    assert [event.kind for event in register.history(gone)] == ["left"]
    assert Organisation.objects.get(reference="B1").left_at is None
    assert register.history(Organisation.objects.get(reference="A1"))[0].changes["owner"] == ["Old name", "Buyer"]


def test_a_list_that_is_not_whole_lets_nobody_leave(bring, write, listed):
    listed("Stays", reference="S1")
    write(bring([HEADS, ["Fresh", "F1", "", ""]]))
    assert Organisation.objects.get(name="Stays").left_at is None


def test_a_column_that_is_not_there_changes_nothing_and_an_empty_cell_clears(bring, write, listed):
    listed("Acme", reference="A1", website="acme.example", email="a@acme.example")
    write(bring([HEADS, ["Acme", "A1", "", ""]]))
    acme = Organisation.objects.get(name="Acme")
    assert (acme.website, acme.email) == ("", "a@acme.example")


def test_every_problem_is_told_with_its_row(bring, listed):
    listed("Acme", reference="A1")
    listed("Other", reference="O1")
    heads = [*HEADS, "E-mail"]
    about = bring(
        [
            heads,
            ["", "N1", "", "", ""],
            ["=1+1", "F1", "", "", ""],
            ["Twice", "T1", "", "", "no address"],
            ["Again", "T1", "", "nowhere", ""],
            ["twice", "T2", "", "", ""],
            ["Acme", "O1", "", "", ""],
            ["x" * 201, "L1", "", "", ""],
        ]
    )
    assert problems_of(about) == [
        (2, "name", "no_name"),
        (3, "name", "formula"),
        (4, "email", "no_address"),
        (5, "website", "no_website"),
        (5, "reference", "reference_twice"),
        (6, "name", "name_twice"),
        (7, "name", "name_taken"),
        (8, "name", "too_long"),
    ]
    assert about.counts["wrong"] == 7


def test_rows_with_problems_are_left_out_only_when_told_so(bring, write):
    about = bring([HEADS, ["", "N1", "", ""], ["Fine", "F1", "", ""]])
    with pytest.raises(Refused, match="Mend the rows"):
        write(about)
    write(about, leaves_problems_out=True)
    assert Organisation.objects.filter(name="Fine").exists()


def test_a_register_that_changed_since_the_check_is_not_written(bring, write, listed):
    about = bring([HEADS, ["Acme", "A1", "", ""]])
    listed("Quick")
    with pytest.raises(Refused, match="Somebody changed the register"):
        write(about)
    assert not Organisation.objects.filter(name="Acme").exists()


def test_a_register_that_changes_while_the_file_waits_for_its_worker_is_not_written(
    bring, people, listed, as_worker, no_broker
):
    from surveyapp import tasks

    about = bring([HEADS, ["Acme", "A1", "", ""]])
    job = imports.request_apply(about=about, leaves_problems_out=False, by=people.olga.account)
    listed("Quick")
    with as_worker():
        tasks.work_on_register(str(job.pk))
    about.refresh_from_db()
    assert (about.step, about.refusal.split(",")[0]) == (
        "refused",
        "Somebody changed the register since this file was checked",
    )


def test_another_file_in_the_place_of_the_checked_one_is_not_written(bring, write, settings):
    from pathlib import Path

    about = bring([HEADS, ["Acme", "A1", "", ""]])
    (Path(settings.MEDIA_ROOT) / about.file).write_bytes(b"Name\nMallory\n")
    assert write(about).step == "refused"
    assert not Organisation.objects.filter(name__in=["Acme", "Mallory"]).exists()


def test_a_file_is_written_once(bring, write):
    about = write(bring([HEADS, ["Acme", "A1", "", ""]]))
    with pytest.raises(Refused, match="written already"):
        write(about)


def test_a_file_of_another_encoding_and_separator_is_understood(bring, write):
    write(bring(None, content="Name;Reference\r\nBäckerei Süß;B1\r\n".encode("cp1252")))
    assert Organisation.objects.get(reference="B1").name == "Bäckerei Süß"


def test_a_merged_organisation_is_a_problem(bring, listed):
    into = listed("Whole", reference="W1")
    listed("Part", reference="P1", left_at="2025-01-01T00:00Z", merged_into=into)
    assert problems_of(bring([HEADS, ["Part", "P1", "", ""]])) == [(2, "name", "merged")]


def test_old_files_are_forgotten(bring, settings, as_worker):
    from datetime import timedelta
    from pathlib import Path

    from django.utils import timezone

    about = bring([HEADS, ["Acme", "A1", "", ""]])
    with as_worker():
        assert imports.delete_old_imports(now=timezone.now() + timedelta(days=8)) == 1
    assert not RegisterImport.objects.exists()
    assert not (Path(settings.MEDIA_ROOT) / about.file).exists()
