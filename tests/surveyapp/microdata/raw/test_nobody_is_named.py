"""What a file may not hold: names, lasting identifiers, an order that says who was first, and whoever is not to be counted."""

import pandas as pd
import pytest
from django.utils import timezone

from surveyapp.actions.confidentiality import unlink_answers
from surveyapp.actions.raw_exports import NotToBeHad
from surveyapp.models.consent import ConsentChoice
from surveyapp.models.invitation import Invitation
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.models.people import Staff
from surveyapp.models.response import Response
from surveyapp.models.wave import Participation, Wave
from tests.surveyapp.microdata.raw.answered import FULL, UNSURE, send


def read(file):
    return pd.read_csv(file.path, keep_default_na=False, dtype=str)


@pytest.fixture
def may_name(people):
    Staff.objects.filter(account=people.olga.account).update(may_export_names=True)


@pytest.fixture
def everything_known(answered, people):
    """Every word and identifier by which a person or a site could be found."""
    known = {"Person 1", "secret.example", people.alpha.organisation.name, people.alpha.owner.name}
    for model in (Response, Invitation, Participation, Organisation):
        known |= {str(pk) for pk in model.objects.values_list("pk", flat=True)}
    return known | set(Response.objects.values_list("reference", flat=True))


@pytest.mark.parametrize("kind", ["csv_wide", "sav", "dta"])
def test_nothing_by_which_somebody_is_known_is_in_a_file(made, everything_known, kind):
    content = made(kind).path.read_bytes()
    assert [each for each in everything_known if each.encode() in content] == []


def test_made_up_names_are_others_in_every_file_and_lasting_ones_where_asked(made):
    usual, again = read(made("csv_wide")), read(made("csv_wide"))
    assert not set(usual["response_id"]) & set(again["response_id"])
    assert not set(usual["organisation_id"]) & set(again["organisation_id"])
    lasting, still = read(made("csv_wide", stable_ids=True)), read(made("csv_tidy", stable_ids=True))
    assert set(lasting["response_id"]) == set(still["response_id"])
    assert lasting["organisation_id"].nunique() == 2


def test_rows_stand_in_the_order_of_their_made_up_names(made):
    table = read(made("csv_wide"))
    assert list(table["response_id"]) == sorted(table["response_id"])


def test_days_stand_for_times_and_minutes_for_how_long(made):
    table = read(made("csv_wide"))
    assert (set(table["submitted_on"]), set(table["minutes"])) == ({"2026-03-01"}, {"20"})
    assert "submitted_at" not in table


def test_names_are_in_it_where_the_right_is(made, may_name, people):
    table = read(made("csv_wide", with_names=True))
    assert set(table["person_name"]) == {f"Person {n}" for n in (0, 1, 2, 3, 9)}
    assert people.alpha.organisation.name in set(table["organisation_name"])
    assert set(table["submitted_at"]) >= {"2026-03-01T08:20:00+00:00"}
    assert "secret.example" not in table.to_csv()


def test_names_are_refused_without_the_right(order):
    with pytest.raises(NotToBeHad, match="may not take names"):
        order("csv_wide", with_names=True)


def test_drafts_withdrawn_answers_and_those_kept_out_of_the_sector_are_not_in_it(made, answered, as_worker):
    with as_worker():
        send(answered.second, answered.version, FULL, number=20, benchmark_use=False)
        for number, state in ((21, "withdrawn"), (22, "draft")):
            other = send(answered.second, answered.version, FULL, number=number)
            moment = timezone.now() if state == "withdrawn" else None
            Response.objects.filter(pk=other.pk).update(state=state, submitted_at=None, withdrawn_at=moment)
    assert made("csv_wide").row.n_rows == 5


def test_a_role_that_no_questionnaire_lists_keeps_its_code(made, answered):
    Response.objects.filter(pk=Response.objects.order_by("started_at").first().pk).update(role="elsewhere")
    assert sorted(read(made("csv_wide"))["role"]) == ["elsewhere", *["production"] * 4]


def test_who_allows_research_is_said(made, answered, as_worker):
    first = Response.objects.order_by("started_at").first()
    for is_granted in (False, True):
        ConsentChoice.objects.create(response=first, purpose="research", is_granted=is_granted, text="?", language="en")
    assert sorted(read(made("csv_wide"))["research_use"]) == ["no", "no", "no", "no", "yes"]


