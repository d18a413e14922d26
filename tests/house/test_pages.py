"""Every endpoint is declared, and only the gate opens one."""

import ast
from pathlib import Path

import pytest
from flask import Flask

from reviewmech import web
from reviewmech.rules.policy import POLICY
from reviewmech.rules.purposes import Action, Reading, Scope
from reviewmech.web.gate import PURPOSES, SUBJECTS

WEB = Path(web.__file__).parent

# Nothing here depends on the database.
on_one_engine = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def endpoints(app: Flask) -> dict[str, list[str]]:
    """Return the endpoints of the application, each with its addresses."""
    found: dict[str, list[str]] = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            found.setdefault(rule.endpoint, []).append(rule.rule)
    return found


@on_one_engine
def test_every_module_named_as_having_pages_has_them(app: Flask) -> None:
    assert set(web.PAGES) == set(app.blueprints), "A module of PAGES is missing, or one too many."


@on_one_engine
def test_every_endpoint_has_a_purpose(app: Flask) -> None:
    undeclared = set(endpoints(app)) - set(PURPOSES)
    assert not undeclared, "Register these through Pages, with may=."
    assert all(isinstance(PURPOSES[name], Action | Reading) for name in endpoints(app))


@on_one_engine
def test_a_page_about_a_strand_a_phase_or_a_review_names_it_in_its_address(app: Flask) -> None:
    named = tuple(f"<int:{name}_id>" for name in SUBJECTS)
    free = {Reading.PUBLIC, Reading.SIGN_IN, Reading.OWN_ACCOUNT, Reading.STEERING}
    astray = [
        endpoint
        for endpoint, rules in endpoints(app).items()
        if not any(name in rule for name in (*named, "<key>") for rule in rules)
        and PURPOSES[endpoint] not in free
        and not _is_of_the_installation(PURPOSES[endpoint])
    ]
    assert not astray, "The gate cannot load what these pages are about."


def _is_of_the_installation(purpose: Action | Reading) -> bool:
    return isinstance(purpose, Action) and POLICY[purpose].scope is Scope.INSTALLATION


def test_pages_are_made_by_pages_alone() -> None:
    for path in WEB.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        made = {
            ast.unparse(node.func).rpartition(".")[2]
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
        }
        assert not made & {"Blueprint", "add_url_rule", "MethodView"}, path.name


@on_one_engine
def test_what_changes_something_is_posted(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        assert rule.methods <= {"GET", "HEAD", "OPTIONS", "POST"}, rule.rule


def test_no_page_is_exempt_from_the_form_s_token() -> None:
    for path in WEB.glob("*.py"):
        assert "csrf.exempt" not in path.read_text(encoding="utf-8")
        assert "csrf_exempt" not in path.read_text(encoding="utf-8")
