"""Every mistake in the Mechanism's files has a name, and the docs say what each name means."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "questionnaires.md"
FOLDERS = ["rules/authoring", "rules/workbook", "records/library", "papers"]
MODULES = sorted(path for each in FOLDERS for path in (ROOT / "reviewmech" / each).glob("*.py"))

PLACES = {"mistake": 1, "_note": 1, "_refused": 1, "refuse": 1, "Mistake": 2, "CellMistake": 2}
"""Which argument of a call is the name of a mistake."""

NAME = re.compile(r"[a-z]+(-[a-z]+)*")


def named(path: Path) -> set[str]:
    """Return the names of mistakes in a module: arguments, and the middle of what is yielded."""
    found: list[ast.expr] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            called = node.func.id if isinstance(node.func, ast.Name) else called
            place = PLACES.get(called, len(node.args))
            found += node.args[place : place + 1]
            if called.endswith("Mistake"):
                found += [each.value for each in node.keywords if each.arg == "name"]
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            found += node.value.elts[1:2] if len(node.value.elts) == 3 else []
        elif isinstance(node, ast.Return) and path.name == "faults.py":
            tuples = [each for each in ast.walk(node) if isinstance(each, ast.Tuple)]
            found += [each.elts[0] for each in tuples]
    words = [each.value for each in found if isinstance(each, ast.Constant)]
    return {each for each in words if isinstance(each, str)}


def explained() -> list[str]:
    """Return the names in the tables of the page."""
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:3] == "| `"]
    cells = [row.split(" | ")[0] for row in rows]
    return [name for cell in cells for name in re.findall(r"`([a-z-]+)`", cell)]


def test_the_names_of_mistakes_are_explained_once_each() -> None:
    used = {name for path in MODULES for name in named(path)}
    assert len(explained()) == len(set(explained()))
    assert used - set(explained()) == set(), "Explain these in docs/questionnaires.md."
    assert set(explained()) - used == set(), "No mistake bears these names any more."


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_the_name_of_a_mistake_is_small_words_with_hyphens(path: Path) -> None:
    assert all(NAME.fullmatch(name) for name in named(path))
