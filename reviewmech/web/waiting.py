"""What waits for a reader in a strand: a table of acts, and when each of them is awaited.

The first line that holds is the reader's one next act. It is found from the policy and from what
has happened openly; of other States' drafts it knows nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from reviewmech.records.facts import StrandFacts
from reviewmech.records.reviews import Strand, case
from reviewmech.rules.access import Actor, may
from reviewmech.rules.policy import POLICY
from reviewmech.rules.purposes import Action, Reading, Scope
from reviewmech.rules.refusals import N_
from reviewmech.rules.steps import Step, participants
from reviewmech.rules.vocabulary import Inquiry
from reviewmech.web import labels, present


@dataclass(frozen=True)
class Reader:
    """A reader before a strand, and what has happened in it."""

    strand: Strand
    actor: Actor
    facts: StrandFacts

    @property
    def state(self) -> int | None:
        """The State the reader acts for."""
        return self.actor.state_in(self.strand.review.id)

    @property
    def is_reviewing(self) -> bool:
        """Whether the reader's State reviews this strand."""
        return self.state in self.facts.reviewing


@dataclass(frozen=True)
class Awaited:
    """One line: what is awaited, what its link says, where it leads, and when it is awaited."""

    action: Action
    label: str
    endpoint: str
    when: Callable[[Reader], bool]


def _answers(reader: Reader) -> bool:
    return reader.strand.step is Step.SELF_ASSESSMENT


def _move(reader: Reader) -> bool:
    return reader.facts.is_to_move


def _has_proposal(reader: Reader) -> bool:
    return reader.facts.proposal is not None


def _clearance(reader: Reader) -> bool:
    return _has_proposal(reader) and reader.state not in reader.facts.consultation_cleared


def _proposal(reader: Reader) -> bool:
    return reader.state is not None and not _has_proposal(reader)


def _feedback(reader: Reader) -> bool:
    return reader.state not in reader.facts.released


def _reply(reader: Reader) -> bool:
    return not reader.is_reviewing and any(_questions(reader, Inquiry.OPEN))


def _reading_of_replies(reader: Reader) -> bool:
    asked = _questions(reader, Inquiry.ANSWERED)
    return any(asked_by == reader.state for asked_by in asked)


def _questions(reader: Reader, standing: Inquiry) -> list[int]:
    if not may(Reading.DIALOGUE, reader.actor, case(reader.strand)):
        return []
    return [one.asked_by for one in reader.facts.inquiries if one.stands is standing]


def _clearance_of_list(reader: Reader) -> bool:
    return reader.facts.list_settled and reader.state not in reader.facts.list_cleared


def _position(reader: Reader) -> bool:
    return not reader.facts.list_settled and reader.facts.unsaid(reader.state)


def _clearance_of_positions(reader: Reader) -> bool:
    return not reader.facts.list_settled and reader.facts.ad_referendum(reader.state)


def _observations(reader: Reader) -> bool:
    return not (reader.facts.list_settled or reader.facts.awaited) and reader.is_reviewing


def _summary(reader: Reader) -> bool:
    return reader.strand.step is Step.SUMMARY and reader.facts.compiled


def _clearance_of_summary(reader: Reader) -> bool:
    return _summary(reader) and reader.state not in reader.facts.summary_cleared


def _edit(reader: Reader) -> bool:
    return _clearance_of_summary(reader) and reader.state is not None


def _compilation(reader: Reader) -> bool:
    return reader.strand.step is Step.SUMMARY and not reader.facts.compiled


def _issue(reader: Reader) -> bool:
    return _summary(reader) and participants(reader.facts) <= reader.facts.summary_cleared


A = Action
AWAITED = (
    Awaited(
        A.ACKNOWLEDGE_MOVE,
        N_("Read and acknowledge the newer questionnaire"),
        "editions.strand",
        _move,
    ),
    Awaited(A.SAVE_ANSWER, N_("Answer the questionnaire"), "responses.response", _answers),
    Awaited(
        A.CLEAR_CONSULTATION,
        N_("Read and clear how the review is held"),
        "consultation.consultation",
        _clearance,
    ),
    Awaited(
        A.PROPOSE_CONSULTATION,
        N_("Propose how the review is held"),
        "consultation.proposal",
        _proposal,
    ),
    Awaited(
        A.RELEASE_FEEDBACK,
        N_("Write and release the feedback"),
        "feedback.feedback",
        _feedback,
    ),
    Awaited(A.SAVE_FEEDBACK, N_("Write the feedback"), "feedback.feedback", _feedback),
    Awaited(
        A.CLEAR_LIST,
        N_("Read and clear the %(list)s"),
        "observations.observations",
        _clearance_of_list,
    ),
    Awaited(
        A.CLEAR_OBSERVATIONS,
        N_("Clear the positions of your State"),
        "observations.observations",
        _clearance_of_positions,
    ),
    Awaited(
        A.TAKE_POSITION,
        N_("Take a position on the observations"),
        "observations.observations",
        _position,
    ),
    Awaited(
        A.PROPOSE_OBSERVATION,
        N_("Propose observations"),
        "observations.observations",
        _observations,
    ),
    Awaited(
        A.CLEAR_SUMMARY,
        N_("Read and clear the %(summary)s"),
        "summaries.summary",
        _clearance_of_summary,
    ),
    Awaited(
        A.EDIT_PARAGRAPH,
        N_("Read and edit the %(summary)s"),
        "summaries.summary",
        _edit,
    ),
    Awaited(
        A.COMPILE_SUMMARY,
        N_("Compile the %(summary)s"),
        "summaries.summary",
        _compilation,
    ),
    Awaited(A.ISSUE_SUMMARY, N_("Issue the %(summary)s"), "summaries.summary", _issue),
    Awaited(
        A.DRAFT_REPLY,
        N_("Reply to the supplementary questions"),
        "dialogue.questions",
        _reply,
    ),
    Awaited(
        A.DRAFT_REPLY,
        N_("Read the replies to your questions"),
        "dialogue.questions",
        _reading_of_replies,
    ),
)


def next_act(strand: Strand, actor: Actor) -> tuple[str, str] | None:
    """Return the reader's one next act in a strand, as words and address, or None."""
    reader = Reader(strand, actor, present.facts_of(strand))
    cases = {Scope.STRAND: case(strand), Scope.PHASE: case(strand.phase)}
    for line in AWAITED:
        if may(line.action, actor, cases[POLICY[line.action].scope]) and line.when(reader):
            url = address(line.endpoint, strand_id=strand.id, phase_id=strand.phase_id)
            return (_(line.label, **labels.papers()), url) if url else None
    return None


def address(endpoint: str, **names: Any) -> str | None:
    """Return the address of a page, given the ids it may need; None where there is no such page."""
    if endpoint not in current_app.view_functions:
        return None
    needed = next(current_app.url_map.iter_rules(endpoint)).arguments
    return url_for(endpoint, **{name: names[name] for name in needed})
