import csv
import io

import openpyxl
import pytest

from surveyapp.models.audit import AuditEntry
from surveyapp.models.organisation import Organisation
from surveyapp.models.wave import Participation, Wave
from tests.benchmarking.small_sector import answers, organisation, respond, take_part
from tests.surveyapp.organising.watch.conftest import address


def listed(page):
    return [(row["of"].name, row["state"], row["groups"], row["missing"]) for row in page.context["rows"]]


def test_first_come_those_whose_group_is_nearest_to_its_number_each_once(look, fill, wave, as_worker, invite):
    fill(red=(12, 14), blue=(5, 6), green=(3, 7))
    with as_worker():
        started, invited = (take_part(wave, Organisation.objects.get(name=name)) for name in ("Green 05", "Green 04"))
        respond(started, answers(3), submitted=False)
        invite(invited)
    assert listed(look()) == [
        ("Blue 05", "Not invited", ["Blue"], 1),
        ("Green 05", "Started, not finished", ["Green"], 3),
        ("Green 04", "Invited, not started", ["Green"], 3),
        ("Green 03", "Not invited", ["Green"], 3),
        ("Green 06", "Not invited", ["Green"], 3),
    ]


def test_nobody_is_called_whose_owner_has_answered_there(look, fill, wave, as_worker):
    fill(red=(20, 20), blue=(5, 6))
    with as_worker():
        organisation(wave.programme, "Blue again", "blue", owner="Blue 00 Group")
    assert [name for name, *_ in listed(look())] == ["Blue 05"]


def test_what_is_left_beside_a_group_helps_it_too(look, fill, wave, as_worker):
    fill(red=(14, 14), blue=(8, 8), green=(3, 5))
    with as_worker():
        organisation(wave.programme, "Of no known kind", "")
    assert [(name, groups, missing) for name, _, groups, missing in listed(look())] == [
        ("Green 03", ["All others in the sector"], 3),
        ("Green 04", ["All others in the sector"], 3),
        ("Of no known kind", ["All others in the sector"], 3),
    ]


def test_below_twenty_companies_everybody_helps_the_sector(look, fill):
    fill(red=(17, 19))
    assert [row[2:] for row in listed(look())] == [(["Whole sector"], 3), (["Whole sector"], 3)]


def test_groups_across_the_tree_are_helped_too(look, fill, wave, programme):
    programme.side_facets = ["type"]
    programme.save()
    fill(red=(20, 20), blue=(6, 14))
    Organisation.objects.filter(name__in=["Blue 12", "Blue 13"]).update(facets={"kind": "blue"})
    Participation.objects.filter(organisation__name__startswith="Red").update(facets={"kind": "red"})
    Participation.objects.filter(organisation__name="Blue 00").update(facets={"kind": "blue"})
    assert [(name, groups) for name, _, groups, _ in listed(look())] == [
        (f"Blue {n:02}", ["Plant"]) for n in range(6, 12)
    ]


def test_the_list_is_a_link_away_from_the_top_of_a_long_page(look, fill):
    fill(red=(17, 19))
    assert '<a href="#call">Whom to telephone (2)</a>' in look().text


def test_the_list_is_of_a_group(look, fill):
    fill(red=(20, 20), blue=(5, 6), green=(2, 6))
    assert [name for name, *_ in listed(look("?group=sector/blue"))] == ["Blue 05"]
    assert len(listed(look("?group=sector/nothing"))) == 5
    assert [name for name, _ in look().context["choices"]] == ["sector/blue", "sector/green"]


def test_a_long_list_has_pages(look, fill):
    fill(red=(0, 53))
    assert [len(listed(look(f"?page={n}"))) for n in ("1", "2", "9", "x", "-1")] == [50, 3, 50, 50, 50]


def test_a_confidential_survey_tells_of_nobody_who_has_started(  # noqa: PLR0913, PLR0917
    look, fill, wave, make_confidential, as_worker, invite
):
    fill(red=(0, 8))
    with as_worker():
        respond(take_part(wave, Organisation.objects.get(name="Red 07")), answers(3), submitted=False)
        invite(take_part(wave, Organisation.objects.get(name="Red 03")))
    make_confidential(wave)
    assert [row[:2] for row in listed(look())[:3]] == [
        ("Red 03", "Invited, not finished"),
        ("Red 07", "Invited, not finished"),
        ("Red 00", "Not invited"),
    ]


