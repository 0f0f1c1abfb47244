"""The register of 31,970 organisations of the NHS Data Security and Protection Toolkit, brought as it was published."""

import csv
import gzip
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from surveyapp import tasks
from surveyapp.actions import register_imports as imports
from surveyapp.models.organisation import Organisation
from surveyapp.organising.register import columns, reading
from surveyapp.selectors import register


@pytest.fixture
def published(reference_data):
    file = reference_data / "nhs_dspt" / "dspt_2019_06_17.csv.gz"
    if not file.exists():
        pytest.skip(f"no {file}")
    return gzip.decompress(file.read_bytes())


def test_the_whole_register_comes_in_as_it_was_published(published, people, programme, as_worker):
    programme.peer_tree = ["primary_sector"]
    programme.save()
    file = SimpleUploadedFile("dspt_2019_06_17.csv", published)
    layout = reading.layout_of(file.file)
    heads, sample = reading.heads_and_sample(file.file, layout)
    chosen = columns.guess(heads, register.register_facets(programme, "en"), {})
    assert chosen == {"0": "name", "1": "reference", "4": "facet:primary_sector"}
    by = people.olga.account
    found = {"layout": layout, "heads": heads, "sample": sample, "columns": chosen}
    about = imports.keep_file(programme=programme, file=file, by=by, **found)
    job = imports.request_check(about=about, columns=chosen, is_whole_list=False, remembered={}, by=by)
    with as_worker():
        tasks.work_on_register(str(job.pk))
    about.refresh_from_db()
    assert about.counts == {"new": 31_970, "gone": 2, "problems": 0}
    job = imports.request_apply(about=about, leaves_problems_out=False, by=by)
    with as_worker():
        tasks.work_on_register(str(job.pk))
    rows = list(csv.DictReader(io.StringIO(published.decode("utf-8-sig"))))
    expected = {r["ODSCode"]: (" ".join(r["OrganisationName"].split()), r["PrimarySector"]) for r in rows}
    kept = Organisation.objects.exclude(reference="").values_list("reference", "name", "facets__primary_sector")
    assert {reference: (name, sector) for reference, name, sector in kept} == expected
    assert register.counts(programme) == {"organisations": 31_972, "owners": 31_972, "left": 0, "merged": 0}
