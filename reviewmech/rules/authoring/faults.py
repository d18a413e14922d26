"""Faults of meaning: what the shape of the files cannot show, found by reading the whole draft."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from re import fullmatch
from typing import Any

from reviewmech.rules.authoring.draft import Draft, Entry
from reviewmech.rules.authoring.kinds import faults_of_kind
from reviewmech.rules.conditions import About, Answered, Chosen, abouts
from reviewmech.rules.mistakes import Mistake, Path, Source
from reviewmech.rules.questionnaire import OTHER, REFERENCE, WHOLE_PART, Kind


def faults_of_structure(draft: Draft) -> Iterator[Mistake]:
    """Name what is wrong with the articles, ids, kinds and conditions of a draft."""
    yield from draft.found
    yield from _articles(draft)
    yield from _ids(draft)
    for entry in draft.entries:
        if entry.parent is None and (entry.shared is None or entry.shared[0] == "part"):
            for key, sentence in faults_of_kind(entry.data, draft.shared.lists):
                yield draft.structure.mistake((*entry.path, key), sentence)
    yield from _conditions(draft)


def _articles(draft: Draft) -> Iterator[Mistake]:
    numbers = [article["article"] for article in draft.structure.data["articles"]]
    for place, number in enumerate(numbers):
        path: Path = ("articles", place, "article")
        if number in numbers[:place]:
            yield draft.structure.mistake(path, f"Article “{number}” stands here a second time.")
        elif number != WHOLE_PART and not fullmatch(r"[0-9]+( [a-z]+)?", number):
            yield draft.structure.mistake(path, f"“{number}” is not the number of an article.")
    for place, (before, after) in enumerate(pairwise(numbers), start=1):
        if _rank(before) > _rank(after):
            sentence = f"Article “{after}” stands after “{before}”; put them in order, “” last."
            yield draft.structure.mistake(("articles", place, "article"), sentence)


def _rank(number: str) -> tuple[bool, int, str]:
    digits, _, letters = number.partition(" ")
    return number == WHOLE_PART, int(digits) if digits.isdecimal() else 0, letters


def _ids(draft: Draft) -> Iterator[Mistake]:
    seen: set[str] = set()
    for entry in draft.entries:
        path = (*entry.path, "id")
        if entry.id in seen:
            sentence = f"The id “{entry.id}” stands here a second time; give each its own."
            yield draft.structure.mistake(path, sentence)
        seen.add(entry.id)
        start = draft.prefix(entry.article)
        if entry.shared is None and not fullmatch(rf"{start}(-[a-z0-9]+)+", entry.id):
            sentence = f"The id “{entry.id}” must be “{start}-” and small letters, digits, hyphens."
            yield draft.structure.mistake(path, sentence)


def _conditions(draft: Draft) -> Iterator[Mistake]:
    every = {entry.id for entry in draft.entries}
    earlier: dict[str, Entry] = {}
    for entry in draft.entries:
        if entry.when is not None and "when" in entry.data:
            for about in abouts(entry.when):
                if sentence := _fault_of_condition(about, entry, earlier, every):
                    yield draft.structure.mistake((*entry.path, "when"), sentence)
        earlier[entry.id] = entry


def _fault_of_condition(
    about: About, entry: Entry, earlier: Mapping[str, Entry], every: set[str]
) -> str | None:
    asked = earlier.get(about.question)
    if about.question == entry.id:
        return f"“{entry.id}” cannot depend on its own answer."
    if asked is None and about.question in every:
        return f"“{about.question}” is asked later; a condition may only look back."
    if asked is None:
        return f"There is no question “{about.question}” in this file."
    if isinstance(about, Answered):
        return None
    if isinstance(about, Chosen):
        unknown = [choice for choice in about.among if choice not in asked.choices]
        return f"“{about.question}” has no choice “{unknown[0]}”." if unknown else None
    if asked.data["kind"] != Kind.MANY or about.at_least > len(asked.choices):
        return f"In “{about.question}” one cannot tick {about.at_least} choices."
    return None


def faults_of_words(draft: Draft, words: Source) -> Iterator[Mistake]:
    """Name words without a question; in the reference language, questions without words too."""
    data = words.data
    entries = {entry.id: entry for entry in draft.entries}
    articles = {article["article"] for article in draft.structure.data["articles"]}
    for article in set(data["articles"]) - articles:
        sentence = f"There is no article “{article}” in the structure."
        yield words.mistake(("articles", article), sentence)
    for name, spoken in data["questions"].items():
        if name not in entries:
            sentence = f"There is no question “{name}” in the structure."
            yield words.mistake(("questions", name), sentence)
        else:
            yield from _orphans(entries[name], words, spoken)
    if data["language"] == REFERENCE:
        for article in sorted(articles - set(data["articles"]) - {WHOLE_PART}):
            yield words.mistake(("articles",), f"The title of article “{article}” is missing.")
        for entry in draft.entries:
            yield from _missing(entry, draft, words)


def _orphans(entry: Entry, words: Source, spoken: Mapping[str, Any]) -> Iterator[Mistake]:
    offered = {"options": entry.choices, "rows": tuple(entry.data.get("rows") or ())}
    for group, keys in offered.items():
        for key in spoken.get(group) or ():
            if key not in keys:
                path = ("questions", entry.id, group, key)
                yield words.mistake(path, f"“{entry.id}” has no “{key}” among its {group}.")


def _missing(entry: Entry, draft: Draft, words: Source) -> Iterator[Mistake]:
    spoken = words.data["questions"].get(entry.id)
    if spoken is None and entry.shared is None:
        yield words.mistake(("questions",), f"The words of question “{entry.id}” are missing.")
        return
    options = set(entry.data.get("options") or ()) & set(entry.choices) - {OTHER}
    rows = set(entry.data.get("rows") or ()) - set(draft.shared.word(REFERENCE, "rows") or ())
    for group, keys in (("options", options), ("rows", rows)):
        for key in sorted(keys - set((spoken or {}).get(group) or ())):
            sentence = f"The words for “{key}” of “{entry.id}” are missing under “{group}”."
            yield words.mistake(("questions", entry.id), sentence)