def test_facts_of_a_register_get_names_that_every_program_takes(made):
    table = read(made("csv_wide"))
    assert set(table["facet_size"]) == {"small", ""}
    assert [name for name in table if name.startswith("facet_Land___Region_")]
    assert set(table[next(n for n in table if n.startswith("facet_Land"))]) == {"'=cmd", ""}


def test_versions_of_one_survey_stand_side_by_side(made, answered, publish_instrument, as_worker):
    from tests.surveyapp.microdata.raw.answered import definition

    newer = definition(version="1.1")
    newer["items"]["AREA"]["choices"].append({"code": "lab", "text": dict.fromkeys(("en", "de", "ar"), "Lab")})
    newer["items"]["EXTRA"] = {"kind": "number", "text": dict.fromkeys(("en", "de", "ar"), "Extra")}
    newer["sections"][0]["pages"][0]["items"].append("EXTRA")
    version = publish_instrument(newer)
    with as_worker():
        response = send(answered.second, version, UNSURE, number=30)
        document = response.answers.document | {"AREA": {"value": "lab"}, "EXTRA": {"value": 7}}
        type(response.answers).objects.filter(pk=response.pk).update(document=document)
    table = read(made("csv_wide"))
    assert sorted(table["EXTRA"]) == ["7", *["not_in_version"] * 5]
    assert sorted(set(table["instrument_version"])) == ["1", "1.1"]
    assert "lab" in set(table["AREA"])


def close_confidentially(answered, people, as_worker):
    """The survey as it is after a confidential one has closed."""
    Wave.objects.filter(pk=answered.wave.pk).update(state="draft")
    Wave.objects.filter(pk=answered.wave.pk).update(is_confidential=True)
    Wave.objects.filter(pk=answered.wave.pk).update(state="closed", closed_at=timezone.now())
    answered.wave.refresh_from_db()
    unlink_answers(wave=answered.wave, by=people.olga.account)
    answered.wave.refresh_from_db()


def add_sites(answered, programme, as_worker, n):
    for place in range(n):
        owner = Owner.objects.create(programme=programme, name=f"Owner {place}")
        site = Organisation.objects.create(programme=programme, owner=owner, name=f"Place {place}")
        participation = Participation.objects.create(wave=answered.wave, organisation=site)
        with as_worker():
            send(participation, answered.version, FULL, number=100 + place)


def test_a_confidential_survey_says_neither_who_nor_where(made, answered, programme, people, as_worker):
    add_sites(answered, programme, as_worker, 6)
    close_confidentially(answered, people, as_worker)
    table = read(made("csv_wide"))
    assert len(table) == 11
    about = list(table.columns[: table.columns.get_loc("COUNTRY")])
    assert about == ["response_id", "research_use"]
    assert not {"AREA", "SITE_SIZE", "SITE_NAME", "MANY", "role", "language", "submitted_on"} & set(table)


def test_a_confidential_survey_tells_a_peer_group_where_every_one_is_large(
    made, answered, programme, people, as_worker
):
    programme.peer_tree = ["size"]
    programme.save()
    add_sites(answered, programme, as_worker, 11)
    answered.wave.participations.filter(organisation__name__in=[f"Place {n}" for n in range(6)]).update(
        facets={"size": "large"}
    )
    answered.wave.participations.exclude(facets={"size": "large"}).update(facets={"size": "small"})
    close_confidentially(answered, people, as_worker)
    assert read(made("csv_wide"))["segment"].value_counts().to_dict() == {"small": 10, "large": 6}
    answered.wave.participations.filter(organisation__name="Place 0").update(facets={"size": "small"})
    assert "segment" not in read(made("csv_wide"))


def test_a_confidential_survey_of_few_owners_gives_no_single_answer(order, answered, people, as_worker):
    close_confidentially(answered, people, as_worker)
    with pytest.raises(NotToBeHad, match="Too few companies"):
        order("csv_wide")


def test_a_confidential_survey_gives_nothing_before_its_close(order, answered):
    Wave.objects.filter(pk=answered.wave.pk).update(state="draft")
    Wave.objects.filter(pk=answered.wave.pk).update(is_confidential=True)
    Wave.objects.filter(pk=answered.wave.pk).update(state="open")
    answered.wave.refresh_from_db()
    with pytest.raises(NotToBeHad, match="before it closes"):
        order("csv_wide")
