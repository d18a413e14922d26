"""The cast: three invented States in a review, a fourth outside it, and the secretariat.

Arcadia is under review; Belmora reviews it for both instruments, Cordania for the Convention
alone; Delmar takes no part. The records are written directly, so that a test of one act does not
depend on all the acts before it; the journeys begin from nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from reviewmech.records.database import now, surroundings
from reviewmech.records.people import Appointment, Person, actor, address_key
from reviewmech.records.responses import Answer, Edition, Revision, Version, VersionAnswer
from reviewmech.records.reviews import Cycle, Phase, Review, ReviewingState, Strand
from reviewmech.records.states import Participation, State, StateName
from reviewmech.rules.access import Actor
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Capacity

INSTRUMENTS = {"Arcadia": ("UNTOC", "TIP"), "Belmora": ("UNTOC", "TIP"), "Cordania": ("UNTOC",)}


@dataclass
class Nation:
    """A State and its people in the review."""

    state: State
    focal_point: Person
    expert: Person
    observer: Person

    @property
    def people(self) -> tuple[Person, Person, Person]:
        """All who serve it in the review."""
        return self.focal_point, self.expert, self.observer


@dataclass
class Cast:
    """Everybody, and the review they are in."""

    session: Session
    arcadia: Nation
    belmora: Nation
    cordania: Nation
    delmar: Nation
    officer: Person
    review: Review
    phase: Phase
    untoc: Strand
    tip: Strand

    def acting(self, person: Person) -> Actor:
        """Return who this person is now."""
        return actor(self.session, person)

    def put(self, step: Step) -> Strand:
        """Put the strand of the Convention at a step, without what leads there."""
        self.untoc.step = step
        self.session.commit()
        return self.untoc


def assemble(session: Session) -> Cast:
    """Write the cast and a review at its first step."""
    nations = {
        name: a_state(session, name) for name in ("Arcadia", "Belmora", "Cordania", "Delmar")
    }
    cycle = Cycle(name="First cycle", starts_on=date(2027, 1, 1))
    session.add(cycle)
    session.flush()
    officer = a_person(session, "Olive Officer")
    review = a_review(session, cycle, nations["Arcadia"], officer)
    elsewhere = a_review(session, cycle, nations["Delmar"], officer)
    for name in ("Belmora", "Cordania"):
        for instrument in INSTRUMENTS[name]:
            pair(session, review, nations[name], instrument)
    teams = {
        name: a_team(session, elsewhere if name == "Delmar" else review, state)
        for name, state in nations.items()
    }
    phase = Phase(
        review_id=review.id,
        part="cluster-1",
        starts_on=date(2027, 1, 1),
        ends_on=date(2028, 12, 31),
    )
    session.add(phase)
    session.flush()
    untoc, tip = a_strand(session, phase, "UNTOC"), a_strand(session, phase, "TIP")
    session.commit()
    return Cast(
        session,
        *(teams[name] for name in ("Arcadia", "Belmora", "Cordania", "Delmar")),
        officer=officer,
        review=review,
        phase=phase,
        untoc=untoc,
        tip=tip,
    )


def a_state(session: Session, name: str) -> State:
    """Write an invented State and what it is party to."""
    given = {"as_of": date(2026, 1, 1), "verified": False, "source": "invented for the tests"}
    state = State(code="X" + name[:2].upper(), kind="State", regional_group=None, **given)
    session.add(state)
    session.flush()
    session.add(StateName(state_id=state.id, language="en", name=name, since=date(2000, 1, 1)))
    for instrument in INSTRUMENTS.get(name, ()):
        session.add(Participation(state_id=state.id, instrument=instrument, is_party=True, **given))
    session.flush()
    return state


def a_person(session: Session, name: str, review: Review | None = None) -> Person:
    """Write a person; without more they serve in the secretariat."""
    address = name.lower().replace(" ", ".") + "@example.org"
    person = Person(name=name, address=address, address_key=address_key(address), title="")
    session.add(person)
    session.flush()
    if review is None:
        an_appointment(session, person, Capacity.OFFICER)
    return person


def an_appointment(
    session: Session,
    person: Person,
    capacity: Capacity,
    review: Review | None = None,
    state: State | None = None,
) -> Appointment:
    """Write an appointment in force."""
    made = Appointment(
        person_id=person.id,
        review_id=review and review.id,
        state_id=state and state.id,
        capacity=capacity,
        since=now(session),
    )
    session.add(made)
    session.flush()
    return made


def a_team(session: Session, review: Review, state: State) -> Nation:
    """Write a State's focal point, expert and observer in a review."""
    people = []
    for capacity in (Capacity.FOCAL_POINT, Capacity.EXPERT, Capacity.OBSERVER):
        person = a_person(session, f"{capacity.value.title()} of {state.name}", review)
        an_appointment(session, person, capacity, review, state)
        people.append(person)
    return Nation(state, *people)


def a_review(session: Session, cycle: Cycle, state: State, officer: Person) -> Review:
    """Write a country review."""
    review = Review(
        cycle_id=cycle.id, state_id=state.id, case_officer_id=officer.id, opened_at=now(session)
    )
    session.add(review)
    session.flush()
    return review


def pair(session: Session, review: Review, state: State, instrument: str) -> None:
    """Write that a State reviews another for an instrument."""
    session.add(ReviewingState(review_id=review.id, state_id=state.id, instrument=instrument))
    session.flush()


def a_strand(session: Session, phase: Phase, instrument: str) -> Strand:
    """Write a strand at its first step, on the five-question questionnaire."""
    asked = surroundings(session).questionnaires[instrument, phase.part]
    edition = Edition(
        instrument=instrument,
        part=phase.part,
        number=asked.version,
        digest=asked.digest,
        content=asked.to_plain(),
    )
    session.add(edition)
    session.flush()
    strand = Strand(
        phase_id=phase.id,
        instrument=instrument,
        edition_id=edition.id,
        step=Step.SELF_ASSESSMENT,
        step_since=now(session),
        due_on=date(2027, 7, 1),
    )
    session.add(strand)
    session.flush()
    return strand


def a_version(session: Session, strand: Strand, value: dict[str, Any], **more: Any) -> Version:
    """Write a first version, with one answer to the question on the offence."""
    given: dict[str, Any] = {"laws": [], "unanswered": [], "language": "en"} | more
    version = Version(
        strand_id=strand.id,
        number=1,
        edition_id=strand.edition_id,
        submitted_at=now(session),
        **given,
    )
    revision = Revision(
        answer=Answer(strand_id=strand.id, question="untoc-5-offence", number=1),
        number=1,
        started_from=0,
        edition_id=strand.edition_id,
        value=value,
        language="en",
        saved_at=now(session),
    )
    session.add_all([version, revision])
    session.flush()
    session.add(
        VersionAnswer(
            version_id=version.id,
            question="untoc-5-offence",
            revision_id=revision.id,
            value=value,
            language="en",
        )
    )
    session.commit()
    return version
