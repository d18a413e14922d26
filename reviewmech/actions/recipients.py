"""To whom an act is told: the teams, the focal points, the officers, or whoever it concerns."""

from __future__ import annotations

from sqlalchemy.orm import Session

from reviewmech.actions.paths import asked_of
from reviewmech.records.comments import Comment
from reviewmech.records.consultation import HandOver
from reviewmech.records.contributions import Delegation, delegations
from reviewmech.records.people import Appointment, Person, focal_point, roster
from reviewmech.records.responses import questionnaire
from reviewmech.records.reviews import Phase, Strand, review_of
from reviewmech.records.silences import silence_on
from reviewmech.records.states import State
from reviewmech.records.summaries import newest
from reviewmech.records.wordings import Position
from reviewmech.rules.access import Actor
from reviewmech.rules.vocabulary import Capacity


def nobody(session: Session, subject: object, made: object, actor: Actor) -> list[Person]:
    """Return nobody: who is told is said elsewhere."""
    return []


def everyone(session: Session, subject: object, made: object, actor: Actor) -> list[Person]:
    """Return the focal points and experts of all States in scope, and the case officers."""
    review, states = review_of(subject), {one.id for one in _states(session, subject)}
    serving = roster(session, review.id) if review else []
    return [each.person for each in serving if each.state_id in states and _acts(each)] + officers(
        subject
    )


def of_a_broken_silence(
    session: Session, subject: object, made: object, actor: Actor
) -> list[Person]:
    """Return everyone, where a position has broken a silence; of other positions nobody is told."""
    if not isinstance(made, Position):
        return []
    silence = silence_on(session, made.wording)
    if silence is None or not silence.is_broken or not silence.ended_at:
        return []
    is_by_this = silence.ended_at >= made.taken_at
    return everyone(session, subject, made, actor) if is_by_this else []


def focal_points(session: Session, subject: object, made: object, actor: Actor) -> list[Person]:
    """Return the focal points of all States in scope, and the case officers."""
    review, states = review_of(subject), {one.id for one in _states(session, subject)}
    serving = roster(session, review.id) if review else []
    heads = (each for each in serving if each.capacity is Capacity.FOCAL_POINT)
    return [each.person for each in heads if each.state_id in states] + officers(subject)


def officers(subject: object) -> list[Person]:
    """Return the case officer and the stand-in of a review."""
    review = review_of(subject)
    both = (review.case_officer, review.stand_in) if review else ()
    return [officer for officer in both if officer]


def chief(session: Session, subject: object, made: object, actor: Actor) -> list[Person]:
    """Return the focal point of the State under review in a strand, if there is one."""
    if not isinstance(subject, Strand):
        return []
    person = focal_point(session, subject.review.id, subject.review.state_id)
    return [person] if person else []


def own_team(session: Session, subject: object, made: object, actor: Actor) -> list[Person]:
    """Return the focal point and experts of the State under review, and the case officers."""
    review = review_of(subject)
    if review is None:
        return []
    return [*_team(session, review.id, review.state_id), *officers(review)]


def taker(session: Session, subject: object, made: object, actor: Actor) -> list[Person]:
    """Return the team of the State to which an article was handed over."""
    review = review_of(subject)
    if review is None or not isinstance(made, HandOver):
        return []
    return _team(session, review.id, made.taker_id)


def own_experts(session: Session, subject: object, made: object, actor: Actor) -> list[Person]:
    """Return the experts of the State that acted."""
    review = review_of(subject)
    state = actor.state_in(review.id) if review else None
    if review is None or state is None:
        return []
    serving = roster(session, review.id, state)
    return [each.person for each in serving if each.capacity is Capacity.EXPERT]


def holder(session: Session, subject: object, made: object, actor: Actor) -> list[Person]:
    """Return the person to whom a section was handed; a contributor has a letter of their own."""
    return [made.person] if isinstance(made, Delegation) and made.person else []


def holders_of_task(session: Session, subject: object, made: object, actor: Actor) -> list[Person]:
    """Return whom a comment with something to do is for; any other comment is told to nobody."""
    if not isinstance(made, Comment) or not made.is_open:
        return []
    return holders_of_question(session, subject, made, actor)


def holders_of_question(
    session: Session, subject: object, made: object, actor: Actor
) -> list[Person]:
    """Return who holds the section of a question: the focal point, when nobody else does."""
    asked = asked_of(made)
    if not isinstance(subject, Strand) or not asked:
        return []
    found = questionnaire(session, subject.edition_id).question(asked)
    handed = delegations(session, subject.id)
    holding = {each.person_id for each in handed if found and each.article == found.article}
    team = _team(session, subject.review.id, subject.review.state_id)
    return [one for one in team if one.id in holding] or chief(session, subject, made, actor)


def _team(session: Session, review_id: int, state_id: int) -> list[Person]:
    return [each.person for each in roster(session, review_id, state_id) if _acts(each)]


def _acts(appointment: Appointment) -> bool:
    return appointment.capacity is not Capacity.OBSERVER


def _states(session: Session, subject: object) -> list[State]:
    """Return the States in the scope of what is told: a strand, or a summary."""
    if isinstance(subject, Strand):
        return subject.participants
    summary = newest(session, subject.id) if isinstance(subject, Phase) else None
    if summary is not None:
        return summary.participants
    review = review_of(subject)
    return review.participants() if review else []
