"""Lists of organisations that Olga brings to Alpha's programme."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from surveyapp import tasks
from surveyapp.actions import register_imports as imports
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.organising.register import columns, reading
from surveyapp.selectors import register


def as_csv(rows):
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode()


@pytest.fixture
def bring(people, programme, as_worker):
    """`bring(rows)` keeps a file, takes its columns as guessed, and has it checked by a worker."""

    def make(rows, *, is_whole_list=False, check=True, content=None):
        content = as_csv(rows) if content is None else content
        file = SimpleUploadedFile("list.csv", content)
        layout = reading.layout_of(file.file)
        heads, sample = reading.heads_and_sample(file.file, layout)
        chosen = columns.guess(heads, register.register_facets(programme, "en"), {})
        found = {"layout": layout, "heads": heads, "sample": sample, "columns": chosen}
        about = imports.keep_file(programme=programme, file=file, by=people.olga.account, **found)
        if check:
            recheck(about, is_whole_list=is_whole_list)
        return about

    def recheck(about, *, is_whole_list=False):
        job = imports.request_check(
            about=about, columns=about.columns, is_whole_list=is_whole_list, remembered={}, by=people.olga.account
        )
        with as_worker():
            tasks.work_on_register(str(job.pk))
        about.refresh_from_db()

    return make


@pytest.fixture
def write(people, as_worker):
    """Have a checked file written by a worker."""

    def make(about, **options):
        options = {"leaves_problems_out": False} | options
        job = imports.request_apply(about=about, by=people.olga.account, **options)
        with as_worker():
            tasks.work_on_register(str(job.pk))
        about.refresh_from_db()
        return about

    return make


@pytest.fixture
def listed(programme):
    """`listed("Acme", reference="A1")` puts an organisation into the register."""

    def make(name, *, owner=None, **fields):
        owned_by = Owner.objects.get_or_create(programme=programme, name=owner or name)[0]
        return Organisation.objects.create(programme=programme, owner=owned_by, name=name, **fields)

    return make
