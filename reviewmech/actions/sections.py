"""Sections: an article of a strand handed to somebody of the team, or to a contributor."""

from __future__ import annotations

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.records.contributions import Contributor, Delegation, delegations
from reviewmech.records.database import now
from reviewmech.records.people import Person, roster
from reviewmech.records.responses import questionnaire
from reviewmech.records.reviews import Strand
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Invalid, NotFound
from reviewmech.rules.vocabulary import Capacity


@act(Action.DELEGATE_SECTION)
def delegate_section(
    session: Session, actor: Actor, strand: Strand, *, article: str, to: Person | Contributor
) -> Delegation:
    """Hand a section to an expert, or open it to a contributor; what is handed already stays so."""
    _check_may_hold(session, strand, to)
    handed = delegations(session, strand.id)
    held = (each for each in handed if each.article == article and to in _holders(each))
    return next(held, None) or hand(session, actor, strand, article, to)


def hand(
    session: Session, actor: Actor, strand: Strand, article: str, to: Person | Contributor
) -> Delegation:
    """Put down that a section is somebody's from now on."""
    if questionnaire(session, strand.edition_id).section(article) is None:
        raise NotFound("This questionnaire has no such article. Check the address, please.")
    made = Delegation(
        strand_id=strand.id,
        article=article,
        person_id=to.id if isinstance(to, Person) else None,
        contributor_id=to.id if isinstance(to, Contributor) else None,
        delegated_by_id=actor.person,
        delegated_at=now(session),
    )
    session.add(made)
    return made


def _holders(delegation: Delegation) -> tuple[object, object]:
    return delegation.person, delegation.contributor


def _check_may_hold(session: Session, strand: Strand, to: Person | Contributor) -> None:
    review = strand.review
    if isinstance(to, Person):
        team = roster(session, review.id, review.state_id)
        writing = {one.person_id for one in team if one.capacity is not Capacity.OBSERVER}
        fits = to.id in writing
    else:
        fits = (to.review_id, to.revoked_at) == (review.id, None)
    if not fits:
        raise Invalid(
            "Sections are handed to the focal point, to experts of your State in this review, or "
            "to contributors whose link is in force. Choose one of them.",
            field="to",
        )


@act(Action.TAKE_SECTION_BACK)
def take_section_back(
    session: Session, actor: Actor, strand: Strand, *, delegation: Delegation
) -> Delegation:
    """Take a section back; what was written in it stays."""
    if delegation.strand_id != strand.id:
        raise NotFound("This section was not handed over in this strand. Check the address.")
    delegation.ended_at = delegation.ended_at or now(session)
    return delegation
