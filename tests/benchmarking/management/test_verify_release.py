import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from benchmarking.models.figure import Figure
from benchmarking.models.release import Release, ReleaseInputs
from benchmarking.selectors import methods
from benchmarking.tasks import sweep
from surveyapp.actions.waves import close_wave
from tests.benchmarking.small_sector import DEFINITION, answers, fill


@pytest.fixture
def built(publish_instrument, make_wave, programme, as_worker):
    programme.peer_tree = ["kind"]
    programme.save()
    wave = make_wave(publish_instrument(DEFINITION))
    with as_worker():
        mixed = [answers(1 + n % 5, twin=["started", "none"][n % 2]) for n in range(23)]
        fill(wave, {"red": mixed[:12], "blue": mixed[12:21], "green": mixed[21:]})
        close_wave(wave=wave, by=None, by_kind="operator")
        sweep()
        return Release.objects.get()


@pytest.fixture
def refused(built, as_worker):
    """What the command says of a release that it does not find verified, and how it ends."""

    def verify(*arguments):
        with as_worker(), pytest.raises(CommandError) as said:
            call_command("verify_release", *(arguments or ["1"]))
        return said.value.returncode, str(said.value)

    return verify


@pytest.fixture
def tamper(built, as_owner):
    """Change a row as the owner of the tables can, who switches off what lets no release be changed."""

    def change(rows, **values):
        table = rows.model._meta.db_table
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            assert rows.update(**values)
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    return change


def inputs(change):
    """The frozen inputs after `change` was made to every organisation's values."""
    document = ReleaseInputs.objects.get().document
    for organisation in document["organisations"]:
        change(organisation["values"])
    return document


def test_a_release_as_it_was_built_is_verified(built, as_worker, capsys):
    with as_worker():
        call_command("verify_release", "1")
        n = Figure.objects.count()
    said = f"sector 2026 release 1: all {n} figures, the groups and the seal are the same, bit for bit.\n"
    assert capsys.readouterr().out == said


def test_a_figure_changed_by_its_last_bit_is_named(refused, tamper, built):
    from math import nextafter

    figure = Figure.objects.get(cohort="sector", metric="dimension:A", statistic="mean")
    tamper(Figure.objects.filter(pk=figure.pk), value=nextafter(figure.value, 100))
    code, said = refused()
    assert code == 1
    assert said.count("Figure ") == 1
    assert "Figure sector dimension:A mean: the release has" in said
    assert "seal" not in said


def test_a_figure_that_is_gone_or_was_added_is_named(refused, tamper, built):
    rows = Figure.objects.filter(cohort="sector", metric="dimension:A", statistic="mean")
    tamper(rows, statistic="maximum")
    code, said = refused()
    assert code == 1
    assert "Figure sector dimension:A maximum is in the release, and its inputs do not give it." in said
    assert "Figure sector dimension:A mean follows from the inputs, and is not in the release." in said


def test_inputs_that_were_changed_break_the_seal_and_give_other_figures(refused, tamper, as_worker):
    with as_worker():
        document = inputs(lambda values: values.update(A1={"value": 5.0}, A2={"value": 5.0}, A3={"value": 5.0}))
    tamper(ReleaseInputs.objects.all(), document=document)
    code, said = refused()
    assert code == 1
    assert "The seal does not fit" in said
    assert "Figure sector dimension:A mean" in said


def test_inputs_that_were_changed_without_moving_a_figure_break_the_seal(refused, tamper, as_worker):
    with as_worker():
        document = ReleaseInputs.objects.get().document
        document["organisations"][0]["organisation"] = "somebody else"
    tamper(ReleaseInputs.objects.all(), document=document)
    code, said = refused()
    assert code == 1
    assert said.count("\n") == 1
    assert "The seal does not fit" in said


def test_inputs_nothing_can_be_built_from_are_reported(refused, tamper, as_worker):
    with as_worker():
        document = inputs(lambda values: values.update(A1={"what": 5.0}))
    tamper(ReleaseInputs.objects.all(), document=document)
    code, said = refused()
    assert code == 1
    assert "Nothing can be built from the inputs: KeyError" in said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"parameters": {"owners": 3}}, "Limit owners: the release says 3, its inputs give 6."),
        ({"groups": []}, "The groups that are shown are others than the inputs give."),
        ({"withheld": []}, "The groups that are withheld are others than the inputs give."),
        ({"input_hmac": "0" * 64}, "The seal does not fit"),
        ({"software": {}}, "The seal does not fit"),
    ],
)
def test_what_a_release_says_of_itself_is_verified_too(refused, tamper, changed, said):
    tamper(Release.objects.all(), **changed)
    code, told = refused()
    assert code == 1
    assert said in told


def test_names_of_groups_are_held_by_the_seal(refused, tamper, built):
    swapped = [{**group, "label": {"en": "Somebody"}} for group in built.groups]
    tamper(Release.objects.all(), groups=swapped)
    code, said = refused()
    assert (code, said.count("\n")) == (1, 1)
    assert "The seal does not fit" in said


def test_a_seal_is_keyed_and_earlier_keys_still_open_it(refused, built, as_worker, settings):
    earlier, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    assert "The seal does not fit" in refused()[1]
    settings.SECRET_KEY_FALLBACKS = [earlier]
    with as_worker():
        call_command("verify_release", "1")


def test_another_library_is_named_beside_what_differs(refused, tamper, built):
    tamper(Release.objects.all(), software={**built.software, "numpy": "0.1"})
    assert f"Built with numpy 0.1, verified with {built.software['numpy']}." in refused()[1]


def test_a_release_of_another_method_or_without_inputs_cannot_be_verified(
    refused, tamper, built, monkeypatch, as_worker
):
    tamper(Release.objects.all(), method_version="0")
    code, said = refused()
    assert code == 2
    assert f"was made by method 0, with Waymark {built.software['waymark']}; this is method" in said
    tamper(Release.objects.all(), method_version=methods.METHOD_VERSION)
    with as_worker():
        ReleaseInputs.objects.all().delete()
    code, said = refused()
    assert code == 2
    assert f"their seal, {built.input_hmac}" in said


def test_an_unfinished_release_cannot_be_verified(refused, tamper):
    tamper(Release.objects.all(), state="failed")
    assert refused() == (
        2,
        "sector 2026 release 1 is failed, so there is nothing to verify. Let a worker build it first.",
    )


def test_a_number_that_is_not_there_or_not_enough_is_answered_with_what_there_is(refused, make_wave, built, as_worker):
    assert refused("7") == (
        2,
        "There is no such release; name it by --programme and --wave. There are: sector 2026 release 1.",
    )
    with as_worker():
        Release.objects.create(wave=make_wave(built.wave.instrument_version, slug="2027"), number=1, key="other")
    code, said = refused("1")
    assert code == 2
    assert said.startswith("There are several; name it by --programme and --wave. There are: sector 2026 release 1, ")
    with as_worker():
        call_command("verify_release", "1", "--wave", "2026", "--programme", "sector")
