"""Contributions: written beside an answer by who was asked to, and settled by the State's team."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.actions.responses import check_language, write_answer
from reviewmech.records import contributions, drafts, responses
from reviewmech.records.contributions import Contribution, ContributionRevision
from reviewmech.records.database import now
from reviewmech.records.responses import Revision
from reviewmech.records.reviews import Strand
from reviewmech.rules.access import Actor, Contributing
from reviewmech.rules.answers import check
from reviewmech.rules.contributions import CITED, with_laws_of
from reviewmech.rules.purposes import Action
from reviewmech.rules.questionnaire import Question
from reviewmech.rules.refusals import Conflict, Invalid, NotFound
from reviewmech.rules.vocabulary import Settlement


class ContributionChanged(Conflict):
    """It was saved elsewhere meanwhile: it holds what is kept, and what was typed."""

    def __init__(self, kept: ContributionRevision, typed: dict[str, Any]) -> None:
        super().__init__(
            "This was saved from another window since you opened it, so nothing was changed. "
            "Both texts are shown; save yours again if it is to count."
        )
        self.kept, self.typed = kept, typed


class AnswerStands(Conflict):
    """There is an answer already, which a contribution replaces only when that is said."""

    def __init__(self) -> None:
        super().__init__(
            "This question has an answer already, so nothing was changed. Compare the two, then "
            "replace the answer or put both together."
        )


@act(Action.CONTRIBUTE)
def contribute(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    question: str,
    value: Mapping[str, Any],
    started_from: int,
    language: str,
) -> ContributionRevision | None:
    """Keep what a contributor wrote to a question of theirs as a new revision.

    An empty one takes the words back: it waits for nobody.
    """
    asked, contributing = _opened(session, actor, strand, question)
    typed = check(asked, {name: part for name, part in value.items() if name != CITED})
    check_language(session, language)
    found = contributions.own(session, contributing.contributor, strand.id).get(question)
    kept = found.newest if found else None
    if typed == (kept.value if kept else {}) and (kept is None or kept.language == language):
        return kept
    if kept and kept.number != started_from:
        raise ContributionChanged(kept, typed)
    place = found or _place(session, contributing, strand, question)
    return _revise(session, place, typed, language)


def _opened(
    session: Session, actor: Actor, strand: Strand, question: str
) -> tuple[Question, Contributing]:
    """Return the question and who contributes; what their link does not open does not exist."""
    who = actor.contributing
    asked = responses.questionnaire(session, strand.edition_id).question(question)
    if (
        who is None
        or asked is None
        or not contributions.opens(session, who.contributor, strand.id, asked.article)
    ):
        raise NotFound(
            "This question is not among those you were asked to help with, or no longer. Ask the "
            "person who invited you."
        )
    return asked, who


def _place(
    session: Session, contributing: Contributing, strand: Strand, question: str
) -> Contribution:
    place = Contribution(
        strand_id=strand.id,
        question=question,
        contributor_id=contributing.contributor,
        number=0,
        settled_number=0,
    )
    session.add(place)
    return place


def _revise(
    session: Session, place: Contribution, value: dict[str, Any], language: str
) -> ContributionRevision:
    place.number += 1
    if not value:
        place.settled_number = place.number
    revision = ContributionRevision(
        contribution=place,
        number=place.number,
        value=value,
        language=language,
        saved_at=now(session),
    )
    session.add(revision)
    session.flush()
    # A page may go on with this place after the act: it must not read what was newest before.
    session.expire(place, ["newest"])
    return revision


@act(Action.SETTLE_CONTRIBUTION)
def settle_contribution(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    contribution: Contribution,
    settlement: Settlement,
    shown: int,
    started_from: int | None = None,
    value: Mapping[str, Any] | None = None,
    language: str = "",
) -> Revision | Contribution:
    """Adopt a contribution, merge it into the answer, or set it aside; it stays readable.

    ``shown`` is the revision of the contribution that was read, ``started_from`` that of the
    answer it replaces; without one it is adopted only where there is no answer.
    """
    _check_shown(strand, contribution, shown)
    taken_up = None
    if settlement is Settlement.ADOPTED:
        taken_up = _adopt(session, actor, strand, contribution, started_from)
    elif settlement is Settlement.MERGED:
        given = (value or {}, language, started_from or 0)
        taken_up = _take_up(session, actor, strand, contribution, *given)
    contribution.settlement, contribution.settled_number = settlement, contribution.number
    contribution.settled_by_id, contribution.settled_at = actor.person, now(session)
    return taken_up or contribution


def _check_shown(strand: Strand, contribution: Contribution, shown: int) -> None:
    if contribution.strand_id != strand.id:
        raise NotFound("There is no such contribution in this strand. Check the address, please.")
    if contribution.number != shown:
        raise Conflict(
            "This contribution was written on after you opened it, so nothing was changed. Read it "
            "once more, then decide."
        )


def _adopt(
    session: Session,
    actor: Actor,
    strand: Strand,
    contribution: Contribution,
    started_from: int | None,
) -> Revision | None:
    """Make the contribution the answer: where there is none, or in the place of the one shown."""
    if not contribution.newest.value:
        raise Invalid("Nothing is written in this contribution any more. Set it aside.")
    if started_from is None:
        _, kept = drafts.kept(session, strand.id, contribution.question) or (None, None)
        if kept is not None and kept.value:
            raise AnswerStands
        started_from = kept.number if kept else 0
    text = contribution.newest
    return _take_up(session, actor, strand, contribution, text.value, text.language, started_from)


def _take_up(
    session: Session,
    actor: Actor,
    strand: Strand,
    contribution: Contribution,
    value: Mapping[str, Any],
    language: str,
    started_from: int,
) -> Revision | None:
    """Save a value as the answer, with the laws the answer cites; none when it said so already."""
    _, before = drafts.kept(session, strand.id, contribution.question) or (None, None)
    saved = write_answer(
        session,
        actor,
        strand,
        question=contribution.question,
        value=with_laws_of(before.value if before else {}, value),
        started_from=started_from,
        language=language,
    )
    return saved if saved is not before else None
