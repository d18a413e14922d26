"""The draft of a questionnaire: the questions of its structure file, with all that follows from it.

Each question an author writes may bring follow-ups, and each article ends with the closing
questions; the draft lists them all in reading order, still as plain data, and notes what cannot be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from reviewmech.rules.authoring.kinds import choices
from reviewmech.rules.authoring.shared import ANY, Shared
from reviewmech.rules.conditions import Answered, Chosen, Condition, parse
from reviewmech.rules.mistakes import Mistake, Path, Source
from reviewmech.rules.questionnaire import WHOLE_PART, Duty


@dataclass(frozen=True)
class Entry:
    """A question to be: as written, where it is written, and whose words it uses."""

    id: str
    article: str
    data: Mapping[str, Any]
    path: Path
    choices: tuple[str, ...]
    when: Condition | None = None
    parent: str | None = None
    shared: tuple[str, str] | None = None


class Draft:
    """The entries of a structure file in reading order, and the mistakes met on the way."""

    def __init__(self, structure: Source, shared: Shared) -> None:
        self.structure, self.shared = structure, shared
        self.entries: list[Entry] = []
        self.found: list[Mistake] = []
        for place, article in enumerate(structure.data["articles"]):
            self._article(article, ("articles", place))

    def prefix(self, article: str) -> str:
        """Give what the ids of an article's questions start with."""
        instrument = self.structure.data["instrument"].lower()
        return f"{instrument}-{article.replace(' ', '-') or 'part'}"

    def _article(self, article: Mapping[str, Any], path: Path) -> None:
        number = article["article"]
        for place, question in enumerate(article["questions"]):
            at = (*path, "questions", place)
            if "shared" in question:
                self._shared("part", question["shared"], number, at, question)
            else:
                self._add(Entry(question["id"], number, question, at, self._choices(question)))
        if number != WHOLE_PART:
            for key in self.shared.definitions["closing"]:
                self._shared("closing", key, number, path, {})

    def _shared(
        self, group: str, key: str, article: str, path: Path, own: Mapping[str, Any]
    ) -> None:
        definition = self.shared.definitions[group].get(key)
        if definition is None:
            sentence = f"There is no “{key}” under “{group}” in follow-ups.yaml."
            self._note((*path, "shared"), "unknown-follow-up", sentence)
            return
        data = {"duty": Duty.CROSS_CUTTING, **definition, **own}
        name = f"{self.prefix(article)}.{key}"
        self._add(Entry(name, article, data, path, self._choices(data), shared=(group, key)))

    def _add(self, entry: Entry) -> None:
        written = entry.data.get("when")
        when = parse(written) if written else None
        self.entries.append(replace(entry, when=when))
        for place, key in enumerate(entry.data.get("follow_ups", ())):
            self._follow_up(entry, key, (*entry.path, "follow_ups", place))

    def _follow_up(self, parent: Entry, key: str, path: Path) -> None:
        definition = self.shared.definitions["follow_ups"].get(key)
        if definition is None:
            sentence = f"There is no follow-up “{key}” in follow-ups.yaml."
            self._note(path, "unknown-follow-up", sentence)
            return
        when: Condition = Answered(parent.id)
        if definition["answer"] != ANY:
            among = tuple(one for one in definition["answer"] if one in parent.choices)
            when = Chosen(parent.id, among)
            if not among:
                sentence = f"“{key}” can never be asked: no choice here calls for it."
                self._note(path, "never-asked", sentence)
        told = {name: parent.data[name] for name in ("duty", "paragraph") if name in parent.data}
        data = {**told, **definition}
        name, offered = f"{parent.id}.{key}", self._choices(data)
        follow_up = ("follow_ups", key)
        entry = Entry(name, parent.article, data, path, offered, when, parent.id, follow_up)
        self.entries.append(entry)

    def _choices(self, data: Mapping[str, Any]) -> tuple[str, ...]:
        return choices(data, self.shared.lists)

    def _note(self, path: Path, name: str, sentence: str) -> None:
        self.found.append(self.structure.mistake(path, name, sentence))
