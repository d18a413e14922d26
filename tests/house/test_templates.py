"""Every template can be read, is used, and keeps to the strict policy."""

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from reviewmech.places import TEMPLATES

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
CODE = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "reviewmech").rglob("*.py"))


def text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def without_comments(name: str) -> str:
    return re.sub(r"\{#.*?#\}", "", text(name), flags=re.DOTALL)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_every_template_can_be_read(app: Flask) -> None:
    assert NAMES
    for name in NAMES:
        assert app.jinja_env.get_template(name).name == name


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_every_template_is_used_and_every_one_used_is_there(app: Flask) -> None:
    named = set(re.findall(r"\"([\w/-]+\.html)\"", CODE))
    kinds = (nodes.Extends, nodes.Import, nodes.FromImport, nodes.Include)
    for name in NAMES:
        for node in app.jinja_env.parse(text(name)).find_all(kinds):
            assert isinstance(node.template, nodes.Const), f"{name} names a template indirectly."
            named.add(node.template.value)
    unused = set(NAMES) - named
    assert not unused, "These templates are used nowhere."
    missing = named - set(NAMES)
    assert not missing, "These templates are not there."


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_every_name_imported_from_a_template_is_one_it_has(app: Flask) -> None:
    made = {
        name: {macro.name for macro in app.jinja_env.parse(text(name)).find_all(nodes.Macro)}
        for name in NAMES
    }
    for name in NAMES:
        for node in app.jinja_env.parse(text(name)).find_all(nodes.FromImport):
            wanted = {each if isinstance(each, str) else each[0] for each in node.names}
            assert wanted <= made[node.template.value], name


@pytest.mark.parametrize("name", NAMES)
def test_a_template_holds_no_script_no_style_and_no_code_in_attributes(name: str) -> None:
    words = without_comments(name)
    forbidden = {
        "an inline style": r"\sstyle=|<style",
        "an inline script": r"<script(?![^>]*\bsrc=)",
        "code in an attribute": r"\son\w+=|hx-on|hx-vals=['\"]js:|javascript:",
        "an address elsewhere": r"(?:src|href|action)=[\"']https?://",
        "a text not made safe": r"\|\s*safe\b|autoescape false",
        "a direction of the page": r"class=\"[^\"]*\b(?:left|right)\b",
    }
    found = [what for what, pattern in forbidden.items() if re.search(pattern, words)]
    assert not found, f"{name} holds {', '.join(found)}."


@pytest.mark.parametrize("name", NAMES)
def test_a_form_that_posts_is_made_by_the_part_for_it(name: str) -> None:
    if name != "parts/forms.html":
        assert 'method="post"' not in without_comments(name), "Use {% call post(...) %}."


@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_stands_in_a_template_without_its_translation(name: str) -> None:
    """What is left when tags, expressions and marks are taken out has no letters."""
    words = without_comments(name)
    words = re.sub(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", "", words, flags=re.DOTALL)
    words = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", words, flags=re.DOTALL)
    attributes = re.findall(
        r"\b(?:title|alt|placeholder|aria-label|data-\w*label)=\"([^\"{]*)\"", words
    )
    words = re.sub(r"<!--.*?-->|<[^>]*>|&\w+;", " ", words, flags=re.DOTALL)
    # A macro may give attributes, or "yes" for true.
    words = re.sub(r"[\w-]+=\"[^\"]*\"|^\s*yes\s*$", "", words, flags=re.MULTILINE)
    left = [line.strip() for line in [*words.splitlines(), *attributes]]
    sentences = [line for line in left if re.search(r"[^\W\d_]{2,}", line)]
    assert not sentences, f"{name}: put these into _('...')."
