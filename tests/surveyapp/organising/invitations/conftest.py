"""Organisations of a register that Olga invites, and letters that she sends them."""

from __future__ import annotations

import pytest

from surveyapp import tasks
from surveyapp.actions import mailings
from surveyapp.models.organisation import Organisation, Owner
from surveyapp.selectors import recipients


@pytest.fixture(autouse=True)
def signed_in(client, people, db):
    client.force_login(people.olga.account)


@pytest.fixture
def wave(survey):
    return survey.wave


@pytest.fixture
def here(wave):
    return f"/organise/{wave.programme.slug}/{wave.slug}/invitations/"


@pytest.fixture
def listed(programme):
    """`listed(3)` puts so many organisations with an address into the register."""

    def make(n, **fields):
        owner = Owner.objects.get_or_create(programme=programme, name="Large owner")[0]
        rows = [
            Organisation(
                **{"programme": programme, "owner": owner, "name": f"Site {at:05}", "email": f"s{at}@site.example"}
                | fields
            )
            for at in range(n)
        ]
        return Organisation.objects.bulk_create(rows)

    return make


@pytest.fixture
def prepare(listed, wave, people):
    """`prepare(3)` prepares letters to so many organisations, which nobody has confirmed."""

    def make(n):
        rows = Organisation.objects.filter(pk__in=[each.pk for each in listed(n)])
        return mailings.prepare_organisations(wave=wave, organisations=rows, by=people.olga.account)

    return make


@pytest.fixture
def work(as_worker):
    """Have a worker take up a mailing."""

    def make(mailing):
        with as_worker():
            tasks.work_on_mailing(str(mailing.pk))
        mailing.refresh_from_db()
        return mailing

    return make


@pytest.fixture
def invite_all(wave, people, work):
    """Invite everybody of the register who has an address, as Olga would."""

    def make(**options):
        uninvited = recipients.uninvited(wave, Organisation.objects.filter(programme=wave.programme))
        olga = people.olga.account
        mailing = mailings.prepare_organisations(wave=wave, organisations=uninvited, by=olga, **options)
        return work(mailings.confirm(mailing=mailing, by=olga))

    return make
