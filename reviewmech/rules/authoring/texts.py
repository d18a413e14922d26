"""The texts of questionnaires one by one, as translators get them and give them back.

A translation only ever takes the place of words: what is asked, when and of whom is not in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from reviewmech.rules.authoring.authored import Authored, asked_in
from reviewmech.rules.authoring.shared import GROUPS
from reviewmech.rules.mistakes import Mistake, Path, Source
from reviewmech.rules.questionnaire import REFERENCE, WHOLE_PART
from reviewmech.rules.workbook.cells import CONTROL, tidy

SHARED = "shared"
"""What the texts that all questionnaires share are known by."""

NEW = "working"
"""The status of a translation that begins."""

_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")


@dataclass(frozen=True)
class Text:
    """A text in English, its place in its file of words, and what it is in another language.

    `home` names the questionnaire, or what is shared; with the path it makes the context by which
    a translation finds back.
    """

    home: str
    path: Path
    english: str
    said: str = ""
    notes: tuple[str, ...] = ()
    file: str = ""
    line: int = 0

    @property
    def context(self) -> str:
        """The name of the text: `UNTOC/cluster-1 untoc-5-offence asks`."""
        return " ".join([self.home, *(str(step) for step in self.path if step != "questions")])


@dataclass(frozen=True)
class Given:
    """A translation as it was given back, with the line on which it stands."""

    context: str
    english: str
    said: str
    line: int
    is_unsure: bool = False


def texts_of_shared(words: Mapping[str, Source], language: str) -> Iterator[Text]:
    """Give the texts that all questionnaires share, each with notes on where it stands."""
    data = words[REFERENCE].data
    for text in _texts(SHARED, words, language):
        yield replace(text, notes=tuple(_notes_on_shared(data, text.path)))


def texts_of_questionnaire(questionnaire: Authored, language: str) -> Iterator[Text]:
    """Give the texts of a questionnaire, each with notes on where it stands."""
    notes = _Notes(questionnaire)
    for text in _texts(questionnaire.home, questionnaire.words, language):
        yield replace(text, notes=tuple(notes.on(text.path)))


def _texts(home: str, words: Mapping[str, Source], language: str) -> Iterator[Text]:
    english, other = words[REFERENCE], words.get(language)
    for path, text in _leaves(english.data, ()):
        if path not in (("language",), ("status",)):
            said = _at(other.data, path) if other else None
            yield Text(home, path, text, said or "", (), english.file, english.line(path))


def _leaves(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _leaves(value, (*path, key))
    elif isinstance(data, str):
        yield path, data


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data.get(step) if isinstance(data, Mapping) else None
    return data


class _Notes:
    """Says where a text stands, what is asked there, and how it is to be answered."""

    def __init__(self, questionnaire: Authored) -> None:
        self.spoken = questionnaire.words[REFERENCE].data["questions"]
        self.asked = {
            each.id: (article, each.written or {})
            for article, listed in asked_in(questionnaire).items()
            for each in listed
        }

    def on(self, path: Path) -> Iterator[str]:
        if path[0] != "questions":
            of_article = f" of article {path[-1]}" if path[0] == "articles" else ""
            yield f"The title{of_article}."
            return
        name = str(path[1])
        article, written = self.asked.get(name, (WHOLE_PART, {}))
        place = f"Article {article}" if article else "The part as a whole"
        paragraph = f", paragraph {written['paragraph']}" if written.get("paragraph") else ""
        yield f"{place}{paragraph}."
        yield from _notes_on(self.spoken[name], str(path[2]))


def _notes_on(spoken: Mapping[str, Any], key: str) -> Iterator[str]:
    """Say what a text is to its question, and what else the question says."""
    yield _IN_QUESTION[key]
    for other, begins in (("asks", "The question"), ("how", "How to answer")):
        if other != key and other in spoken:
            yield f"{begins}: {spoken[other]}"


def _notes_on_shared(data: Mapping[str, Any], path: Path) -> Iterator[str]:
    group = str(path[0])
    yield _IN_SHARED[group]
    if group in GROUPS:
        yield from _notes_on(data[group][path[1]], str(path[2]))


_IN_QUESTION = {
    "title": "This is the short heading of a question.",
    "asks": "This is the question itself.",
    "how": "This says how to answer.",
    "evidence": "This says what counts as evidence.",
    "options": "This is one of the choices.",
    "rows": "This is a row of the figures.",
}
_IN_SHARED = {
    "part_title": "The title of the questions on a part as a whole.",
    "choices": "A choice that many questions offer.",
    "duties": "How strongly a provision binds the State.",
    "rows": "A row of figures that many questions have.",
    "lists": "A choice from a list that many questions offer.",
    "follow_ups": "Asked after certain answers to many questions.",
    "closing": "Asked at the end of every article.",
    "part": "Asked at the end of every part.",
}


@dataclass
class Taken:
    """What was taken from translations, and what was left out because the English has changed."""

    texts: list[tuple[Text, Given]]
    changed: list[Given]
    found: list[Mistake]


def take(texts: Iterable[Text], given: Iterable[Given], file: str) -> Taken:
    """Match translations with texts; empty and unsure ones are passed over."""
    known = {text.context: text for text in texts}
    taken = Taken([], [], [])
    for one in given:
        text = known.get(one.context)
        if text is None:
            sentence = f"There is no text “{one.context}” to be translated."
            taken.found.append(Mistake(file, one.line, "unknown-text", sentence))
        elif tidy(one.english) != tidy(text.english):
            taken.changed.append(one)
        elif tidy(one.said) and not one.is_unsure:
            taken.texts.append((text, one))
            taken.found += [Mistake(file, one.line, *fault) for fault in _faults(text, one.said)]
    return taken


def _faults(text: Text, said: str) -> Iterator[tuple[str, str]]:
    if lost := {*_PLACEHOLDER.findall(text.english)} ^ {*_PLACEHOLDER.findall(said)}:
        sentence = f"“{sorted(lost)[0]}” stands in one language only; keep it as it is."
        yield "lost-placeholder", sentence
    if CONTROL.search(tidy(said)):
        yield "control-character", "There is a control character here; delete it."


def words_with(
    before: Source | None, language: str, file: str, taken: Iterable[tuple[Text, Given]]
) -> Source:
    """Put translations into a file of words, or begin one, with the lines of the translations."""
    new = {"language": language, "status": NEW}
    data: dict[str, Any] = deepcopy(before.data) if before else new
    lines: dict[Path, int] = {}
    for text, given in taken:
        inside: Any = data
        for depth, step in enumerate(text.path[:-1], start=1):
            inside = inside.setdefault(step, {})
            lines.setdefault(text.path[:depth], given.line)
        inside[text.path[-1]] = tidy(given.said)
        lines[text.path] = given.line
    return Source(file, data, lines)
