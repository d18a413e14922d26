"""The consultation: how the review is held, proposed by one and cleared by all States together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.records import consultation
from reviewmech.records.clearances import Clearance, cleared_by, keep_clearance
from reviewmech.records.consultation import Consultation, Division, HandOver, current
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
    asked = {section.article for section in consultation.articles(session, strand)}
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


@act(Action.HAND_ARTICLE_OVER)
def hand_article_over(
    session: Session, actor: Actor, strand: Strand, *, articles: Sequence[str], taker: int
) -> HandOver:
    """Hand articles over to another reviewing State; what the giver has drafted stays its own."""
    giver = cast(int, actor.state_in(strand.review.id))
    if taker == giver or taker not in {state.id for state in strand.reviewing_states}:
        raise Invalid("Choose another State that reviews this strand.", field="taker")
    if not articles:
        raise Invalid("Choose at least one article.", field="articles")
    now_taken = consultation.division(session, strand)
    for article in articles:
        _check_hand_over(session, now_taken, article, giver)
    made = [
        HandOver(
            strand_id=strand.id,
            article=article,
            giver_id=giver,
            taker_id=taker,
            handed_at=now(session),
        )
        for article in dict.fromkeys(articles)
    ]
    session.add_all(made)
    return made[0]


def _check_hand_over(session: Session, now_taken: Division, article: str, giver: int) -> None:
    """What can be divided can be handed over, by a State that takes it now."""
    strand = now_taken.strand
    if article not in {section.article for section in consultation.articles(session, strand)}:
        raise Invalid(
            "This strand does not review article %(article)s.", field="articles", article=article
        )
    if giver not in {state.id for state in now_taken.takers(article)}:
        raise Invalid(
            "Your State does not take article %(article)s now, so it cannot hand it over. "
            "Nothing was changed; look at who takes it.",
            field="articles",
            article=article,
        )
