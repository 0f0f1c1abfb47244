import io
import json
from html import unescape

import pytest
from django.core.management import call_command

from benchmarking.actions.releases import publish_release
from benchmarking.models.release import Release
from benchmarking.models.sector_report import SectorReport
from benchmarking.pipeline import build_release, rebuild
from benchmarking.releasing.methods_page import sections
from benchmarking.tasks import sweep
from surveyapp.instruments import changes, loader
from surveyapp.instruments.changes import Change
from surveyapp.instruments.results import with_wording
from surveyapp.microdata import results_columns, results_file, spreadsheet
from surveyapp.microdata.results_file import Decisions
from surveyapp.models.answers import OrganisationAnswers
from surveyapp.models.organisation import Organisation
from surveyapp.models.people import Account, Membership
from surveyapp.models.wave import Wave
from tests.attack.crawler import crawl
from tests.benchmarking.dashboards import tables
from tests.benchmarking.public.reading import figures_of, rows_of
from tests.reference import csps

pytestmark = pytest.mark.xdist_group("civil service")  # one worker imports both files, once
FILES = {2021: csps.WORKBOOK_2021, 2023: csps.SCORES_2023}
INSTRUMENT = "civil-service-people-survey"
TRANSPORT = "Department for Transport"


@pytest.fixture(scope="module")
def surveys(reference_data):
    """Year → what the files say, read by other code; in 2021 without the zeros of questions nobody was asked."""
    return {2021: csps.without_unasked(csps.survey_2021(reference_data)), 2023: csps.survey_2023(reference_data)}


@pytest.fixture(scope="module")
def items(reference_data):
    """Year → heading in the file → item."""
    return {year: _items(reference_data / file, year) for year, file in FILES.items()}


def _items(path, year):
    instrument = loader.load(loader.find(INSTRUMENT, str(year)))
    columns = results_columns.find(spreadsheet.sheets(path.name, path.read_bytes()), instrument)
    header = columns.sheet.rows[columns.header]
    return {header[column]: item for item, column in columns.items.items()}


@pytest.fixture(scope="module")
def both_imported(rows_of_the_module, reference_data):
    """Both years as the documentation imports them; what the command said, by year."""
    own = {2021: ["--held-on", "2021-09-28", "--zeros-not-asked"], 2023: ["--held-on", "2023-09-19"]}
    said = {}
    for year, options in own.items():
        out = io.StringIO()
        given = ["--instrument", f"{INSTRUMENT}/{year}", "--programme", "civil-service", "--wave", str(year)]
        with rows_of_the_module():
            call_command(
                "import_results", reference_data / FILES[year], *given, "--groups", "skip", *options, stdout=out
            )
        said[year] = out.getvalue()
    return said


@pytest.fixture
def imported(both_imported, db):
    return both_imported


def stored(as_worker, year):
    """Organisation's reference → item → answer."""
    with as_worker():
        rows = OrganisationAnswers.objects.filter(participation__wave__slug=str(year))
        return dict(rows.values_list("participation__organisation__reference", "document"))


# Organisations, measures, cells without a number.
COUNTS = {2023: (103, 118, 716), 2021: (101, 125, 88)}
REASONS = {2023: "suppressed", 2021: "not_shown"}


def test_every_published_csps_score_is_imported_and_no_other(imported, as_worker, surveys, items):
    for year, survey in surveys.items():
        documents = stored(as_worker, year)
        assert documents.keys() == set(survey.organisations) - set(csps.GROUPS)
        for heading, item in items[year].items():
            expected = {o: score for o, score in survey.scores[heading].items() if o not in csps.GROUPS}
            assert {o: document[item].get("value") for o, document in documents.items()} == expected
        scores = [document[item] for document in documents.values() for item in items[year].values()]
        missing = [answer["missing"] for answer in scores if "missing" in answer]
        assert (len(documents), len(items[year]), len(missing)) == COUNTS[year]
        assert set(missing) == {REASONS[year]}


def test_the_csps_report_says_what_was_left_out_and_organisations_are_known_again(imported, surveys):
    assert imported[2023].splitlines() == [
        "csps2023_Table_3.csv: 103 organisations, 118 measures",
        "  716 cells without a number: [c], suppressed by the source",
        "  20 measures with suppressed scores get no figure of the sector: what is suppressed is not missing at random",
        "  skipped row 7, Civil Service Benchmark (median): a summary of the others, not an organisation",
        "  skipped row 8, All civil servants (mean score): a summary of the others, not an organisation",
        "  skipped row 112, Ministry of Justice group (including agencies): stands for organisations that have rows of their own",
        "  skipped row 113, UK Statistics Authority group (including ONS): stands for organisations that have rows of their own",
        "  columns that are no measure and no facet: Organisation notes; Survey response rate (%)",
        "civil-service 2023 is imported and closed. A worker now builds its results.",
    ]

    _organisations_keep_their_identity(surveys)


