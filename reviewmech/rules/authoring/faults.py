"""Faults of meaning: what the shape of the files cannot show, found by reading the whole draft."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from reviewmech.rules.authoring.draft import Draft, Entry
from reviewmech.rules.authoring.kinds import faults_of_kind
from reviewmech.rules.authoring.reach import Reach, leans_on
from reviewmech.rules.conditions import About, Answered, Chosen, abouts
from reviewmech.rules.mistakes import Mistake, Path
from reviewmech.rules.questionnaire import WHOLE_PART, Kind


def faults_of_structure(draft: Draft) -> Iterator[Mistake]:
    """Name what is wrong with the articles, ids, kinds and conditions of a draft."""
    yield from draft.found
    yield from _articles(draft)
    yield from _ids(draft)
    for entry in draft.entries:
        if entry.parent is None and (entry.shared is None or entry.shared[0] == "part"):
            for key, name, sentence in faults_of_kind(entry.data, draft.shared.lists):
                yield draft.structure.mistake((*entry.path, key), name, sentence)
    broken = [*_conditions(draft)]
    yield from broken or _unreached(draft)


def _articles(draft: Draft) -> Iterator[Mistake]:
    numbers = [article["article"] for article in draft.structure.data["articles"]]
    for place, number in enumerate(numbers):
        if number in numbers[:place]:
            sentence = f"Article “{number}” stands here a second time."
            path: Path = ("articles", place, "article")
            yield draft.structure.mistake(path, "duplicate-article", sentence)
    for place, (before, after) in enumerate(pairwise(numbers), start=1):
        if _rank(before) > _rank(after):
            sentence = f"Article “{after}” stands after “{before}”; put them in order, “” last."
            path = ("articles", place, "article")
            yield draft.structure.mistake(path, "unordered-article", sentence)


def _rank(number: str) -> tuple[bool, int, str]:
    digits, _, letters = number.partition(" ")
    return number == WHOLE_PART, int(digits or 0), letters


def _ids(draft: Draft) -> Iterator[Mistake]:
    seen: set[str] = set()
    for entry in draft.entries:
        path = (*entry.path, "id")
        if entry.id in seen:
            sentence = f"The id “{entry.id}” stands here a second time; give each its own."
            yield draft.structure.mistake(path, "duplicate-id", sentence)
        seen.add(entry.id)
        start = f"{draft.prefix(entry.article)}-"
        if entry.shared is None and not entry.id.startswith(start):
            sentence = f"The id “{entry.id}” must begin with “{start}”, for it stands under that."
            yield draft.structure.mistake(path, "wrong-id", sentence)


def _conditions(draft: Draft) -> Iterator[Mistake]:
    every = {entry.id: entry for entry in draft.entries}
    earlier: dict[str, Entry] = {}
    for entry in draft.entries:
        if entry.when is not None and "when" in entry.data:
            for about in abouts(entry.when):
                if fault := _fault_of_condition(about, entry, earlier, every):
                    yield draft.structure.mistake((*entry.path, "when"), *fault)
        earlier[entry.id] = entry


def _fault_of_condition(
    about: About, entry: Entry, earlier: Mapping[str, Entry], every: Mapping[str, Entry]
) -> tuple[str, str] | None:
    """Give the name and the sentence of what is wrong with one part of a condition."""
    name = about.question
    asked = earlier.get(name)
    if asked is None:
        return _fault_of_reference(name, entry, every)
    if isinstance(about, Answered):
        return None
    if isinstance(about, Chosen):
        unknown = [choice for choice in about.among if choice not in asked.choices]
        return ("unknown-choice", f"“{name}” has no choice “{unknown[0]}”.") if unknown else None
    if asked.data["kind"] != Kind.MANY or about.at_least > len(asked.choices):
        return "impossible-count", f"In “{name}” one cannot tick {about.at_least} choices."
    return None


def _fault_of_reference(
    name: str, entry: Entry, every: Mapping[str, Entry]
) -> tuple[str, str] | None:
    if name == entry.id:
        return "own-condition", f"“{name}” cannot depend on its own answer."
    if name not in every:
        return "unknown-question", f"There is no question “{name}” in this file."
    if entry.id in leans_on(name, every):
        return "cycle", f"“{name}” depends on the answer to this question; so neither can be asked."
    return "later-condition", f"“{name}” is asked later; a condition may only look back."


def _unreached(draft: Draft) -> Iterator[Mistake]:
    """Name what no answers lead to; what hangs on it is not named as well."""
    reach = Reach(draft.entries)
    for entry in draft.entries:
        if entry.when is None or "when" not in entry.data:
            continue
        path = (*entry.path, "when")
        if reach.can_be_asked(entry.id):
            for question, choice in reach.idle_choices(entry.id):
                sentence = f"“{choice}” of “{question}” never leads here; leave it out."
                yield draft.structure.mistake(path, "unreachable-option", sentence)
        elif all(reach.can_be_asked(about.question) for about in abouts(entry.when)):
            sentence = f"“{entry.id}” can never be asked: no answers fulfil its condition."
            yield draft.structure.mistake(path, "never-asked", sentence)
