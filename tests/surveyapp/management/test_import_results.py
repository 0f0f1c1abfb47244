import io

import pytest
import yaml
from django.core.management import CommandError, call_command

from surveyapp.instruments import loader
from surveyapp.models.answers import OrganisationAnswers
from surveyapp.models.audit import AuditEntry
from surveyapp.models.instrument import InstrumentVersion
from surveyapp.models.organisation import Organisation
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from tests.surveyapp.actions.test_results import DEFINITION

FILE = """Code,Organisation name,INDEX. Overall index,Size
A,Alder,61.5,9
B,Birch,[c],8
M,Trees (median),50,7
"""


@pytest.fixture
def questionnaire(tmp_path):
    path = tmp_path / "trees.yaml"
    path.write_text(yaml.safe_dump(DEFINITION), encoding="utf-8")
    return path


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "trees.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.fixture
def load(as_worker, questionnaire, file):
    def run(*options, path=file, wave="2023"):
        out = io.StringIO()
        with as_worker():
            call_command(
                "import_results",
                path,
                "--instrument",
                questionnaire,
                "--programme",
                "trees",
                "--wave",
                wave,
                *options,
                stdout=out,
            )
        return out.getvalue()

    return run


def test_a_file_becomes_a_closed_wave_of_a_new_programme_with_a_report(load, as_worker):
    said = load("--programme-name", "Tree survey", "--held-on", "2023-09-19", "--frame", "complete_list")
    assert said.splitlines() == [
        "trees.csv: 2 organisations, 1 measures",
        "  1 cells without a number: [c], suppressed by the source",
        "  1 measures with suppressed scores get no figure of the sector: what is suppressed is not missing at random",
        "  skipped row 4, Trees (median): a summary of the others, not an organisation",
        "  columns that are no measure and no facet: Size",
        "trees 2023 is imported and closed. A worker now builds its results.",
    ]
    wave = Wave.objects.get(programme__slug="trees")
    assert (wave.state, f"{wave.opens_at:%Y-%m-%d}", wave.frame) == ("closed", "2023-09-19", "complete_list")
    assert wave.programme.name == {"en": "Tree survey"}
    with as_worker():
        assert set(OrganisationAnswers.objects.values_list("source", flat=True)) == {"trees.csv"}


def test_a_dry_run_checks_everything_and_stores_nothing(load, db):
    assert load("--dry-run").endswith("trees 2023 could be imported as it stands; nothing was stored.\n")
    stored = (Programme, InstrumentVersion, Organisation, Wave, AuditEntry)
    assert [model.objects.count() for model in stored] == [0] * len(stored)


def test_a_dry_run_finds_what_the_register_refuses(load, file):
    load()
    file.write_text("Code,Name,INDEX. Overall index\nX,Birch,1\n", encoding="utf-8")
    with pytest.raises(CommandError, match="“Birch” is B in the register and X in the file"):
        load("--dry-run", wave="2024")


def test_importing_again_changes_nothing(load):
    load()
    assert load().endswith("trees 2023 holds this file already; nothing was changed.\n")


def test_the_questions_are_published_in_the_files_words(load):
    load()
    published = loader.read(InstrumentVersion.objects.get().definition)
    assert published.items["INDEX"].help == {"en": "Overall index"}


def test_or_without_them(load):
    load("--no-wording-from-file")
    assert loader.read(InstrumentVersion.objects.get().definition).items["INDEX"].help is None


def test_other_words_for_a_published_version_are_refused(load, file):
    load()
    file.write_text(FILE.replace("Overall", "Whole"), encoding="utf-8")
    with pytest.raises(CommandError, match=r"already published with another content.*--no-wording-from-file"):
        load(wave="2024")
    assert Wave.objects.count() == 1


def test_every_problem_is_listed_and_nothing_stored(load, file, db):
    file.write_text(FILE.replace("61.5", "105").replace("[c]", "none"), encoding="utf-8")
    with pytest.raises(CommandError) as caught:
        load()
    assert str(caught.value).splitlines() == [
        "trees.csv was not imported; nothing was stored.",
        "row 2, column C (INDEX): 105 is outside 0 to 100. Write a number in this range.",
        "row 3, column C (INDEX): “none” is not a number. Write digits only, such as 12 or 3.5.",
    ]
    assert not Programme.objects.exists()


def test_a_long_list_of_problems_is_cut(load, file, db):
    rows = "".join(f"R{i},Tree {i},105,\n" for i in range(250))
    file.write_text(FILE.splitlines()[0] + "\n" + rows, encoding="utf-8")
    with pytest.raises(CommandError) as caught:
        load()
    assert str(caught.value).splitlines()[-1] == "and 50 more"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--held-on", "19 September"], "“19 September” is not a day. Write it as 2023-09-19."),
        (["--groups", "drop"], "invalid choice"),
        (["--instrument", "nothing/1"], "There is no instrument nothing 1"),
    ],
)
def test_a_wrong_option_is_named(load, db, options, message):
    with pytest.raises(CommandError, match=message):
        load(*options)


def test_two_imports_stand_in_the_order_of_their_years(load, file):
    load(wave="2023")
    other = file.with_name("earlier.csv")
    other.write_text(FILE.replace("61.5", "58"), encoding="utf-8")
    load(path=other, wave="2021")
    assert list(Wave.objects.order_by("opens_at").values_list("slug", flat=True)) == ["2021", "2023"]


def test_without_a_name_the_programme_is_called_after_the_questionnaire(as_worker, questionnaire, file):
    with as_worker():
        call_command("import_results", file, "--instrument", questionnaire, "--wave", "2023", stdout=io.StringIO())
    assert Programme.objects.get().slug == DEFINITION["slug"]