def _organisations_keep_their_identity(surveys):
    took_part = [
        set(Wave.objects.get(slug=str(y)).participations.values_list("organisation", flat=True)) for y in FILES
    ]
    in_both = set(surveys[2021].organisations) & set(surveys[2023].organisations) - set(csps.GROUPS)
    both = Organisation.objects.filter(pk__in=set.intersection(*took_part))
    assert set(both.values_list("reference", flat=True)) == in_both
    assert Organisation.objects.get(reference="DCMS").name == "Department for Culture, Media and Sport"


@pytest.fixture(scope="module")
def questionnaires(reference_data):
    """Year → the definition as it stands, and as it is published: in the words of the file."""
    own = {year: loader.load(loader.find(INSTRUMENT, str(year))) for year in FILES}
    read = {year: results_file.read(reference_data / FILES[year], own[year], Decisions("skip")) for year in FILES}
    return {year: (own[year], with_wording(own[year], read[year].wording)) for year in FILES}


def test_the_owners_wording_comes_from_the_file_and_stands_in_no_definition(questionnaires):
    for own, published in questionnaires.values():
        scores = [code for code, item in own.items.items() if item.kind == "score"]
        assert not any(own.items[code].help for code in scores)
        assert all(published.items[code].help for code in scores)
        assert published.items["B01"].help["en"].startswith("I am interested in my work")


def test_shared_csps_measures_are_the_same_but_for_two(questionnaires):
    found = changes.compare(questionnaires[2021][1], questionnaires[2023][1])
    # The manager theme lost a question, and the vision got another name.
    assert {code for code, change in found.items() if change is Change.REWORDED} == {"lm_ts", "B59"}
    assert sum(change is Change.SAME for change in found.values()) == 102
    assert Change.RECODED not in found.values()


@pytest.fixture(scope="module")
def both_released(both_imported, rows_of_the_module):
    """Both releases, built by the worker and published one after the other, as years go by."""
    publisher = Account.objects.create_user("publisher@example.org", "correct horse battery", name="Publisher")
    with rows_of_the_module():
        found = {year: Release.objects.get(wave__slug=str(year)) for year in sorted(FILES)}
        for release in found.values():
            build_release(release.pk)
            release.refresh_from_db()
            publish_release(release=release, by=publisher)
        sweep()
    return found


@pytest.fixture
def releases(both_released, as_worker):
    with as_worker():
        yield both_released


def test_the_releases_show_the_civil_service_as_it_is_in_controlled_figures(releases, surveys, items):
    for year, release in releases.items():
        assert (release.state, release.error) == ("done", "")
        figures = list(release.figures.all())
        _medians_are_near_the_owners(figures, surveys[year], items[year])
        _means_hold_the_true_ones(figures, surveys[year], items[year], release.parameters["suppressed_by_source"])
        _every_number_is_rounded(figures)
        _no_department_is_named(release)
        again = {(f.cohort, f.metric, f.statistic, f.value) for f in rebuild(release)}
        assert again == {(f.cohort, f.metric, f.statistic, f.value) for f in figures}


def _medians_are_near_the_owners(figures, survey, items):
    """A smooth median of whole points beside a plain one of three decimals; the owner's lies in the interval."""
    medians = {f.metric: f for f in figures if f.cohort == "sector" and f.statistic == "median"}
    complete = {item: heading for heading, item in items.items() if None not in survey.scores[heading].values()}
    assert len(complete) >= 90
    for item, heading in complete.items():
        published, owners = medians[f"score:{item}"], survey.medians[heading]
        assert abs(published.value - owners) < 1.5
        assert published.low <= owners <= published.high
    assert sum(abs(medians[f"score:{i}"].value - survey.medians[h]) <= 0.5 for i, h in complete.items()) >= 80


def _means_hold_the_true_ones(figures, survey, items, suppressed):
    means = {f.metric: f for f in figures if f.cohort == "sector" and f.statistic == "mean"}
    assert means.keys() == {f"score:{item}" for item in items.values() if item not in suppressed}
    for heading, item in ((heading, item) for heading, item in items.items() if item not in suppressed):
        scores = [s for o, s in survey.scores[heading].items() if s is not None and o not in csps.GROUPS]
        published = means[f"score:{item}"]
        # Where a group fell below six by suppression, the metric speaks of fewer.
        if published.n_owners == len(scores):
            assert published.least - 1e-9 <= sum(scores) / len(scores) <= published.most + 1e-9
    assert sum(f.n_owners >= 100 for f in means.values()) > 80


