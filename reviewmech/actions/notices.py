"""Notices and letters, written in the act's own transaction; letters leave after the commit.

A notice says that something waits, and where; never what it says. Those that one person is to be
told at the same time gather in one letter, which is worded when it leaves (`digests`).
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from reviewmech.actions import digests
from reviewmech.actions.occasions import ENDING, NOTICES, RECORDED, Occasion
from reviewmech.actions.sentences import part_words, particulars, words
from reviewmech.records.contributions import Contributor
from reviewmech.records.database import now
from reviewmech.records.letters import Letter
from reviewmech.records.notices import (
    Gathering,
    Notice,
    chosen_paces,
    gathering,
    open_letters,
)
from reviewmech.records.people import Person, focal_point
from reviewmech.records.reviews import Phase, Review, Strand, review_of
from reviewmech.records.wordings import Silence
from reviewmech.rules.access import Actor
from reviewmech.rules.notices import CATEGORIES, Category, Pace, leaves_after, pace
from reviewmech.rules.purposes import Action

__all__ = ["NOTICES", "part_words", "words", "write", "write_letter"]

SOON = timedelta(days=2)
"""How long before the end of a silence the States are told of it once more."""


def write(session: Session, action: Action, actor: Actor, subject: object, result: object) -> None:
    """Write the notices of an act, and their letters; the one who acted gets none about it."""
    review, occasion = review_of(subject), NOTICES.get(action)
    if review is None:
        return
    told = _Told(session, review, actor, subject, result)
    if occasion is not None:
        people = dict.fromkeys(occasion.to(session, subject, result, actor))
        told.tell(occasion, action, [one for one in people if one.id != actor.person])
    if actor.for_state is not None:
        person = focal_point(session, review.id, actor.for_state)
        told.tell(RECORDED, action, [person] if person else [], Category.STEERING)
    if isinstance(result, Silence) and result.ended_at is None:
        told.remind(result, action)


class _Told:
    """What is told of one act."""

    def __init__(
        self, session: Session, review: Review, actor: Actor, subject: object, made: object
    ) -> None:
        self.session, self.review, self.actor = session, review, actor
        self.subject, self.made = subject, made

    def tell(
        self,
        occasion: Occasion,
        action: Action,
        people: list[Person],
        category: Category | None = None,
    ) -> None:
        """Tell these people, each as soon as they wish."""
        if not people:
            return
        category = category or CATEGORIES[action]
        keys = [person.id for person in people]
        chosen = chosen_paces(self.session, keys)
        # What was done in a State's own name is told in a letter of its own.
        is_alone = occasion is RECORDED
        soon = leaves_after(Pace.DAILY, now(self.session))
        letters = {} if is_alone else open_letters(self.session, self.review.id, keys, soon)
        officers = {self.review.case_officer_id, self.review.stand_in_id}
        for person in people:
            wished = chosen.get((person.id, category))
            how = pace(action, wished, officer=person.id in officers)
            notice = self._notice(occasion, action, person, category, how)
            if how is not Pace.LISTED:
                _post(self.session, notice, person, letters)
            self.session.add(notice)

    def _notice(
        self,
        occasion: Occasion,
        action: Action,
        person: Person,
        category: Category,
        how: Pace,
        **details: Any,
    ) -> Notice:
        subject = self.subject
        strand = subject if isinstance(subject, Strand) else None
        phase = strand.phase if strand else subject if isinstance(subject, Phase) else None
        known = particulars(self.made)
        return Notice(
            person_id=person.id,
            review_id=self.review.id,
            review=self.review,
            phase=phase,
            strand=strand,
            category=category,
            pace=how,
            reading=occasion.reading,
            subject=occasion.subject,
            body=occasion.dated if occasion.dated and "day" in known else occasion.body,
            details={
                "state": self.actor.state_in(self.review.id),
                "action": action.name,
                **known,
                **details,
            },
            path=occasion.spot(self.session, subject, self.made) or digests.page_of(subject),
            made_at=now(self.session),
        )

    def remind(self, silence: Silence, action: Action) -> None:
        """Write the letters that leave before a silence ends, if it still runs then.

        They go to everybody, whatever they chose: who does not object is bound.
        """
        ends = datetime.combine(silence.until, time(0), UTC)
        if ends - SOON <= now(self.session):
            return
        category = CATEGORIES[action]
        for person in dict.fromkeys(ENDING.to(self.session, self.subject, silence, self.actor)):
            notice = self._notice(ENDING, action, person, category, Pace.DAILY, silence=silence.id)
            notice.letter = _opened(self.session, notice, person, ends - SOON)
            self.session.add(notice)


def _post(
    session: Session, notice: Notice, person: Person, letters: dict[Gathering, Letter]
) -> None:
    """Put a notice in the letter that gathers it; the first of them opens one."""
    key = gathering(person.id, notice.pace, notice.category)
    if key not in letters:
        due = leaves_after(notice.pace, notice.made_at)
        letters[key] = _opened(session, notice, person, due)
    notice.letter = letters[key]


def _opened(session: Session, notice: Notice, person: Person, due: datetime | None) -> Letter:
    said = digests.worded(session, [notice], person, notice.review)
    letter = write_letter(session, person, said.subject, said.body, review=notice.review)
    letter.leaves_after = due
    return letter


def write_letter(
    session: Session,
    reader: Person | Contributor,
    subject: str,
    body: str,
    *,
    review: Review | None = None,
    has_secret: bool = False,
) -> Letter:
    """Put a letter among those waiting; it leaves only if the act is committed."""
    letter = Letter(
        person_id=reader.id if isinstance(reader, Person) else None,
        contributor_id=reader.id if isinstance(reader, Contributor) else None,
        review_id=review.id if review else None,
        address=reader.address,
        language=reader.language,
        subject=subject,
        body=body,
        has_secret=has_secret,
        written_at=now(session),
    )
    session.add(letter)
    return letter
