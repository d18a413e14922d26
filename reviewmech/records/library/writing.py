"""Writing questionnaires as YAML files that read as if an author had written them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reviewmech.records.library.parts_of_files import Before, Name, Part, laid_out
from reviewmech.records.library.yaml_lines import item, node, quoted
from reviewmech.rules.mistakes import Source

QUESTION_KEYS = (
    *("shared", "id", "paragraph", "duty", "kind", "list", "options", "other", "rows", "laws"),
    *("may_be_empty", "when", "follow_ups", "covers", "draws_on", "tags", "official_number"),
)
SPOKEN_KEYS = ("title", "asks", "how", "evidence", "options", "rows")
HEAD_KEYS = ("instrument", "part", "version", "source", "verified", "language", "status", "title")
"""The keys of a question, of its words and of a file, in the order in which authors write them."""

_QUOTED = ("version", "paragraph", "official_number")
"""Texts that are often numbers, so that they are always quoted."""


def structure_text(data: Mapping[str, Any], before: Source | None = None, text: str = "") -> str:
    """Write a structure file, in place of one that said this in these words."""
    parts = _parts_of_structure(before) if before else ()
    return laid_out(_structure(data), Before(text, parts))


def words_text(
    data: Mapping[str, Any],
    articles: Mapping[str, str],
    before: Source | None = None,
    text: str = "",
) -> str:
    """Write a file of words; `articles` gives the article of each question, in reading order."""
    parts = _parts_of_words(before) if before else ()
    return laid_out(_words(data, articles), Before(text, parts))


def _structure(data: Mapping[str, Any]) -> Iterator[Part]:
    top: tuple[str, ...] = (
        f"# {data['instrument']}, {data['part']}: what is asked, in which order and when.",
        f"# The words stand in text/<language>/{data['part']}.yaml.",
    )
    for key, value in _in_order(data, HEAD_KEYS).items():
        if key != "articles":
            yield Part((key,), _node(key, value, 0), 0, value, above=top)
            top = ()
    yield Part(("articles",), ["articles:" if data["articles"] else "articles: []"], 0)
    for at, article in enumerate(data["articles"]):
        number, questions = article["article"], article["questions"]
        heads = [f"  - article: {quoted(number)}", "    questions:" + " []" * (not questions)]
        yield Part(("article", number), heads, 2, above=("",) if at else ())
        for place, question in enumerate(questions):
            above = ("",) if place and "shared" not in question else ()
            yield Part(_name(question, number), _question(question), 6, question, above)


def _question(question: Mapping[str, Any]) -> list[str]:
    ordered = _in_order(question, QUESTION_KEYS)
    if "shared" in question:
        return item(ordered, 6)
    lines = [line for key, value in ordered.items() for line in _node(key, value, 8)]
    return [f"      - {lines[0].lstrip()}", *lines[1:]]


def _node(key: str, value: Any, indent: int) -> list[str]:
    if key in _QUOTED:
        return [f"{' ' * indent}{key}: {quoted(value)}"]
    return node(key, value, indent)


def _words(data: Mapping[str, Any], articles: Mapping[str, str]) -> Iterator[Part]:
    for key, value in _in_order(data, HEAD_KEYS).items():
        if isinstance(value, Mapping) and value:
            yield Part((key,), [f"{key}:"], 0, above=("",))
            questions = _questions(value, articles) if key == "questions" else None
            yield from questions or (_spoken(key, name, said) for name, said in value.items())
        else:
            yield Part((key,), node(key, value, 0, is_spoken=True), 0, value)


def _questions(spoken: Mapping[str, Any], articles: Mapping[str, str]) -> Iterator[Part]:
    last = None
    for name in [name for name in articles if name in spoken]:
        heading = ""
        if articles[name] != last:
            last = articles[name]
            heading = f"# Article {last}" if last else "# Article “”, the part as a whole"
        yield _spoken("questions", name, spoken[name], heading)


def _spoken(key: str, name: str, said: Any, heading: str | None = None) -> Part:
    ordered = _in_order(said, SPOKEN_KEYS) if isinstance(said, Mapping) else said
    lines = node(name, ordered, 2, is_spoken=True)
    return Part((key, name), lines, 2, said, () if heading is None else ("",), heading)


def _in_order(data: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: data[key] for key in dict.fromkeys([*keys, *data]) if key in data}


def _name(question: Mapping[str, Any], article: str) -> Name:
    shared = question.get("shared")
    return ("shared", shared, article) if shared else ("question", question["id"])


def _parts_of_structure(source: Source) -> Iterator[tuple[Name, int, Any]]:
    for key, value in source.data.items():
        yield (key,), source.line((key,)), value
    for at, article in enumerate(source.data["articles"]):
        number = article["article"]
        yield ("article", number), source.line(("articles", at)), None
        for place, question in enumerate(article["questions"]):
            line = source.line(("articles", at, "questions", place))
            yield _name(question, number), line, question


def _parts_of_words(source: Source) -> Iterator[tuple[Name, int, Any]]:
    for key, value in source.data.items():
        yield (key,), source.line((key,)), value
        for name, said in value.items() if isinstance(value, Mapping) else ():
            yield (key, name), source.line((key, name)), said
