"""Internal comments: said beside a question, marked to do, done; by one State's team, for it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.records.comments import Comment
from reviewmech.records.database import now
from reviewmech.records.responses import questionnaire
from reviewmech.records.reviews import Strand
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Invalid, NotFound
from reviewmech.rules.texts import required

LONGEST = 10_000
"""Characters of a comment: what is longer belongs into the answer."""


@act(Action.WRITE_COMMENT)
def write_comment(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    question: str,
    text: str,
    is_to_do: bool = False,
) -> Comment:
    """Say something beside a question to one's own team, and perhaps that it is to be done."""
    if questionnaire(session, strand.edition_id).question(question) is None:
        raise NotFound("This questionnaire has no such question. Check the address, please.")
    comment = Comment(
        strand_id=strand.id,
        state_id=actor.state_in(strand.review.id),
        question=question,
        text=required(text, longest=LONGEST, field="text"),
        is_to_do=is_to_do,
        author_id=actor.person,
        written_at=now(session),
    )
    session.add(comment)
    return comment


@act(Action.SETTLE_COMMENT)
def settle_comment(
    session: Session, actor: Actor, strand: Strand, *, comment: Comment, is_done: bool
) -> Comment:
    """Mark what was to be done as done, or open it again."""
    if (comment.strand_id, comment.state_id) != (strand.id, actor.state_in(strand.review.id)):
        raise NotFound("Your team wrote no such comment here. Check the address, please.")
    if not comment.is_to_do:
        raise Invalid("This comment asks for nothing to be done. Write another one if it should.")
    if is_done != (comment.done_at is not None):
        comment.done_at = now(session) if is_done else None
        comment.done_by_id = actor.person if is_done else None
    return comment
