"""The life of a questionnaire's versions: published, proposed to running strands, moved to.

The files are what authors have. What a State is asked is what was published: a strand begins on the
newest version, and stays on it until its State acknowledges a move to a newer one. Once a response
is submitted the strand moves no more: corrections are written to the questions it was given to.
"""

from __future__ import annotations

from typing import cast

from sqlalchemy.orm import Session

from reviewmech.actions import notices
from reviewmech.actions.act import act
from reviewmech.records import editions
from reviewmech.records.database import now, surroundings
from reviewmech.records.editions import Move
from reviewmech.records.responses import Edition, questionnaire
from reviewmech.records.reviews import Strand
from reviewmech.rules.access import THE_SYSTEM, Actor
from reviewmech.rules.editions import asks_another_look
from reviewmech.rules.purposes import Action
from reviewmech.rules.questionnaire import Question, Questionnaire
from reviewmech.rules.refusals import N_, Conflict, Invalid, NotFound

LOOK_AGAIN = N_("The question has changed since it was answered: look at the answer again.")


class VersionTaken(Invalid):
    """The name of the version was given to other words before."""

    def __init__(self, version: str) -> None:
        super().__init__(
            "Version “%(version)s” of this questionnaire was published before, with other words. "
            "Give the questionnaire another version in its file, start the service again, and "
            "publish it then.",
            version=version,
        )


@act(Action.PUBLISH_EDITION)
def publish_edition(
    session: Session,
    actor: Actor,
    subject: None = None,
    *,
    instrument: str,
    part: str,
    digest: str,
) -> Edition:
    """Publish a questionnaire as it stands in the files, exactly as it was shown."""
    asked = surroundings(session).questionnaires.get((instrument, part))
    if asked is None:
        raise NotFound("There is no such questionnaire in the files. Check the address, please.")
    if asked.digest != digest:
        raise Conflict(
            "The questionnaire in the files is not the one you were shown, so nothing was "
            "published. Look at the difference once more, then publish it."
        )
    before = editions.newest(session, instrument, part)
    if before is not None and before.digest == digest:
        raise Conflict(
            "These very words are published already, as version %(version)s.",
            version=before.number,
        )
    named = editions.published(session, instrument, part)
    if any(edition.number == asked.version for edition in named):
        raise VersionTaken(asked.version)
    return _published(session, asked, actor)


def to_begin_on(session: Session, instrument: str, part: str) -> Edition:
    """Return the edition a strand begins on: the newest published.

    Where none is, what the files hold is published by the installation.
    """
    newest = editions.newest(session, instrument, part)
    if newest is not None:
        return newest
    return _published(session, surroundings(session).questionnaires[instrument, part], THE_SYSTEM)


def publish_the_first(session: Session) -> None:
    """Publish, for the installation, every questionnaire of which nothing is published yet."""
    published = editions.newest_of_each(session)
    for (instrument, part), asked in sorted(surroundings(session).questionnaires.items()):
        if (instrument, part) not in published:
            publish_edition(
                session, THE_SYSTEM, instrument=instrument, part=part, digest=asked.digest
            )


def _published(session: Session, asked: Questionnaire, actor: Actor) -> Edition:
    """Keep an edition as published now; words a strand began on before are kept once."""
    edition = editions.edition_of(session, asked.digest) or _kept(session, asked)
    edition.published_at, edition.published_by_id = now(session), actor.person
    session.flush()
    return edition


def _kept(session: Session, asked: Questionnaire) -> Edition:
    edition = Edition(
        instrument=asked.instrument,
        part=asked.part,
        number=asked.version,
        digest=asked.digest,
        content=asked.to_plain(),
    )
    session.add(edition)
    return edition


@act(Action.PROPOSE_MOVE)
def propose_move(
    session: Session, actor: Actor, strand: Strand | None = None, *, edition: Edition
) -> Move | Edition:
    """Propose to move a strand, or all that run on this questionnaire, to its newest version.

    Nothing changes before the State under review acknowledges it.
    """
    if strand is not None:
        _check_newest(session, edition, strand.instrument, strand.phase.part)
        return _proposed_alone(session, actor, strand, edition)
    _check_newest(session, edition, edition.instrument, edition.part)
    running = editions.running(session, edition)
    made = [_proposal(session, actor, each, edition) for each in running]
    for move in filter(None, made):
        notices.write(session, Action.PROPOSE_MOVE, actor, move.strand, move)
    if not any(made):
        raise Conflict(
            "No running strand is left to be moved: each is on version %(version)s, or the move "
            "was proposed to its State already.",
            version=edition.number,
        )
    return edition


def _check_newest(session: Session, edition: Edition, instrument: str, part: str) -> None:
    newest = editions.newest(session, instrument, part)
    if newest is None or newest.id != edition.id:
        raise Conflict(
            "This is not the newest version of the questionnaire of this strand, so nothing was "
            "proposed. Open the page again, and look at the difference first."
        )


def _proposed_alone(session: Session, actor: Actor, strand: Strand, edition: Edition) -> Move:
    if strand.edition_id == edition.id:
        raise Conflict(
            "This strand is on version %(version)s already, so there is nothing to propose.",
            version=edition.number,
        )
    move = _proposal(session, actor, strand, edition)
    if move is None:
        raise Conflict(
            "This move was proposed already; it waits for the acknowledgement of %(state)s.",
            state=strand.review.state,
        )
    return move


def _proposal(session: Session, actor: Actor, strand: Strand, edition: Edition) -> Move | None:
    """Put a move on the table, unless it lies there; of two at once the database takes one."""
    before = editions.moves(session, strand.id)
    newest = before[0] if before else None
    if newest and newest.acknowledged_at is None and newest.edition_id == edition.id:
        return None
    move = Move(
        strand=strand,
        number=len(before) + 1,
        left_id=strand.edition_id,
        edition_id=edition.id,
        proposed_at=now(session),
        proposed_by_id=actor.person,
    )
    session.add(move)
    return move


@act(Action.ACKNOWLEDGE_MOVE, moves=True)
def acknowledge_move(session: Session, actor: Actor, strand: Strand, *, number: int) -> Move:
    """Acknowledge a move, exactly as it was shown: the strand is on the newer questionnaire now.

    Answers to questions that changed wait for another look; those to removed ones stay kept.
    """
    move = editions.proposed(session, strand)
    if move is None:
        raise Conflict(
            "No move to a newer questionnaire waits here: it was acknowledged already, or none was "
            "proposed. Nothing was changed."
        )
    if move.number != number:
        raise Conflict(
            "Another version was proposed since you opened this page, so nothing was changed. "
            "Look at what is different in that one first."
        )
    move.left_id = strand.edition_id
    move.acknowledged_at = now(session)
    move.acknowledged_by_id, move.note_id = actor.person, actor.note
    _ask_for_another_look(session, strand, move)
    strand.edition_id = move.edition_id
    return move


def _ask_for_another_look(session: Session, strand: Strand, move: Move) -> None:
    """Mark the answers to questions that ask something else than what was answered."""
    left = questionnaire(session, move.left_id)
    to = questionnaire(session, move.edition_id)
    for answer, revision in editions.answers(session, strand.id):
        # What comes back after some versions without it was answered under an earlier one.
        then = left.question(answer.question) or cast(
            Question, questionnaire(session, revision.edition_id).question(answer.question)
        )
        asked = to.question(answer.question)
        if asked is not None and revision.value and asks_another_look(then, asked):
            answer.look_again = LOOK_AGAIN
