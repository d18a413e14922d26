"""A version as pages show it: the answers as they were submitted, and its receipt."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from reviewmech.records import chains, editions, responses, texts
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.records.translations import Beside, visible_translations
from reviewmech.rules.answers import applicable, is_answered
from reviewmech.rules.questionnaire import Question, Questionnaire
from reviewmech.web import gate, margins, present, readership, reading, sheets, threads
from reviewmech.web.differing import Differing, differing
from reviewmech.web.reading import Article, File, Kept, Read
from reviewmech.web.sheets import Place, asked, in_address
from reviewmech.web.waiting import address
from reviewmech.web.whereabouts import observation_from

Values = dict[str, dict[str, Any]]
"""What is answered, by question."""


class Submitted:
    """A version, with the questions as they were asked then; ``values`` where they are known."""

    def __init__(self, strand: Strand, number: int, values: Values | None = None) -> None:
        self.versions = threads.versions(strand)
        found = next((each for each in self.versions if each.number == number), None)
        gate.belongs(found, found is not None)
        assert found is not None
        self.strand, self.version = strand, found
        self.questionnaire: Questionnaire = responses.questionnaire(
            gate.session(), found.edition_id
        )
        self.values = found.values if values is None else values
        self.laws: sheets.Laws = {law["id"]: law for law in found.laws}

    @cached_property
    def answered(self) -> int:
        """How many questions are answered."""
        asked_in = self.questionnaire
        return sum(
            is_answered(question, self.values[question.id])
            for question in asked_in.questions
            if question.id in self.values
        )

    @cached_property
    def unanswered(self) -> list[Question]:
        """The questions left open when it was submitted."""
        found = map(self.questionnaire.question, self.version.unanswered)
        return [question for question in found if question]

    @property
    def files(self) -> list[File]:
        """The files submitted with the answers."""
        return [reading.file(kept, self.url_of_file(kept)) for kept in self.version.files]

    def url_of_file(self, kept: Kept) -> str | None:
        """Return where a file of this version can be had."""
        return address(
            "evidence.submitted_file",
            strand_id=self.strand.id,
            number=self.version.number,
            seal=kept["sha256"],
        )

    def url(self, article: str) -> str:
        """Return the address of an article as submitted."""
        return url_for(
            "versions.article",
            strand_id=self.strand.id,
            number=self.version.number,
            article=in_address(article),
        )

    def url_of(self, question: Question) -> str:
        """Return the address of a question as submitted."""
        return f"{self.url(question.article)}#{asked(question).id}"

    def places(self, here: str | None = None) -> list[Place]:
        """List the articles."""
        return sheets.places(self.questionnaire, self.url, here)

    def sheet(self, article: str) -> list[Read]:
        """Return the questions of an article that applied, with their answers and files."""
        return self._read(each for each in self._applied if each.article == article)

    @property
    def articles(self) -> list[Article]:
        """The whole version, set for reading."""
        return reading.by_article(self.questionnaire, self._read(self._applied))

    @cached_property
    def _applied(self) -> tuple[Question, ...]:
        return applicable(self.questionnaire, self.values)

    def named(self, question: str) -> str:
        """Return the name of an answer of this version, by which others write beside it."""
        return texts.answer(self.version.id, question)

    def observation_of(self, question: Question) -> str | None:
        """Return where an observation is made of an answer, if there is such a page."""
        answer = f"{self.version.id}:{question.id}"
        return observation_from(self.strand, question.article, answer=answer)

    def translated(self, read: Iterable[Read]) -> dict[str, list[Beside]]:
        """Return the translations of answers of this version that the reader may see."""
        names = [self.named(each.asked.question.id) for each in read if self._has_words(each)]
        return visible_translations(
            gate.session(), self.strand.id, names, gate.actor(), gate.situation()
        )

    def _has_words(self, read: Read) -> bool:
        return bool(texts.written_in(self.values.get(read.asked.question.id, {})))

    def came_of(self, article: str, read: Iterable[Read]) -> chains.Found:
        """Return what came of the answers of an article."""
        questions = [each.asked.question.id for each in read]
        return chains.came_of(gate.session(), self.strand, article, questions, gate.actor())

    def beside(self, questions: Iterable[str]) -> margins.Found:
        """Return what was annotated on answers, on this version and on those before it."""
        earlier = self.earlier(questions)
        return margins.beside(self.strand, earlier, earlier, Former(self))

    def earlier(self, questions: Iterable[str]) -> dict[str, dict[str, int]]:
        """Return the answers of this version by name, each with those of the versions before it."""
        before = [each for each in reversed(self.versions) if each.number < self.version.number]
        return {
            self.named(question): {
                texts.answer(version.id, question): version.number for version in before
            }
            for question in questions
        }

    def _read(self, questions: Iterable[Question]) -> list[Read]:
        return reading.set_for_reading(
            questions,
            self.values,
            self.laws,
            self.version.files,
            self.url_of_file,
            editions.answered_under_others(gate.session(), self.version),
        )


Frozen = dict[tuple[int, str], dict[str, Any]]
"""What was answered, by version (id) and question."""


class Former:
    """The answers of earlier versions beside those of this one; ``values`` where they are known."""

    def __init__(self, submitted: Submitted, values: Frozen | None = None) -> None:
        self.submitted = submitted
        self.versions = {each.id: each for each in submitted.versions}
        self.values: Frozen = values or {}

    def read(self, names: Collection[str]) -> None:
        """Read these answers."""
        if not self.values:
            self.values = responses.former_values(gate.session(), [_parsed(each) for each in names])

    def differing(self, then: str, thing: str, part: str) -> list[Differing]:
        """Tell how an answer differs from an earlier one: in words, or choices and all."""
        before, after = _parsed(then), _parsed(thing)
        old, new = self.values.get(before, {}), self.values.get(after, {})
        if part:
            return margins.differing_parts(texts.written_in(old), texts.written_in(new), part)
        question = self.submitted.questionnaire.question(after[1])
        assert question is not None, "What was submitted was asked."
        version = self.versions[before[0]]
        asked_then = responses.questionnaire(gate.session(), version.edition_id)
        laws = {law["id"]: law for law in version.laws} | dict(self.submitted.laws)
        return differing(question, old, new, laws, asked_then.question(before[1]))


def _parsed(thing: str) -> tuple[int, str]:
    _kind, version, question = thing.split(":", 2)
    return int(version), question


@dataclass(frozen=True)
class Receipt:
    """What a State holds in its hand after a submission: on a page, on paper, or as plain text."""

    submitted: Submitted

    @property
    def seal(self) -> str:
        """The SHA-256 by which two sides can compare their copies."""
        return responses.version_seal(self.submitted.version)

    @property
    def title(self) -> str:
        """Whose response, and which version."""
        return _(
            "Receipt: response of %(state)s, version %(number)s",
            state=self._state,
            number=self.submitted.version.number,
        )

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What was submitted, when, by whom, and who reads it now: terms and words."""
        strand, version = self.submitted.strand, self.submitted.version
        languages = present.mechanism().languages
        return [
            (_("Review"), present.strand_name(strand)),
            (_("Submitted"), present.hour(version.submitted_at)),
            (_("By"), self._by),
            (_("Readable for"), present.names([strand.review.state, *_readers(strand)])),
            (_("Mainly in"), next((n.name for n in languages if n.code == version.language), "")),
            *self._counts,
        ]

    @property
    def _counts(self) -> list[tuple[str, str]]:
        submitted, version = self.submitted, self.submitted.version
        if version.file:
            document = f"{version.file.name} ({reading.size(version.file.size)})"
            return [(_("The document received"), document)]
        return [
            (_("Questions answered"), str(submitted.answered)),
            (_("Questions left open"), str(len(submitted.unanswered))),
            (_("Laws cited"), str(len(version.laws))),
            (_("Files attached"), str(len(version.files))),
        ]

    @property
    def next(self) -> list[str]:
        """What happens next, and by when, as it stands today."""
        strand = self.submitted.strand
        today = present.strip_of_strand(strand)
        return [
            _("%(readers)s have been told by letter.", readers=readership.of_response(strand)),
            _("The review is at this step now: %(step)s.", step=present.said(strand.step)),
            _("%(pen)s %(due)s", pen=today.pen, due=today.due or "").strip(),
            _(
                "What was submitted stays as it is. A correction is a new version; it can be "
                "submitted until the review comes to the summary."
            ),
        ]

    @property
    def text(self) -> str:
        """The receipt as plain text, its lines ended as every editor reads them."""
        words = [_("%(term)s: %(words)s", term=term, words=said) for term, said in self.facts]
        files = [
            _("%(name)s, SHA-256 %(seal)s", name=each.name, seal=each.sha256)
            for each in self.submitted.files
        ]
        seal = _("Seal of this version (SHA-256): %(seal)s", seal=self.seal)
        parts = [[self.title], words, files, [seal], self.next]
        return "\r\n\r\n".join("\r\n".join(part) for part in parts if part) + "\r\n"

    @property
    def file_name(self) -> str:
        """The name under which the text is saved."""
        strand, version = self.submitted.strand, self.submitted.version
        return f"{strand.review.state.code}-{strand.instrument}-{version.number}.txt"

    @property
    def _state(self) -> str:
        return present.state_name(self.submitted.strand.review.state)

    @property
    def _by(self) -> str:
        version, state = self.submitted.version, self._state
        if version.note:
            reference = version.note.reference
            return _("%(state)s, by note verbale %(reference)s", state=state, reference=reference)
        if version.submitted_by is None:
            return state
        return _("%(state)s, by %(person)s", state=state, person=version.submitted_by.name)


def _readers(strand: Strand) -> list[State | str]:
    return [*strand.reviewing_states, _("the secretariat")]
