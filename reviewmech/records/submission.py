"""A submission: what the next version freezes, read from the draft as it stands.

The page that shows it and the act that freezes it read it from here, so that nothing else can be
submitted than what was shown. Internal to the State under review until it is submitted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from reviewmech.records.evidence import Evidence, attached
from reviewmech.records.journal import canonical
from reviewmech.records.laws import Law
from reviewmech.records.responses import Kept, Version
from reviewmech.records.reviews import Strand
from reviewmech.rules.answers import applicable, is_answered, unanswered
from reviewmech.rules.questionnaire import Question, Questionnaire


@dataclass(frozen=True)
class Submission:
    """The answers to the questions that apply now, what they cite, and the files beside them."""

    asked: Questionnaire
    apply: tuple[Question, ...]
    answers: Mapping[str, Kept]
    library: Iterable[Law]
    attached: Mapping[str, list[Evidence]]

    @cached_property
    def values(self) -> dict[str, dict[str, Any]]:
        """The values, by question."""
        return {question: revision.value for question, revision in self.answers.items()}

    @cached_property
    def answered(self) -> int:
        """How many questions are answered; a remark alone answers nothing."""
        return sum(is_answered(each, self.values.get(each.id)) for each in self.apply)

    @cached_property
    def unanswered(self) -> list[str]:
        """The questions left open."""
        return [question.id for question in unanswered(self.asked, self.values)]

    @cached_property
    def laws(self) -> list[dict[str, Any]]:
        """The laws cited, as they stand now."""
        given = self.values.values()
        cited = {each["law"] for value in given for each in value.get("citations", ())}
        return [law.plain for law in self.library if law.id in cited]

    @cached_property
    def files(self) -> list[dict[str, Any]]:
        """The files attached to questions that apply, in the order of the questions."""
        found = ((question.id, self.attached.get(question.id, ())) for question in self.apply)
        return [_plain(question, each) for question, several in found for each in several]

    @cached_property
    def seal(self) -> str:
        """What changes with everything that would be frozen: it is cleared as it was shown."""
        return hashlib.sha256(
            canonical(_said(self) | {"asked": self.asked.digest}).encode()
        ).hexdigest()

    def says_the_same_as(self, version: Version) -> bool:
        """Say whether a version holds these very answers, laws and files."""
        return canonical(_said(self)) == canonical(_said(version))


def prepared(
    session: Session,
    strand: Strand,
    asked: Questionnaire,
    current: Mapping[str, Kept],
    library: Iterable[Law],
) -> Submission:
    """Return what would be frozen now: of all that is kept, what the questions that apply hold."""
    kept = {name: revision for name, revision in current.items() if revision.value}
    apply = applicable(asked, {name: revision.value for name, revision in kept.items()})
    answers = {question.id: kept[question.id] for question in apply if question.id in kept}
    return Submission(asked, apply, answers, library, attached(session, strand.id))


def _said(kept: Submission | Version) -> dict[str, object]:
    """Return what is said, whichever way it is kept: a file is the same under another key."""
    answers = kept.answers.items() if isinstance(kept, Submission) else _frozen(kept)
    return {
        "answers": {name: [each.value, each.language] for name, each in answers},
        "laws": [{name: words for name, words in law.items() if words} for law in kept.laws],
        "unanswered": kept.unanswered,
        "files": [[file["question"], file["name"], file["sha256"]] for file in kept.files],
    }


def _frozen(version: Version) -> Iterable[tuple[str, Any]]:
    return ((answer.question, answer) for answer in version.answers)


def _plain(question: str, beside: Evidence) -> dict[str, Any]:
    """Return a file as a version freezes it."""
    file = beside.attachment
    return {
        "id": file.id,
        "question": question,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
    }
