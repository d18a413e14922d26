"""Pages and papers must show the same: both readers are given the same texts and compared."""

import json
from typing import Any

import pypandoc
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from reviewmech.papers.dialect import PANDOC, tidy
from reviewmech.papers.markdown import render

SAMPLES = [
    "A paragraph\nwith a line break.\n\nAnother, *slanted*, **strong** and ***both***.",
    "_a_ __b__ snake_case_word 2*3*4 **bold*it***",
    "# One\n\n## Two ##\ntext",
    "- a\n- b\n  - c\n    - d\n  - e\n- f",
    "Before:\n* a\n+ b\n\n1. c\n2) d\n   more\n\n   again\n- e\n\nafter",
    "3. c\n4. d",
    "> a\n> > b\n> - c\n\n> d\n\nafter",
    "| a | b |\n|:-|-:|\n| *1* | 2 | 3 |\n| x |\n\nafter",
    "a | b\n-|-\n1 | 2",
    "[words *so*](https://a.b/c_(d)?e=1&f=2) https://g.h/i_j. <k@l.org> [m](mailto:n@o.p)",
    "<b>raw</b> `code` ``` ~~~ [x][y] [x] ![alt](https://a.b) [j](javascript:k) <!-- c -->",
    "a\n---\nb\n===\n***\n\n    indented\n\n#no\n-\n+\n~~~\n```\nx\n```",
    "\\*no\\* \\[a\\](b) a\\b \\\nend\\",
    "&amp; &lt;b&gt; & &copy;",
    "- - a\n- # b\n- > c\n- 1. d\n- ```",
    "2019. A year\n\nIn\n2019. no",
    "- a\n# H\n- b\n> q",
    "العربية\n\n- قائمة",
    "# C#\n## C##\n### a \\#\n#### a \\\\#\n##### a#b #",
    "- a\n  - b\n  1. c\n- d",
    "- a\n  2. b\n- c",
    "   - a\n    - b\n\n     c",
    "a | b\n-|-",
]


def structure(text: str, reader: str) -> list[Any]:
    blocks = json.loads(pypandoc.convert_text(text, "json", format=reader))["blocks"]
    return [outline(block) for block in blocks]


def outline(node: Any) -> Any:
    """Keep kinds, words and addresses; leave what only says how tight a list is set, or of whom."""
    if isinstance(node, list):
        return [outline(each) for each in node]
    if not isinstance(node, dict):
        return node
    kind, content = node["t"], node.get("c")
    if kind == "Strong" and [each["t"] for each in content] == ["Emph"]:
        # Words are slanted and strong in whichever order.
        return ["Emph", [["Strong", outline(content[0]["c"])]]]
    kept = {
        "Plain": lambda: ["Para", outline(content)],
        "Header": lambda: ["Header", outline(content[2])],
        "OrderedList": lambda: ["OrderedList", content[0][0], outline(content[1])],
        "Link": lambda: ["Link", outline(content[1]), content[2][0]],
        "Table": lambda: ["Table", outline(content[3][1]), outline(content[4])],
    }
    return kept.get(kind, lambda: [kind, outline(content)])()


def assert_read_alike(text: str) -> None:
    by_pandoc = json.dumps(structure(tidy(text), PANDOC), ensure_ascii=False)
    by_pages = json.dumps(structure(render(text), "html"), ensure_ascii=False)
    assert _without_marks(by_pandoc) == _without_marks(by_pages)


def _without_marks(outline: str) -> str:
    return outline.replace('["dir", "auto"]', "")


@pytest.mark.parametrize("text", SAMPLES)
def test_pages_and_pandoc_read_the_dialect_alike(text: str) -> None:
    assert_read_alike(text)


@pytest.mark.parametrize("text", SAMPLES)
def test_a_tidy_text_is_tidy(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


line = some.builds(
    "{}{} {}".format,
    some.sampled_from(["", "", "  ", "   ", "    ", "      "]),
    some.sampled_from(["", "", "-", "1.", "2)", ">", "> -", "- -", "##", "*"]),
    some.sampled_from(["word", "*a* word", "[c](https://d.e)", "`f`", "<g>", "h | i", "-|-", "x#"]),
)


@settings(max_examples=40, deadline=None)
@given(some.lists(some.one_of(line, some.just("")), max_size=12))
@example(["- word", "  - word", "  1. word", "- word"])
def test_pages_and_pandoc_read_any_arrangement_of_blocks_alike(lines: list[str]) -> None:
    assert_read_alike("\n".join(lines))
