"""What a newer version of a response says otherwise on an article than one before it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _

from reviewmech.records.reviews import Strand
from reviewmech.rules.differences import pieces
from reviewmech.rules.questionnaire import Question
from reviewmech.web import gate, sheets
from reviewmech.web.differing import Differing, differing
from reviewmech.web.reading import Kept
from reviewmech.web.submitted import Submitted


@dataclass(frozen=True)
class Amendment:
    """A question that is answered otherwise, and how."""

    asked: sheets.Asked
    parts: list[Differing]


class Amended:
    """An article of the newest version beside the same article of one before it."""

    def __init__(self, strand: Strand, number: int, article: str) -> None:
        self.before = Submitted(strand, number)
        self.after = Submitted(strand, self.before.versions[0].number)
        section = self.after.questionnaire.section(article)
        gate.belongs(section, section is not None)
        assert section is not None
        self.section = section

    @property
    def is_newest(self) -> bool:
        """Whether nothing was submitted after it."""
        return self.before.version.id == self.after.version.id

    @property
    def has_document(self) -> bool:
        """Whether one of the two was received as a document, with no answers to compare."""
        return any(each.version.file is not None for each in (self.before, self.after))

    @cached_property
    def amendments(self) -> list[Amendment]:
        """The questions of the article that are answered otherwise, in their order."""
        found = (
            Amendment(sheets.asked(question), self._parts(question)) for question in self._questions
        )
        return [each for each in found if each.parts]

    @property
    def laws(self) -> list[str]:
        """The titles of laws cited in the article that stand otherwise: in words, dates or file."""
        answers = (self.after.values.get(each.id, {}) for each in self._questions)
        cited = {each["law"] for value in answers for each in value.get("citations", ())}
        both = ((self.before.laws.get(key), self.after.laws.get(key)) for key in sorted(cited))
        return [new["title"] for old, new in both if old and new and old != new]

    @property
    def _questions(self) -> list[Question]:
        every = self.after.questionnaire.questions
        return [each for each in every if each.article == self.section.article]

    def _parts(self, question: Question) -> list[Differing]:
        asked_then = self.before.questionnaire.question(question.id)
        parts = differing(
            question,
            self.before.values.get(question.id, {}),
            self.after.values.get(question.id, {}),
            self.after.laws,
            asked_then,
            self.before.laws,
        )
        old, new = (_files(each.version.files, question) for each in (self.before, self.after))
        if old != new:
            parts.append(Differing(_("Files"), pieces(_lines(old), _lines(new))))
        return parts


def _files(kept: list[Kept], question: Question) -> list[tuple[str, str]]:
    return [(each["name"], each["sha256"]) for each in kept if each["question"] == question.id]


def _lines(files: list[tuple[str, str]]) -> str:
    """Name files one a line; two of one name are told apart by how they are sealed."""
    return "\n".join(f"{name} ({seal[:12]})" for name, seal in files)
