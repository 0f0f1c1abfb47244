import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from surveyapp import tasks
from surveyapp.models.organisation import Organisation
from surveyapp.models.register import Register
from surveyapp.models.register_import import RegisterImport, RegisterJob
from surveyapp.selectors import register

LIST = b"Name;Reference;Owner\nAcme Ltd;A1;Acme Group\nZeta;Z1;\n"
PAGES = ["", "owners/", "settings/", "import/", "requests/", "organisations/new/", "register.csv", "register.xlsx"]


@pytest.fixture
def olga(client, people):
    client.force_login(people.olga.account)
    return client


def upload(client, content=LIST, name="list.csv"):
    return client.post("/organise/sector/register/import/", {"file": SimpleUploadedFile(name, content)}, follow=True)


def work_is_done(as_worker):
    with as_worker():
        for job in RegisterJob.objects.filter(state="waiting"):
            tasks.work_on_register(str(job.pk))


@pytest.mark.parametrize("page", PAGES)
def test_olga_sees_each_page_and_others_are_kept_out(client, people, page):
    client.force_login(people.olga.account)
    assert client.get(f"/organise/sector/register/{page}").status_code == 200
    for name in ("alpha", "gamma"):
        client.force_login(getattr(people, name).account)
        assert client.get(f"/organise/sector/register/{page}").status_code == 403


def test_decisions_that_are_kept_are_confirmed(olga, as_worker):
    Organisation.objects.filter(name="Alpha site").update(reference="A0")
    upload(olga, b"Name;Reference\nAlpha site;A1\n;R9\nZeta;Z1\n")
    about = RegisterImport.objects.get()
    columns = olga.get(reverse("surveyapp:register-import", args=["sector", about.pk]))
    assert '<div class="options"><label class="option"><input type="checkbox" name="whole"' in columns.text
    olga.post(
        reverse("surveyapp:register-check", args=["sector", about.pk]), {"column-0": "name", "column-1": "reference"}
    )
    work_is_done(as_worker)
    at = reverse("surveyapp:register-decide", args=["sector", about.pk])
    for said in ({"row-2": "leave_out"}, {"rest": "yes"}):
        page = olga.post(at, said, follow=True)
        assert "Your decisions are kept." in page.text
    assert '<div class="options"><label class="option"><input type="checkbox" name="leave_out"' in page.text


def test_a_list_goes_from_upload_to_the_register(olga, as_worker):
    page = upload(olga)
    assert "What the columns are" in page.text
    assert re.findall(r'<option value="(\w+)" selected', page.text) == ["name", "reference", "owner"]
    about = RegisterImport.objects.get()
    chosen = {"column-0": "name", "column-1": "reference", "column-2": "owner"}
    page = olga.post(reverse("surveyapp:register-check", args=["sector", about.pk]), chosen, follow=True)
    assert "The list is being checked" in page.text
    work_is_done(as_worker)
    page = olga.get(reverse("surveyapp:register-import", args=["sector", about.pk]), headers={"HX-Request": "true"})
    assert "See what it found" in page.text
    page = olga.get(reverse("surveyapp:register-import", args=["sector", about.pk]))
    assert "Acme Ltd" in page.text
    assert '<input type="hidden" name="seen" value="1">' in page.text
    page = olga.post(reverse("surveyapp:register-apply", args=["sector", about.pk]), {"typed": "wrong"}, follow=True)
    assert "type sector to confirm" in page.text
    olga.post(reverse("surveyapp:register-apply", args=["sector", about.pk]), {"typed": "sector", "seen": "1"})
    work_is_done(as_worker)
    page = olga.get(reverse("surveyapp:register-import", args=["sector", about.pk]))
    assert "Added: 2. Changed or back: 0. Left: 0." in page.text
    assert Register.objects.get().columns == {"name": "name", "reference": "reference", "owner": "owner"}


