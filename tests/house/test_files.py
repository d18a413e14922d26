"""How modules are cut: one subject each, on one floor, looking only down."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "reviewmech"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 300
LONGER: set[str] = set()
"""Modules that may be longer: the policy is one table, and is read as one."""

CATCH_ALL = ("utils", "util", "helpers", "helper", "common", "manager", "service", "dao", "misc")


def name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Return the modules that a module imports, by their full names."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floor(folder: str) -> list[Path]:
    found = sorted((PACKAGE / folder).rglob("*.py"))
    assert found, folder
    return found


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_is_short_enough_to_be_one_subject(path: Path) -> None:
    length = len(path.read_text(encoding="utf-8").splitlines())
    assert length <= LONGEST_MODULE or name(path) in LONGER, f"{name(path)} has {length} lines."


def test_no_module_or_folder_is_a_catch_all() -> None:
    parts = {part for path in MODULES for part in path.relative_to(PACKAGE).with_suffix("").parts}
    words = {word for part in parts for word in part.split("_")}
    assert not words & {*CATCH_ALL, *(f"{word}s" for word in CATCH_ALL)}


@pytest.mark.parametrize("path", floor("rules"), ids=name)
def test_the_rules_know_the_standard_library_alone(path: Path) -> None:
    foreign = {
        module
        for module in imported(path)
        if module.partition(".")[0] not in sys.stdlib_module_names
        and not module.startswith("reviewmech.rules")
        and module != "reviewmech"
    }
    assert not foreign


@pytest.mark.parametrize("path", floor("web"), ids=name)
def test_a_page_asks_the_records_and_writes_no_query(path: Path) -> None:
    calls = {ast.unparse(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)}
    queries = {"select", "insert", "update", "delete", "text"}
    written = {
        call
        for call in calls
        if call in queries or call.endswith((".query", ".execute", ".scalars", ".scalar"))
    }
    assert not written, f"{name(path)}: move the query into reviewmech/records."


@pytest.mark.parametrize("path", floor("web"), ids=name)
def test_a_page_keeps_nothing_itself(path: Path) -> None:
    kept = {
        ast.unparse(node.func)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith((".add", ".add_all", ".delete", ".flush", ".merge"))
        and "session" in ast.unparse(node.func)
    }
    assert not kept, f"{name(path)}: call an act."


@pytest.mark.parametrize("path", [*floor("actions"), *floor("records"), *floor("papers")], ids=name)
def test_below_the_pages_nobody_knows_flask(path: Path) -> None:
    web = ("flask", "werkzeug", "wtforms", "flask_")
    assert not [module for module in imported(path) if module.startswith(web)]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_floor_looks_only_down(path: Path) -> None:
    above = {
        "rules": ("records", "papers", "actions", "web", "cli"),
        "records": ("papers", "actions", "web", "cli"),
        "papers": ("records", "actions", "web", "cli"),
        "actions": ("web", "cli"),
        "web": ("cli",),
        "cli": ("web",),
    }
    here = path.relative_to(PACKAGE).parts[0]
    up = tuple(f"reviewmech.{each}" for each in above.get(here, ()))
    assert not [module for module in imported(path) if up and module.startswith(up)]


def test_no_noun_leans_on_another_noun_s_pages() -> None:
    from reviewmech.web import PAGES

    leaning = {
        f"{path.stem} -> {module}"
        for path in floor("web")
        if path.stem in PAGES
        for module in imported(path)
        if module.startswith("reviewmech.web.") and module.split(".")[2] in set(PAGES) - {path.stem}
    }
    assert not leaning, "Put what they share into a module of its own."