def call(client, people, wave, *names, **fields):
    client.force_login(people.olga.account)
    ids = [str(Organisation.objects.get(name=name).pk) for name in names]
    return client.post(address(wave, "wave-watch-called"), {"organisation": ids, **fields}, follow=True)


def test_whoever_was_called_is_marked_with_a_note(client, people, look, fill, wave):
    fill(red=(0, 3 + 4))
    page = call(client, people, wave, "Red 01", "Red 02", note="  calls\0 back on Friday ")
    assert "2 organisations are marked as called." in page.text
    calls = {row["of"].name: row["call"].note for row in look().context["rows"] if row["call"]}
    assert calls == {"Red 01": "calls back on Friday", "Red 02": "calls back on Friday"}
    left = [name for name, *_ in listed(look("?called=no"))]
    assert left == ["Red 00", "Red 03", "Red 04", "Red 05", "Red 06"]
    entries = AuditEntry.objects.filter(action="organisation.called").values_list("actor__email", "detail__survey")
    assert [*entries] == [("olga@example.org", str(wave.pk))] * 2


def test_the_newest_call_stands(client, people, look, fill, wave):
    fill(red=(0, 7))
    for note in ("engaged", "promised"):
        call(client, people, wave, "Red 00", note=note)
    assert look().context["rows"][0]["call"].note == "promised"


@pytest.mark.parametrize(
    ("names", "fields", "said"),
    [
        ([], {}, "Tick the organisations first"),
        (["Gamma site"], {}, "0 organisations are marked"),
        (["Red 00"], {"note": "x" * 201}, "The note is longer than 200 letters."),
    ],
)
def test_a_call_that_cannot_be_noted_says_why(  # noqa: PLR0913, PLR0917
    client, people, fill, wave, names, fields, said
):
    fill(red=(0, 7))
    assert said in call(client, people, wave, *names, **fields).text
    assert not AuditEntry.objects.filter(action="organisation.called").exists()


def test_of_a_closed_survey_nobody_is_called(client, people, fill, wave, close):
    fill(red=(0, 7))
    close(wave)
    assert "nobody has to be called" in call(client, people, wave, "Red 00").text


def test_only_the_organiser_marks_calls(client, people, fill, wave):
    fill(red=(0, 7))
    client.force_login(people.alpha.account)
    assert client.post(address(wave, "wave-watch-called"), {}).status_code == 403


HEADS = ["Organisation", "Reference", "Contact", "E-mail", "Website", "State", "Groups it would help", "Companies missing there, at least", "Called", "Note"]  # fmt: skip


def test_files_hold_the_whole_list_and_no_formula(look, fill, wave, client, people):
    fill(red=(0, 60))
    Organisation.objects.filter(name="Red 00").update(
        name="=1+1", contact_name="+49 call", website="@x", email="a@b.example"
    )
    client.force_login(people.olga.account)
    call(client, people, wave, "=1+1", note="-x")
    text = b"".join(look(name="wave-watch-csv").streaming_content).decode("utf-8-sig")
    head, first, *rest = [*csv.reader(io.StringIO(text))]
    assert head == HEADS
    assert first[:8] == ["'=1+1", "", "'+49 call", "a@b.example", "'@x", "Not invited", "Whole sector; Red", "6"]
    assert (first[9], len(rest)) == ("'-x", 59)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(look(name="wave-watch-workbook").streaming_content)))
    cells = [list(row) for row in book.active.iter_rows()]
    assert [cell.value for cell in cells[0]] == HEADS
    assert (cells[1][0].value, cells[1][0].data_type, len(cells)) == ("=1+1", "s", 61)
    taken = AuditEntry.objects.filter(action="wave.call_list_taken").values_list("detail", flat=True)
    assert [*taken] == [{"organisations": 60}] * 2


def test_a_file_is_of_the_group_that_was_chosen(look, fill):
    fill(red=(20, 20), blue=(5, 6), green=(2, 6))
    text = b"".join(look("?group=sector/blue", name="wave-watch-csv").streaming_content).decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(text))] == ["Organisation", "Blue 05"]
    assert Wave.objects.get().is_open