def test_measures_with_suppressed_scores_have_no_figure_and_pages_say_why(releases, surveys, items, people, client):
    suppressed = {
        items[2023][m] for m, scores in surveys[2023].scores.items() if None in scores.values() and m in items[2023]
    }
    assert len(suppressed) == 20
    assert releases[2021].parameters["suppressed_by_source"] == []
    assert releases[2023].parameters["suppressed_by_source"] == sorted(suppressed)
    shown = set(releases[2023].figures.values_list("metric", flat=True))
    assert not shown & {f"score:{item}" for item in suppressed}
    told = " ".join(paragraph for section in sections(releases[2023]) for paragraph in section.paragraphs)
    assert "suppressed those of some organisations" in told
    Membership.objects.filter(account=people.alpha.account).update(
        organisation=Organisation.objects.get(name=TRANSPORT)
    )
    client.force_login(people.alpha.account)
    page = unescape(client.get("/benchmarks/").content.decode())
    assert page.count("not shown: the source suppressed some scores") >= 20
    _a_real_department_sees_itself_and_what_changed_in_the_civil_service(releases, page)
    _beside_every_number_stand_n_interval_survey_and_publication(client)


def _beside_every_number_stand_n_interval_survey_and_publication(client):
    found = crawl(client, "/benchmarks/")
    assert tables.unsaid(found, lambda address: "2021 survey" if "survey=2021" in address else "2023 survey") == {}
    files = [page.text for address, page in found.items() if "measures.csv" in address and "2021" not in address]
    assert files
    assert all(text.count("not shown: the source suppressed some scores") >= 20 for text in files)


def _every_number_is_rounded(figures):
    """An exact score has three decimals: whole points and sums in steps of fifty cannot show one."""
    assert all(f.n_owners >= 6 for f in figures)
    quantiles = [f for f in figures if f.statistic != "mean"]
    assert quantiles
    assert all(number % 1 == 0 for f in quantiles for number in (f.value, f.low, f.high))
    sums = [bound * f.n_units / 50 for f in figures if f.statistic == "mean" for bound in (f.least, f.most)]
    assert len(sums) > 900
    assert all(abs(steps - round(steps)) < 1e-9 for steps in sums)


def _no_department_is_named(release):
    """Those apart that are a department group by themselves."""
    text = json.dumps([release.groups, release.withheld, release.instrument, release.parameters])
    groups = {choice["text"]["en"] for choice in release.instrument["items"]["DEPARTMENT_GROUP"]["choices"]}
    names = set(release.wave.participations.values_list("organisation__name", flat=True))
    alone = {name for name in names if not any(name in group for group in groups)}
    assert len(alone) > 70
    assert not [name for name in alone if name in text]


def _a_real_department_sees_itself_and_what_changed_in_the_civil_service(releases, page):
    department = Organisation.objects.get(name=TRANSPORT)
    assert "Department for Transport, 2023 survey" in page
    changed = (
        "The sector as a whole changed in pay and benefits, and in leadership and managing change since the 2021 survey"
    )
    assert changed in page
    assert "At least 91 companies took part both times" in page
    others = set(Organisation.objects.filter(programme=department.programme).values_list("name", flat=True))
    groups = {each["label"]["en"] for release in releases.values() for each in (*release.groups, *release.withheld)}
    alone = {name for name in others - {TRANSPORT} if not any(name in group for group in groups)}
    assert len(alone) > 70
    assert not [name for name in alone if name in page]


def test_the_public_report_of_2023_says_the_released_figures_and_names_nobody(releases, client, settings):
    settings.LANGUAGES = [("en", "English")]
    release, here = releases[2023], "/reports/civil-service/2023/1/"
    SectorReport.objects.create(wave=release.wave, is_public=True)
    page, data = client.get(here), figures_of(client.get(f"{here}figures.csv"))
    text, rows = page.content.decode(), rows_of(page)
    assert {name for name, row in data.items() if row["address"].partition("#")[0].endswith(here)} == set(rows)
    engaged = release.figures.get(cohort="sector", metric="score:EES", statistic="mean")
    assert data["sector.score.EES.mean"]["value"] == rows["sector.score.EES.mean"]["value"] == f"{engaged.value:.0f}"
    assert len([row for row in data.values() if row["unit"] == "change" and row["value"]]) >= 8
    assert "Results of another survey, brought in as a file of scores." in text
    kinds = {choice["text"]["en"] for choice in release.instrument["items"]["DEPARTMENT_GROUP"]["choices"]}
    names = set(release.wave.participations.values_list("organisation__name", flat=True))
    assert [name for name in names - kinds if f">{name}<" in text] == []
    assert {row["name"] for row in data.values() if row["withheld"] and row["measure"] == "all"} == {
        "Everything of this group"
    }
