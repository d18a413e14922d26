"""A questionnaire as its authors write it: questions in one file, their words beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reviewmech.rules.mistakes import Path, Source


@dataclass(frozen=True)
class Authored:
    """A questionnaire as its authors write it: its structure, and its words by language."""

    structure: Source
    words: Mapping[str, Source]

    @property
    def name(self) -> str:
        """The instrument and the part, as people say them."""
        return self.home.replace("/", " ", 1)

    @property
    def home(self) -> str:
        """The instrument and the part, as commands and translators' files name them."""
        return f"{self.structure.data['instrument']}/{self.structure.data['part']}"


def prefix_of(instrument: str, article: str) -> str:
    """Give what the ids of the questions on an article start with."""
    return f"{instrument.lower()}-{article.replace(' ', '-') or 'part'}"


def id_of(written: Mapping[str, Any], instrument: str, article: str) -> str:
    """Give the id of a question as written under an article; a shared one gets its own there."""
    if "shared" in written:
        return f"{prefix_of(instrument, article)}.{written['shared']}"
    return str(written["id"])


@dataclass(frozen=True)
class Asked:
    """A question as written under an article; only spoken of if it is written elsewhere."""

    id: str
    path: Path = ()
    written: Mapping[str, Any] | None = None


def asked_in(questionnaire: Authored) -> dict[str, list[Asked]]:
    """Give the questions that are written or spoken of, article by article in reading order."""
    data = questionnaire.structure.data
    spoken = dict.fromkeys(
        name
        for source in questionnaire.words.values()
        for name in source.data["questions"]
        if "." in name
    )
    found: dict[str, list[Asked]] = {}
    for at, article in enumerate(data["articles"]):
        number = article["article"]
        written = {
            id_of(one, data["instrument"], number): (("articles", at, "questions", place), one)
            for place, one in enumerate(article["questions"])
        }
        found[number] = []
        for name in [*written, prefix_of(data["instrument"], number)]:
            if name in written:
                found[number].append(Asked(name, *written[name]))
            found[number] += [
                Asked(one) for one in spoken if one.startswith(f"{name}.") and one not in written
            ]
    return found
