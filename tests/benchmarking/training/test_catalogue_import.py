"""A file comes in: first a report, then all of it or nothing."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from benchmarking.actions.training import keep_module, replace_catalogue, withdraw_module
from benchmarking.models.training import CatalogueImport, TrainingModule
from benchmarking.selectors.catalogue_entries import Entry, Supply, entries
from benchmarking.training import spreadsheet

THERE = [
    Entry("A", {"en": "Cooking"}, audience="practitioner", raises={"python": 3}, supply=(Supply(2025, 4, 3),)),
    Entry("B", {"en": "Baking"}, audience="practitioner", raises={"python": 2}),
    Entry("OLD", {"en": "Frying"}, audience="practitioner"),
]


def address(name, *args):
    return reverse(f"benchmarking:training-{name}", args=["sector", *args])


@pytest.fixture
def olga(client, people, programme, wave):
    replace_catalogue(programme=programme, entries=THERE, by=None)
    withdraw_module(module=TrainingModule.objects.get(code="OLD"), by=people.olga.account)
    client.force_login(people.olga.account)
    return client


def bring(client, *lines, name="catalogue.csv"):
    content = lines[0] if isinstance(lines[0], bytes) else "\n".join(lines).encode()
    return client.post(address("import"), {"file": SimpleUploadedFile(name, content)})


def test_the_downloaded_file_changes_nothing_when_it_comes_back(olga, programme):
    before = entries(programme.pk)
    answer = bring(olga, olga.get(address("workbook")).content, name="catalogue.xlsx")
    text = olga.get(answer.url).text
    assert "The file says what the catalogue says already" in text
    olga.post(answer.url)
    assert entries(programme.pk) == before


def test_the_report_names_what_is_new_changed_back_and_removed(olga):
    answer = bring(
        olga,
        "Code,Name (en),Audience,Raises",
        "A,Cooking,practitioner,python: 4",
        "NEW,Roasting,practitioner,",
        "OLD,Frying,practitioner,",
    )
    kinds = {kind["code"]: kind["changes"] for kind in olga.get(answer.url).context["kinds"]}
    assert {code: [each["code"] for each in changes] for code, changes in kinds.items()} == {
        "new": ["NEW"],
        "changed": ["A"],
        "back": ["OLD"],
        "removed": ["B"],
    }
    assert kinds["changed"][0]["columns"] == "Raises"
    olga.post(answer.url)
    standing = TrainingModule.objects.filter(withdrawn_at=None).order_by("code")
    assert list(standing.values_list("code", flat=True)) == ["A", "NEW", "OLD"]


def test_the_report_shows_old_and_new_values_and_what_a_new_module_is(olga):
    TrainingModule.objects.filter(code="A").update(price=3500)
    answer = bring(
        olga,
        "Code,Name (en),Audience,Days,Price,Raises",
        "A,Cooking,practitioner,,35000,python: 4",
        "NEW,Roasting,practitioner,1.5,200,python: 2",
        "B,Baking bread,practitioner,,,python: 2",
    )
    kinds = {kind["code"]: kind["changes"] for kind in olga.get(answer.url).context["kinds"]}
    changed, renamed = (each["lines"] for each in kinds["changed"])
    assert changed == ["Price: 3,500 → 35,000", "Raises Python: to level 3 → to level 4"]
    assert renamed == ["Name (en): Baking → Baking bread"]
    assert kinds["new"][0]["lines"] == [
        "Audience: People who work with data and equipment",
        "Days: 1.5",
        "Price: 200",
        "Raises Python to level 2",
    ]


@pytest.mark.parametrize("lines", [["Code,Name (en),Audience,Raises"], ["Code,Name (en)", "", ",,"]])
def test_headings_alone_are_refused_and_never_withdraw_the_whole_catalogue(olga, lines):
    answer = bring(olga, *lines)
    assert (answer.status_code, CatalogueImport.objects.count()) == (422, 0)
    assert "The file has headings and no module below them, so every module would be withdrawn." in answer.text


@pytest.mark.parametrize("content", ["", "Name (en),Price\nCooking,5"])
def test_a_file_of_which_nothing_could_be_read_shows_its_problems_alone(olga, content):
    answer = bring(olga, content)
    assert answer.status_code == 422
    assert "There is no column “Code”." in answer.text
    assert "Not in the file, so withdrawn" not in answer.text
    assert "Unchanged" not in answer.text


def test_every_problem_is_told_with_its_row_and_column_and_nothing_waits(olga):
    answer = bring(
        olga,
        "Code,Name (en),Audience,Raises,Prerequisites,Days,Dates",
        "A,Cooking,practitioner,magic: 4,,two,31/3/2027",
        "B,Baking,nobody,python: 2,C,,",
        "C,Roasting,practitioner,,B,,",
        "C,Roasting again,practitioner,,B,,",
    )
    assert answer.status_code == 422
    assert [(fault.row, fault.column) for fault in answer.context["report"].faults] == [
        (2, "Dates"),
        (2, "Days"),
        (2, "Raises"),
        (3, "Audience"),
        (3, "Prerequisites"),
        (5, "Code"),
    ]
    assert "What it would do otherwise" in answer.text
    assert CatalogueImport.objects.count() == 0


def test_no_file_a_huge_one_and_a_broken_one_are_told_in_words(olga):
    assert olga.post(address("import")).status_code == 422
    answer = bring(olga, b"x" * (spreadsheet.LARGEST_FILE + 1))
    assert (answer.status_code, "too large" in answer.text) == (413, True)
    answer = bring(olga, b"PK\x03\x04 broken", name="c.xlsx")
    assert (answer.status_code, "damaged" in answer.text) == (422, True)


def test_names_in_a_file_are_shown_as_text(olga):
    answer = bring(olga, "Code,Name (en),Audience", "X,<script>alert(1)</script>,practitioner")
    assert "<script>alert(1)" not in olga.get(answer.url).text


def test_a_yes_after_somebody_changed_the_catalogue_writes_nothing(olga, people, programme):
    answer = bring(olga, "Code,Name (en)", "A,Cooking")
    keep_module(programme=programme, entry=Entry("D", {"en": "Drying"}, is_offered=False), by=people.olga.account)
    before = entries(programme.pk)
    assert olga.post(answer.url).url == address("import")
    assert entries(programme.pk) == before


def test_a_file_waits_a_day_and_for_whoever_brought_it_alone(olga, people, client, programme):
    from surveyapp.models.people import Staff

    answer = bring(olga, "Code,Name (en)", "A,Cooking")
    Staff.objects.create(account=people.beta.account, programme=programme)
    client.force_login(people.beta.account)
    assert client.get(answer.url).status_code == 404
    client.force_login(people.olga.account)
    CatalogueImport.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(answer.url).status_code == 404
    client.post(answer.url)
    assert len(entries(programme.pk)) == 2


def test_a_file_laid_aside_is_gone(olga):
    answer = bring(olga, "Code,Name (en)", "A,Cooking")
    olga.post(f"{answer.url}discard/")
    assert CatalogueImport.objects.count() == 0
    assert olga.get(answer.url).status_code == 404
