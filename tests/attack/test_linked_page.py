import inspect
from pathlib import Path

from tests.attack import how_many, linked, test_numbers

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "methods" / "attack_program.md").read_text()


def test_the_page_on_the_attack_program_names_every_link_that_is_attacked_and_no_other():
    listed = [line.removeprefix("- ") for line in PAGE.splitlines() if line.startswith("- ")]
    assert len(listed) == len(linked.LINKS)
    assert [link.name for link, line in zip(linked.LINKS, listed, strict=True) if not line.startswith(link.name)] == []


def test_it_tells_how_large_sectors_of_linked_metrics_are_and_that_the_study_takes_every_attacker():
    assert "shapes(most=40).map(sector).map(linked.plain)" in inspect.getsource(test_numbers)
    assert "of up to 40 organisations" in PAGE
    assert how_many.ATTACKERS is None or not how_many.IS_STUDY
    assert "more sectors and every attacker" in PAGE
