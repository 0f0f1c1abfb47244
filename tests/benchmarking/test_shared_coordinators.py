from benchmarking import pipeline
from benchmarking.models.figure import Figure
from benchmarking.selectors import release_inputs
from surveyapp.models.people import Account, Membership
from tests.benchmarking.small_sector import answers, fill, organisation


def consultant(*organisations):
    account = Account.objects.create_user("consultant@advice.example", "correct horse battery")
    Membership.objects.bulk_create([Membership(account=account, organisation=its) for its in organisations])


def test_a_consultant_of_three_members_counts_as_one_of_them(wave, build, as_worker):
    """Twelve red, eight blue. With one consultant for three, blue is known by six; for four, by five."""
    with as_worker():
        blue = [site.organisation for site in fill(wave, {"red": [answers(3)] * 12, "blue": [answers(5)] * 8})[12:]]
        consultant(*blue[:3])
    assert [(g["code"], g["n_owners"]) for g in build(wave).groups] == [
        ("sector", 20),
        ("sector/red", 12),
        ("sector/blue", 8),
    ]


def test_of_four_members_leaves_too_few_beside_them(wave, build, as_worker):
    with as_worker():
        blue = [site.organisation for site in fill(wave, {"red": [answers(3)] * 12, "blue": [answers(5)] * 8})[12:]]
        consultant(*blue[:4])
    release = build(wave)
    assert [(g["code"], g["n_owners"]) for g in release.groups] == [("sector", 20)]
    assert {w["reason"] for w in release.withheld} == {"too_few", "would_reveal_others"}


def test_a_member_that_did_not_answer_still_joins_two_that_did(wave, build, as_worker):
    with as_worker():
        sites = [site.organisation for site in fill(wave, {"red": [answers(3)] * 6})]
        silent = organisation(wave.programme, "Silent", "red")
        consultant(sites[0], silent)
        other = Account.objects.create_user("other@advice.example", "correct horse battery")
        Membership.objects.bulk_create([Membership(account=other, organisation=its) for its in (silent, sites[1])])
    release = build(wave)
    assert not Figure.objects.filter(release=release).exists()


def test_a_release_is_rebuilt_with_the_coordinators_it_was_built_with(wave, build, as_worker):
    with as_worker():
        blue = [site.organisation for site in fill(wave, {"red": [answers(3)] * 12, "blue": [answers(5)] * 8})[12:]]
        consultant(*blue[:4])
    release = build(wave)
    with as_worker():
        Membership.objects.all().delete()
        inputs = release_inputs.read(release.inputs.document)
        tree, figures = pipeline.compute(inputs, pipeline.loader.read(release.instrument))
    assert [cohort.code for cohort in tree.cohorts] == ["sector"]
    assert len(figures) == Figure.objects.filter(release=release).count()


def test_the_installation_can_raise_what_the_programme_asks(wave, build, as_worker, settings):
    settings.LEAST_OWNERS = "7"
    with as_worker():
        fill(wave, {"red": [answers(3)] * 6})
    assert not Figure.objects.filter(release=build(wave)).exists()


def test_the_programme_can_raise_what_the_installation_asks(wave, build, as_worker):
    with as_worker():
        wave.programme.least_owners = 12
        wave.programme.save()
        fill(wave, {"red": [answers(3)] * 11})
    release = build(wave)
    assert (release.parameters["owners"], release.parameters["owners_sensitive"]) == (12, 12)
    assert not Figure.objects.filter(release=release).exists()
