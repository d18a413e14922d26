import time
from html import unescape
from re import sub

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from markupsafe import Markup

from reviewmech.papers.markdown import plain, render

HEAVY = [
    "[", "![", "[[a](", "[a][b] ", "[a]: http://b\n", "](", "*a **b ", "_", "**a** ", "***a***b",
    "`a ``b ", "```\n", "> ", ">" * 30 + "\n", ">- a\n> > 1. b\n", "- a\n", "- - ", "1) a\n  ",
    "- a\n\n  b\n\n", "a\n-\n", "---\n\n", "# a\n", "# #", "|a", "|a|b|\n|-|-|\n", "|-|-\n",
    "<a ", "<http://", "<a@", "https://......", "https://a.b ", "&", "&amp;", "\\", "\n", " ",
    "a  \n", "a\n\n", "\t", "\x02klzzwxh:0001\x03", "\ud800", "\u202e", "(((((", "العربية ",
]  # fmt: skip
DEEP = {
    "list": "".join("  " * depth + "- a\n" for depth in range(300)),
    "quotation": "> " * 50_000 + "a",
    "stairs": "".join(">" * depth + " a\n" for depth in range(440)),
}


def seconds(text: str) -> float:
    """Take the best of three, because other work on the machine is no fault of the text."""
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        render(text)
        taken.append(time.perf_counter() - begun)
    return min(taken)


def words(html: str) -> str:
    """Take the words out of HTML, without signs and spaces."""
    return sub(r"[\W_]", "", unescape(sub(r"<[^>]*>", "", html)))


@pytest.mark.parametrize("seed", HEAVY)
def test_no_text_takes_long(seed: str) -> None:
    just_light_enough = 2_499 // max(1, 4 * seed.count("\n") + len(seed))
    for times in (100_000 // len(seed), just_light_enough):
        assert seconds(seed * times) < 0.1


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_depth_is_no_danger(text: str) -> None:
    assert seconds(text) < 0.1
    assert render(text).count("<ul") <= 6
    assert render(text).count("<blockquote") <= 440 * 4


signs = some.text(
    some.one_of(some.sampled_from(list('[]()!<>&*_`#-+1.|:\\"\n ~=')), some.characters()),
    max_size=400,
)


@settings(max_examples=300, deadline=None)
@given(signs)
def test_whatever_is_typed_is_shown_and_is_safe(text: str) -> None:
    html = render(text)
    assert isinstance(html, Markup)
    assert "<script" not in html
    assert "<img" not in html


@settings(deadline=None)
@given(some.text(some.sampled_from("ab[]()!<>*_`#-1.|:\\\n "), max_size=200))
def test_no_letter_is_lost(text: str) -> None:
    assert [each for each in words(render(text)) if each in "ab"] == [
        each for each in text if each in "ab"
    ]


def test_a_text_too_heavy_is_shown_plainly_and_whole() -> None:
    table = "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 2_000
    html = render(table)
    assert html == plain(table)
    assert words(html) == words(table)


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        "<javascript:alert(1)>",
        '[a](https://b.c"onclick="x)',
        '<div style="position:fixed" custom-style="Title">x</div>',
    ],
)
def test_no_raw_html_and_no_other_address_gets_through(attack: str) -> None:
    html = render(attack)
    ours = r'</?(p|a)( dir="auto"| href="https[^"<>\s]*"| rel="noopener")*>'
    assert "<" not in sub(ours, "", html)


def test_an_image_becomes_its_words() -> None:
    assert render("See ![the organigram](https://a.b/c.png).") == (
        '<p dir="auto">See the organigram.</p>'
    )


def test_a_reference_is_shown_as_typed() -> None:
    assert "[a][b]" in render("[a][b]\n\n[b]: https://a.b")


def test_links_say_noopener_and_bare_addresses_are_links() -> None:
    html = render("See https://sherloc.example/law?a=1&b=2.")
    assert 'href="https://sherloc.example/law?a=1&amp;b=2" rel="noopener"' in html
    assert html.endswith("</a>.</p>")


def test_headings_are_shifted_and_end_at_six() -> None:
    assert render("# A").startswith("<h3")
    assert render("#### A", headings_from=4).startswith("<h6")


def test_every_block_finds_its_own_direction() -> None:
    html = render("العربية\n\nEnglish\n\n- قائمة\n\n> نص")
    assert html.count('dir="auto"') == 4


def test_a_line_break_typed_is_a_line_break_shown() -> None:
    assert "(a) one<br>\n(b) two" in render("(a) one\n(b) two")


def test_a_list_needs_no_empty_line_before_it_and_two_spaces_nest() -> None:
    html = render("Such as:\n- a\n  - b\n1. c")
    assert html.count("<ul") == 2
    assert html.count("<ol") == 1
    assert html.startswith('<p dir="auto">Such as:</p>')


def test_a_year_at_the_beginning_of_a_line_begins_no_list() -> None:
    assert "<ol" not in render("The law was amended in\n2019. It entered into force then.")


def test_a_row_with_too_many_cells_loses_none() -> None:
    assert "2 | 3" in render("|a|b|\n|-|-|\n|1|2|3|")
