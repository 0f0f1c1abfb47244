import pytest

from surveyapp.actions import register_imports as imports
from surveyapp.actions.refusals import Refused
from surveyapp.models.organisation import Organisation
from surveyapp.models.register_import import RegisterRow
from surveyapp.selectors import register_imports

HEADS = ["Name", "Reference", "Owner", "Website", "E-mail"]


def likely(about):
    found = RegisterRow.objects.filter(register_import=about).exclude(likely="").order_by("number")
    return [
        (row.number, row.likely, row.likely_organisation.name if row.likely_organisation else row.likely_row)
        for row in found.select_related("likely_organisation")
    ]


def row(name, reference="", owner="", website="", email=""):
    return [name, reference, owner, website, email]


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("Müller Bread GmbH", "Muller Bread"),
        ("Acme Pharma, Ltd.", "ACME PHARMA LIMITED"),
        ("Smith & Sons Mills", "Smith and Sons Mills"),
        ("Novartis Pharma Stein", "Novartis Pharma Stien"),
        ("Hôpital Saint-Louis Paris", "Hopital Saint Louis, Paris"),
    ],
)
def test_a_name_spelt_differently_is_found(bring, listed, known, said):
    listed(known)
    assert likely(bring([HEADS, row(said)])) == [(2, "name", known)]


@pytest.mark.parametrize(
    ("known", "said"),
    [("Basel Plant 1", "Basel Plant 2"), ("Lonza Visp", "Lonza Stein"), ("Bayer Berlin", "Beyer Bonn")],
)
def test_two_sites_are_two(bring, listed, known, said):
    listed(known)
    assert likely(bring([HEADS, row(said)])) == []


def test_organisations_that_the_list_itself_tells_apart_are_not_asked_about(bring, listed):
    listed("Boots Leeds", reference="B1")
    rows = [row("Boots Leeds", "B1"), row("Boots, Leeds Ltd", "B2"), row("Boots Leeds Limited", "B3")]
    assert likely(bring([HEADS, *rows])) == []


def test_an_organisation_that_the_list_leaves_out_may_have_another_reference_now(bring, listed):
    listed("Boots Leeds", reference="B1")
    assert likely(bring([HEADS, row("Boots, Leeds Ltd", "B2")])) == [(2, "name", "Boots Leeds")]


def test_rows_without_references_are_compared_with_each_other(bring):
    about = bring([HEADS, row("Acme Works North"), row("Acme Works North Ltd"), row("Acme Wroks North")])
    assert likely(about)[0] == (3, "name", 2)
    assert likely(about)[1][:2] == (4, "name")


def test_the_same_domain_under_another_owner_is_asked_about_but_not_a_mail_host(bring, listed):
    listed("Acme Basel", owner="Acme Group", website="https://www.acme.co.uk/about")
    listed("Somebody", email="somebody@gmail.com")
    rows = [
        row("Wholly other", email="x@sales.acme.co.uk"),
        row("In the group", owner="Acme Group", website="acme.co.uk"),
        row("Somebody else", email="else@gmail.com"),
        row("First one", website="shared.example"),
        row("Second one", website="www.shared.example"),
    ]
    assert likely(bring([HEADS, *rows])) == [(2, "domain", "Acme Basel"), (6, "domain", 5)]


def test_what_is_undecided_is_not_written(bring, write, listed):
    listed("Müller Bread")
    about = bring([HEADS, row("Muller Bread")])
    with pytest.raises(Refused, match="Decide first"):
        write(about)


def test_decisions_are_what_is_written(bring, write, listed):
    old = listed("Müller Bread", reference="M1")
    listed("Acme Basel", owner="Acme Group", website="acme.example")
    rows = [row("Muller Bread", "M2"), row("New site", "", "", "acme.example"), row("Acme Bassel", "A2")]
    about = bring([HEADS, *rows])
    imports.decide(about=about, decisions={2: "same", 3: "same_owner", 4: "other"})
    write(about)
    old.refresh_from_db()
    assert (old.name, old.reference) == ("Muller Bread", "M2")
    assert Organisation.objects.get(name="New site").owner.name == "Acme Group"
    assert Organisation.objects.get(name="Acme Bassel").owner.name == "Acme Bassel"


def test_a_taken_name_is_the_same_or_left_out(bring, write, listed):
    kept = listed("Acme", reference="A1")
    about = bring([HEADS, row("Acme", "A2")], is_whole_list=True)
    assert likely(about) == [(2, "taken", "Acme")]
    imports.decide(about=about, decisions={2: "other"})
    assert register_imports.undecided(about) == 1
    imports.decide_the_rest(about=about)
    write(about)
    kept.refresh_from_db()
    assert (kept.reference, kept.left_at) == ("A1", None)


def test_two_rows_cannot_be_one_organisation(bring, write, listed):
    listed("Müller Bread Basel")
    about = bring([HEADS, row("Muller Bread Basel", "M1"), row("Müller Bread, Basel", "M2")])
    imports.decide(about=about, decisions={2: "same", 3: "same"})
    assert write(about).step == "refused"
    assert "Rows 2, 3 would be the same organisation" in about.refusal
