import io

import openpyxl
import pytest

from surveyapp.models.audit import AuditEntry
from surveyapp.selectors import register

ADDRESS = "/organise/sector/register/register."


@pytest.fixture
def odd(listed, programme):
    programme.peer_tree = ["country"]
    programme.save()
    listed("=HYPERLINK(1)", reference="00123", facets={"country": "-minus"})
    listed("Bäckerei, “Süß”; & Söhne\u00a0AG", owner="@Group", email="a@b.example", website="b.example")
    listed("المخبز", contact_name="+Ali")
    listed("Gone", left_at="2025-01-01T00:00Z")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_bringing_the_export_again_changes_nothing(client, people, odd, bring, ending):
    client.force_login(people.olga.account)
    before = register.fingerprint(people.olga.programme)
    answer = client.get(ADDRESS + ending)
    about = bring(None, content=b"".join(answer.streaming_content), is_whole_list=True)
    assert about.columns == {str(at): each for at, each in enumerate(FIELDS)}
    assert about.counts == {"unchanged": 5, "gone": 0, "problems": 0}
    assert register.fingerprint(people.olga.programme) == before
    assert AuditEntry.objects.get(action="register.exported").detail["organisations"] == 5


FIELDS = ["name", "reference", "owner", "email", "website", "contact_name", "facet:country"]


@pytest.mark.parametrize("language", ["de", "fr", "ar"])
def test_an_export_in_any_language_is_understood(client, people, odd, bring, language):
    client.force_login(people.olga.account)
    answer = client.get(ADDRESS + "csv", headers={"Accept-Language": language})
    about = bring(None, content=b"".join(answer.streaming_content))
    assert list(about.columns.values()) == FIELDS
    assert about.counts["unchanged"] == 5


def test_no_cell_is_a_formula(client, people, odd):
    client.force_login(people.olga.account)
    text = b"".join(client.get(ADDRESS + "csv").streaming_content).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert ",'@Group," in text
    content = io.BytesIO(b"".join(client.get(ADDRESS + "xlsx").streaming_content))
    cells = [cell for row in openpyxl.load_workbook(content).active.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