def test_a_file_checked_anew_in_another_window_is_not_written_from_the_first(olga, bring, as_worker):
    about = bring([["Name", "Reference"], ["Fresh", "F1"]])
    columns = {"column-0": "name", "column-1": "", "whole": "yes"}
    olga.post(reverse("surveyapp:register-check", args=["sector", about.pk]), columns)
    work_is_done(as_worker)
    said = {"typed": "sector", "seen": "1"}
    page = olga.post(reverse("surveyapp:register-apply", args=["sector", about.pk]), said, follow=True)
    assert "The file was checked anew in another window." in page.text
    assert not RegisterJob.objects.filter(kind="apply").exists()


@pytest.mark.parametrize("part", ["problems", "likely", "new", "changed", "gone", "unchanged"])
def test_each_part_of_the_report_is_shown(olga, bring, listed, part):
    listed("Acme", reference="A1")
    listed("Same", reference="S1")
    listed("Müller Limited", reference="M0")
    rows = [["Acme 2", "A1"], ["Same", "S1"], ["", "N1"], ["Muller Ltd.", "M1"], ["Fresh", "F1"]]
    about = bring([["Name", "Reference"], *rows])
    page = olga.get(reverse("surveyapp:register-import", args=["sector", about.pk]) + f"?part={part}")
    assert page.status_code == 200
    assert 'aria-current="true"' in page.text


