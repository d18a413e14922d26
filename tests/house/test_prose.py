"""The code explains itself: docstrings, no leftovers, no words of one machine."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "reviewmech"
MODULES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
SENTENCE = re.compile(r"[.:;?]\)?[\"”]?$")
SPEAKING = {"cli/serving.py", "cli/installing.py"}
"""Modules of the command that tell people something in plain lines."""

LEFTOVERS = re.compile(r"\b(TODO|FIXME|XXX|HACK|WIP|placeholder text)\b", re.IGNORECASE)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def public(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """Return the module, and each public class and function in it, by name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield "the module", tree
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            yield node.name, node


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_everything_public_says_what_it_is(path: Path) -> None:
    if path.read_text(encoding="utf-8").strip():
        silent = [what for what, node in public(path) if not ast.get_docstring(node)]
        assert not silent, f"{name(path)}: write a docstring for {', '.join(silent)}."


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_docstring_begins_with_a_sentence(path: Path) -> None:
    for what, node in public(path):
        paragraph = (ast.get_docstring(node) or ".").split("\n\n")[0]
        assert SENTENCE.search(paragraph.strip()), f"{name(path)}: {what}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_nobody_prints_but_the_command(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prints = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "print"]
    assert not prints or str(path.relative_to(PACKAGE)) in SPEAKING


@pytest.mark.parametrize("folder", ["reviewmech", "templates", "static", "migrations", "docs"])
def test_nothing_half_done_is_left(folder: str) -> None:
    kinds = {".py", ".html", ".css", ".js", ".md", ".yaml"}
    paths = [p for p in (ROOT / folder).rglob("*") if p.suffix in kinds and "vendor" not in p.parts]
    assert paths
    left = [name(p) for p in paths if LEFTOVERS.search(p.read_text(encoding="utf-8"))]
    assert not left


LOOKS = r"\bassert\b|pytest\.raises|\.read\(|\.press\(|\.send\(|\.follow\(|\bexpect\("
"""What a test looks for: itself, or through a reader that inspects each page it opens."""


@pytest.mark.parametrize("path", TESTS, ids=name)
def test_a_test_asserts_something(path: Path) -> None:
    functions = {
        node.name: ast.unparse(node)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    looking = {each for each, code in functions.items() if re.search(LOOKS, code)}
    idle = [
        each
        for each, code in functions.items()
        if each.startswith("test_")
        and each not in looking
        and not any(re.search(rf"\b{other}\(", code) for other in looking)
    ]
    assert not idle, f"{name(path)}: these tests assert nothing."


@pytest.mark.parametrize("path", TESTS, ids=name)
def test_a_test_is_skipped_by_nobody_and_replaces_none_of_our_own_modules(path: Path) -> None:
    called = {
        ast.unparse(node)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute | ast.alias)
    }
    if "browser" not in path.parts:
        assert not called & {"pytest.skip", "pytest.mark.skip", "pytest.mark.skipif"}
    assert not called & {"pytest.mark.xfail", "unittest.mock", "mock", "MagicMock"}


REFUSALS = {"Invalid", "Conflict", "NotFound", "NotPermitted", "TooMany", "Refused"}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_refusal_is_a_sentence_that_can_be_translated(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in REFUSALS and node.args:
            first, place = node.args[0], f"{name(path)}:{node.lineno}"
            if isinstance(first, ast.Constant):
                assert re.match(r"[A-Z“%]", first.value), f"{place}: begin with a capital."
                assert first.value.endswith((".", "?")), f"{place}: end the sentence."
            else:
                assert not isinstance(first, ast.JoinedStr), f"{place}: use %(name)s."
                assert "N_(" in text, f"{place}: mark the sentences by N_()."
