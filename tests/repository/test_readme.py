import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PAGES = [
    *(CHECKOUT / name for name in ("README.md", "DEVELOPERS.md", "CHANGELOG.md")),
    *sorted((CHECKOUT / "docs").rglob("*.md")),
]
TARGETS = set(re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text(), re.MULTILINE))
HEADINGS = ["What it is", "The two commands", "The map", "Who uses it how"]


@pytest.fixture(params=PAGES, ids=lambda path: str(path.relative_to(CHECKOUT)))
def page(request):
    return request.param


def test_the_readme_keeps_its_order():
    readme = (CHECKOUT / "README.md").read_text()
    assert re.findall(r"^## (.+)$", readme, re.MULTILINE)[: len(HEADINGS)] == HEADINGS


def test_every_make_command_of_the_page_is_a_target(page):
    assert set(re.findall(r"(?<![\w-])make ([a-z-]+)(?=[`\s]|$)", code_of(page))) <= TARGETS


def test_every_management_command_of_the_page_exists(page):
    ours = {path.stem for path in CHECKOUT.glob("*/management/commands/*.py")}
    django = {"check", "help", "makemigrations", "migrate", "runserver"}
    assert set(re.findall(r"manage\.py ([a-z_]+)", page.read_text())) <= ours | django


def test_the_operators_page_names_every_command_of_ours():
    commands = {path.stem for path in CHECKOUT.glob("*/management/commands/*.py")} - {"__init__"}
    table = re.search(r"## Commands.*?(?=\n## )", (CHECKOUT / "docs" / "operations.md").read_text(), re.DOTALL)[0]
    assert commands == set(re.findall(r"`([a-z_]+)`", table)) & commands


def test_every_link_of_the_page_leads_to_a_file(page):
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text())
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_every_path_the_map_names_exists():
    readme = (CHECKOUT / "README.md").read_text()
    tree = re.search(r"## The map.*?```text\n(.*?)```", readme, re.DOTALL)[1]
    assert [path for path in paths_of(tree) if not (CHECKOUT / path).exists()] == []


def paths_of(tree):
    """The paths of an indented tree: a name a line, folders end with a slash."""
    folders = []
    for line in tree.splitlines():
        name = line.split()[0]
        depth = (len(line) - len(line.lstrip())) // 2
        folders = [*folders[:depth], name.rstrip("/")]
        yield "/".join(folders)


def code_of(page):
    return "\n".join(re.findall(r"`+[^`]+`+", page.read_text()))
