"""Faults of words: what is said about nothing, and what nothing is said about."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reviewmech.rules.authoring.draft import Draft, Entry
from reviewmech.rules.mistakes import Mistake, Path, Source
from reviewmech.rules.questionnaire import OTHER, REFERENCE, WHOLE_PART

_GUIDANCE = ("how", "evidence")


def faults_of_words(draft: Draft, words: Source) -> Iterator[Mistake]:
    """Name words without a question; in the reference language, questions without words too."""
    data = words.data
    entries = {entry.id: entry for entry in draft.entries}
    for article in data["articles"].keys() - _articles(draft):
        sentence = f"There is no article “{article}” in the structure."
        yield words.mistake(("articles", article), "orphan-words", sentence)
    for name, spoken in data["questions"].items():
        if name not in entries:
            sentence = f"There is no question “{name}” in the structure."
            yield words.mistake(("questions", name), "orphan-words", sentence)
        else:
            yield from _orphans(entries[name], words, spoken)
    if data["language"] == REFERENCE:
        yield from unsaid(draft, words)


def _articles(draft: Draft) -> set[str]:
    return {article["article"] for article in draft.structure.data["articles"]}


def _orphans(entry: Entry, words: Source, spoken: Mapping[str, Any]) -> Iterator[Mistake]:
    offered = {"options": entry.choices, "rows": entry.data.get("rows", ())}
    for group, keys in offered.items():
        for key in spoken.get(group, ()):
            if key not in keys:
                sentence = f"“{entry.id}” has no “{key}” among its {group}."
                yield words.mistake(("questions", entry.id, group, key), "orphan-words", sentence)


def unsaid(draft: Draft, words: Source) -> Iterator[Mistake]:
    """Name the articles, questions, options and rows that have no words in a language."""
    for article in sorted(_articles(draft) - words.data["articles"].keys() - {WHOLE_PART}):
        sentence = f"The title of article “{article}” is missing."
        yield words.mistake(("articles",), "missing-words", sentence)
    language = words.data["language"]
    for entry in draft.entries:
        own = words.data["questions"].get(entry.id)
        if own is not None or entry.shared is None:
            yield from _unsaid(entry, words, own, draft.shared.word(language, "rows") or ())


def _unsaid(
    entry: Entry, words: Source, own: Mapping[str, Any] | None, shared_rows: Iterable[str]
) -> Iterator[Mistake]:
    if own is None:
        sentence = f"The words of question “{entry.id}” are missing."
        yield words.mistake(("questions",), "missing-words", sentence)
        return
    options = set(entry.data.get("options", ())) & set(entry.choices) - {OTHER}
    rows = set(entry.data.get("rows", ())) - set(shared_rows)
    for group, keys in (("options", options), ("rows", rows)):
        for key in sorted(keys - set(own.get(group, ()))):
            sentence = f"The words for “{key}” of “{entry.id}” are missing under “{group}”."
            yield words.mistake(("questions", entry.id), "missing-words", sentence)


def untranslated(draft: Draft, words: Source, reference: Source) -> Iterator[Mistake]:
    """Name what a language says nothing about, though the reference language does."""
    yield from unsaid(draft, words)
    said = reference.data["questions"]
    for name, own in words.data["questions"].items():
        for key in _GUIDANCE:
            if key in said.get(name, ()) and key not in own:
                path: Path = ("questions", name)
                sentence = f"“{key}” of “{name}” is missing."
                yield words.mistake(path, "missing-words", sentence)
