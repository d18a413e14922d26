"""Confidential passages: the State under review marks words of an agreed observation."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.records.database import now
from reviewmech.records.observations import Observation
from reviewmech.records.passages import Passage, passages
from reviewmech.records.reviews import Strand
from reviewmech.rules.access import Actor
from reviewmech.rules.anchors import Span
from reviewmech.rules.audiences import Marked, added, taken_off
from reviewmech.rules.leaving_out import joined
from reviewmech.rules.mechanism import Readership
from reviewmech.rules.observations import enters
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, NotFound


@act(Action.MARK_PASSAGE)
def mark_passage(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    observation: Observation,
    wording: int,
    spans: Collection[Span],
    is_confidential: bool,
) -> Observation:
    """Mark words of the wording read confidential, or take the mark off; marks that meet are one.

    The journal holds where they stand, and never the words.
    """
    _check_agreed(observation, strand, wording)
    chosen = joined(spans)
    marked = passages(session, [wording]).get(wording, [])
    after = [each.span for each in marked]
    if is_confidential:
        after += added(after, chosen)
        _check_words(observation, chosen, after)
    for gone in () if is_confidential else chosen:
        after = [piece for span in after for piece in taken_off(span, gone)]
    _settle(session, actor, observation, marked, after)
    return observation


def _check_agreed(observation: Observation, strand: Strand, wording: int) -> None:
    if observation.strand_id != strand.id:
        raise NotFound("There is no such observation in this list. Check the address, please.")
    if not enters(observation.outcome):
        raise Conflict(
            "Only words that are agreed can be marked, and this observation is not agreed as it "
            "stands now."
        )
    if observation.wording.id != wording:
        raise Conflict(
            "Another wording was put on the table while you were reading, so nothing was marked. "
            "Read it, and mark again what should stay confidential."
        )


def _check_words(observation: Observation, chosen: Collection[Span], after: list[Span]) -> None:
    text = observation.wording.text
    if not chosen or min(chosen)[0] < 0 or max(chosen)[1] > len(text):
        raise Invalid("Choose words of this wording.", field="words")
    if Marked(text, tuple(after)).read_by(Readership.PUBLIC) is None:
        raise Invalid(
            "This is the whole wording. Mark the observation itself as confidential instead.",
            field="words",
        )


def _settle(
    session: Session,
    actor: Actor,
    observation: Observation,
    marked: list[Passage],
    after: list[Span],
) -> None:
    """Keep the marks that stay, take off the others, and write those that are new."""
    for passage in marked:
        if passage.span not in after:
            passage.taken_off_at = now(session)
    new = set(after) - {passage.span for passage in marked}
    for start, end in sorted(new):
        session.add(
            Passage(
                wording_id=observation.wording.id,
                start=start,
                end=end,
                marked_by_id=actor.person,
                marked_at=now(session),
            )
        )
