"""The consultation: how the review is held, proposed by one and cleared by all States together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.records.clearances import Clearance, cleared_by, keep_clearance
from reviewmech.records.consultation import Consultation, articles, current
from reviewmech.records.database import now, surroundings
from reviewmech.records.reviews import Strand
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid
from reviewmech.rules.texts import checked
from reviewmech.rules.vocabulary import Clearing

LONGEST_REMARKS = 5_000


@act(Action.PROPOSE_CONSULTATION)
def propose_consultation(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    instead_of: int,
    languages: list[str],
    division: Mapping[str, list[int]],
    is_drafting_shared: bool = False,
    feedback_by: date | None = None,
    remarks: str = "",
) -> Consultation:
    """Propose languages, who reads which articles, and dates; every clearance starts anew."""
    before = current(session, strand.id)
    _check_number(before, instead_of)
    _check_languages(session, languages)
    _check_division(session, strand, division)
    if feedback_by is not None and feedback_by <= now(session).date():
        raise Invalid("Give a day that is still to come.", field="feedback_by")
    proposal = Consultation(
        strand_id=strand.id,
        number=instead_of + 1,
        languages=list(dict.fromkeys(languages)),
        division={article: sorted(states) for article, states in division.items()},
        is_drafting_shared=is_drafting_shared,
        feedback_by=feedback_by,
        remarks=checked(remarks, longest=LONGEST_REMARKS, field="remarks"),
        proposed_at=now(session),
        proposed_by_id=actor.state_in(strand.review.id),
    )
    session.add(proposal)
    return proposal


def _check_number(proposal: Consultation | None, shown: int) -> None:
    if shown != (proposal.number if proposal else 0):
        raise Conflict(
            "Somebody made another proposal since you opened the page, so nothing was changed. "
            "Read that one first."
        )


def _check_languages(session: Session, languages: list[str]) -> None:
    mechanism = surroundings(session).mechanism
    known = {language.code for language in mechanism.languages}
    if not languages or not set(languages) <= known:
        raise Invalid("Choose the working language from the list.", field="languages")
    if len(set(languages)) > mechanism.most_working_languages:
        raise Invalid(
            "These are too many working languages. The most is %(most)s.",
            field="languages",
            most=mechanism.most_working_languages,
        )


def _check_division(session: Session, strand: Strand, division: Mapping[str, list[int]]) -> None:
    """Each article named has a reader; an article not named is read by all reviewing States."""
    asked = {section.article for section in articles(session, strand)}
    in_scope = {state.id for state in strand.reviewing_states}
    for article, states in division.items():
        if article not in asked:
            raise Invalid("This strand does not review article %(article)s.", article=article)
        if not states or not set(states) <= in_scope:
            raise Invalid(
                "Name at least one State that reviews article %(article)s, from those in this "
                "strand.",
                field=f"article_{article}",
                article=article,
            )


@act(Action.CLEAR_CONSULTATION)
def clear_consultation(session: Session, actor: Actor, strand: Strand, *, number: int) -> Clearance:
    """Clear, for a State, how the review is held, exactly as it was read."""
    proposal = current(session, strand.id)
    if proposal is None:
        raise Invalid("Nothing is proposed yet, so there is nothing to clear. Propose first.")
    _check_number(proposal, number)
    state, digest = cast(int, actor.state_in(strand.review.id)), str(number)
    if state in cleared_by(session, Clearing.CONSULTATION, strand.id, digest):
        raise Conflict("This proposal is cleared for that State already; nothing was changed.")
    return keep_clearance(session, Clearing.CONSULTATION, strand.id, digest, state, actor)
