"""How a person wishes to be told, category by category."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.records.notices import NoticeChoice
from reviewmech.records.people import Person
from reviewmech.rules.access import Actor
from reviewmech.rules.notices import Category, Pace
from reviewmech.rules.purposes import Action


@act(Action.CHOOSE_NOTICES)
def choose_notices(
    session: Session, actor: Actor, subject: None, *, paces: Mapping[Category, Pace]
) -> Person:
    """Choose how soon one is told of each category; what is waiting already leaves as it was."""
    person = session.get_one(Person, actor.person)
    chosen = select(NoticeChoice).where(NoticeChoice.person_id == person.id)
    held = {each.category: each for each in session.scalars(chosen)}
    for category, pace in paces.items():
        if category in held:
            held[category].pace = pace
        else:
            session.add(NoticeChoice(person_id=person.id, category=category, pace=pace))
    return person
