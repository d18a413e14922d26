"""What an observation rests on: answers of a version, supplementary questions, feedback."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from reviewmech.records.dialogue import visible_questions
from reviewmech.records.feedback import Release, visible_releases
from reviewmech.records.observations import Ground
from reviewmech.records.responses import visible_versions
from reviewmech.records.reviews import Strand, case
from reviewmech.rules.access import Actor
from reviewmech.rules.refusals import Invalid
from reviewmech.rules.vocabulary import Inquiry

Source = tuple[int, str]
"""An answer as a ground: the number of the version it stands in, and the question's id."""


def answers_as_grounds(
    session: Session, actor: Actor, strand: Strand, answers: Collection[Source]
) -> list[Ground]:
    """Rest on answers that were submitted."""
    submitted = {
        version.number: version
        for version in visible_versions(session, strand.id, actor, case(strand))
    }
    for number, question in answers:
        if number not in submitted or question not in submitted[number].values:
            raise Invalid("Choose answers that were submitted.", field="answers")
    return [
        Ground(question=question, version_id=submitted[number].id) for number, question in answers
    ]


def questions_as_grounds(
    session: Session, actor: Actor, strand: Strand, questions: Collection[str]
) -> list[Ground]:
    """Rest on closed supplementary questions only: what is said in them no longer changes."""
    visible = visible_questions(session, strand.id, actor, case(strand))
    closed = {thread.key: thread.id for thread in visible if thread.state is Inquiry.CLOSED}
    if not set(closed).issuperset(questions):
        raise Invalid("Choose supplementary questions that are closed.", field="questions")
    return [Ground(thread_id=closed[key]) for key in questions]


def feedback_as_ground(
    session: Session, actor: Actor, strand: Strand, release: Release, article: str
) -> Ground:
    """Rest on what a State released on an article."""
    if release not in visible_releases(session, strand.id, actor, case(strand)):
        raise Invalid("Choose a feedback that was released.", field="release")
    return Ground(release_id=release.id, article=article)