@pytest.mark.parametrize(
    "content", [b"", b"Name\n", b"\x00\x01\x02", b"PK\x03\x04 no workbook", b'Name\n"never closed']
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(olga, content):
    page = upload(olga, content)
    assert (page.status_code, RegisterImport.objects.count()) == (422, 0)
    assert "There is a problem" in page.text


def test_columns_need_a_name_and_no_two_for_the_same(olga):
    upload(olga)
    address = reverse("surveyapp:register-check", args=["sector", RegisterImport.objects.get().pk])
    assert olga.post(address, {"column-0": "reference"}).status_code == 422
    assert olga.post(address, {"column-0": "name", "column-1": "name"}).status_code == 422


def test_an_import_of_another_programme_is_not_found(client, people, bring, programme):
    from surveyapp.models.people import Staff
    from surveyapp.models.programme import Programme

    about = bring([["Name"], ["Acme"]])
    other = Programme.objects.get(slug="elsewhere")
    Staff.objects.create(account=people.gamma.account, programme=other)
    client.force_login(people.gamma.account)
    assert client.get(f"/organise/elsewhere/register/import/{about.pk}/").status_code == 404
    assert client.get(f"/organise/sector/register/import/{about.pk}/").status_code == 403


def test_the_list_is_searched_and_filtered(olga, listed):
    listed("Acme one", reference="A1", owner="Acme Group")
    listed("Acme two", reference="A2", owner="Acme Group")
    listed("Gone", left_at="2025-01-01T00:00Z")
    assert "Acme one" in olga.get("/organise/sector/register/?q=a1").text
    assert "Acme two" not in olga.get("/organise/sector/register/?q=a1").text
    assert "Gone" in olga.get("/organise/sector/register/?state=left").text
    assert "Alpha site" not in olga.get("/organise/sector/register/?state=several").text
    assert olga.get("/organise/sector/register/?owner=nonsense&page=99").status_code == 200


def test_an_owner_is_assigned_to_those_ticked_and_the_history_says_so(olga, listed, people):
    one, two = listed("One"), listed("Two")
    said = {"organisation": [str(one.pk), str(two.pk), "nonsense"], "owner_name": "Both", "back": "?q=o"}
    answer = olga.post("/organise/sector/register/assign/", said)
    assert answer["Location"] == "/organise/sector/register/?q=o"
    assert set(Organisation.objects.filter(pk__in=[one.pk, two.pk]).values_list("owner__name", flat=True)) == {"Both"}
    event = register.history(one)[0]
    assert (event.changes, event.by) == ({"owner": ["One", "Both"]}, people.olga.account)


def test_an_organisation_is_added_and_changed_by_hand(olga):
    page = olga.post("/organise/sector/register/organisations/new/", {"name": "Alpha SITE"})
    assert "Another organisation has this name" in page.text
    page = olga.post("/organise/sector/register/organisations/new/", {"name": "  New   one "}, follow=True)
    found = Organisation.objects.get(name="New one")
    assert found.owner.name == "New one"
    change = reverse("surveyapp:register-change", args=["sector", found.pk])
    seen = re.search(r'name="seen" value="(\d+)"', olga.get(change).text)[1]
    assert olga.post(change, {"name": "Newer", "seen": seen}).status_code == 302
    page = olga.post(change, {"name": "Newest", "seen": seen}, follow=True)
    assert "Somebody changed this organisation meanwhile" in page.text
    assert "Renamed" in page.text


def test_a_merger_says_what_it_means_before_it_is_done(olga, listed):
    part, whole = listed("Part"), listed("Whole", reference="W1", owner="Whole Group")
    address = reverse("surveyapp:register-merge", args=["sector", part.pk])
    assert olga.post(address, {"into": "nobody"}).status_code == 422
    assert "goes on in Whole" in olga.post(address, {"into": "W1"}).text
    olga.post(address, {"into": "W1", "sure": "yes"})
    part.refresh_from_db()
    assert (part.merged_into, part.owner) == (whole, whole.owner)
    assert [event.kind for event in register.history(whole)] == ["absorbed"]
    olga.post(reverse("surveyapp:register-return", args=["sector", part.pk]))
    part.refresh_from_db()
    assert (part.merged_into, part.left_at) == (None, None)


def test_merging_owners_says_what_it_means_for_an_open_survey(olga, people, survey):
    address = reverse("surveyapp:register-merge-owners", args=["sector", people.alpha.owner.pk])
    page = olga.post(address, {"into": "Beta Group"})
    assert "of 2 companies taking part it leaves 1" in page.text
    olga.post(address, {"into": "Beta Group", "sure": "yes"})
    people.alpha.organisation.refresh_from_db()
    assert people.alpha.organisation.owner == people.beta.owner


def test_the_frame_is_declared(olga, programme):
    assert olga.post("/organise/sector/register/settings/", {}).status_code == 422
    olga.post("/organise/sector/register/settings/", {"frame": "open_call", "takes_requests": "on"})
    assert (programme.register.frame, programme.register.takes_requests) == ("open_call", True)


def test_a_file_is_laid_aside(olga, bring, settings):
    about = bring([["Name"], ["Acme"], [""]])
    olga.post(reverse("surveyapp:register-aside", args=["sector", about.pk]))
    assert not RegisterImport.objects.exists()
    assert not Organisation.objects.filter(name="Acme").exists()


@pytest.mark.parametrize("query", ["q=%00", "facet_size=%00", "owner=%00", "page=%00", "state=%00"])
def test_what_no_database_takes_finds_nobody_or_everybody(olga, survey, query):
    assert olga.get(f"/organise/sector/register/?{query}").status_code == 200


def test_a_column_chosen_for_a_facet_that_is_gone_is_kept_as_words(olga, bring, write, programme):
    programme.peer_tree = ["country"]
    programme.save()
    about = bring([["Name", "Country"], ["Acme", "IE"]], check=False)
    programme.peer_tree = []
    programme.save()
    olga.post(reverse("surveyapp:register-check", args=["sector", about.pk]), {"column-0": "name"})
    assert RegisterImport.objects.get().columns == {"0": "name"}


def test_facts_are_columns_with_their_names(olga, listed, survey):
    listed("Acme", facets={"size": "few"})
    page = olga.get("/organise/sector/register/?q=Acme")
    facet = page.context["columns"][0]
    assert f'<th scope="col">{facet}</th>' in page.text
    assert f'<td data-label="{facet}">' in page.text
