"""Phases whose lists are adopted: some to be compiled, some cleared and ready to be issued."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from reviewmech.actions.summaries import compile_summary
from reviewmech.papers.summaries import Paper
from reviewmech.records.clearances import Clearance
from reviewmech.records.database import now
from reviewmech.records.people import Person, actor
from reviewmech.records.reviews import Cycle, Phase, Review, Strand
from reviewmech.records.states import State
from reviewmech.records.summaries import Paragraph, Summary, digest, newest, paragraphs
from reviewmech.rules import summaries as rules
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Capacity, Clearing
from tests.bench.review import INSTRUMENTS, a_list, a_phase, a_state
from tests.cast import a_person, a_review, an_appointment, pair

ITEMS = 40
"""Observations in each strand's list."""


def to_compile(session: Session, review: Review, officer: Person, many: int) -> list[int]:
    """Write phases (ids) of other reviews whose lists are adopted and wait for their summary."""
    found = []
    for place in range(many):
        strands = _adopted(session, review, officer, place)
        for strand in strands:
            a_list(session, strand, ITEMS)
        found.append(strands[0].phase_id)
    session.commit()
    return found


def to_issue(
    session: Session, review: Review, officer: Person, compiled: int, many: int
) -> list[tuple[int, str]]:
    """Write phases (ids, with what was cleared) whose summaries all States have cleared."""
    first = session.get_one(Phase, compiled)
    model = compile_summary(session, actor(session, officer), first)
    texts = [(one.section, one.level, one.text) for one in paragraphs(session, model)]
    found = []
    for place in range(many):
        strands = _adopted(session, review, officer, 1000 + place)
        summary = _compiled(session, strands, model.title, texts)
        mark = digest(paragraphs(session, summary))
        for state in summary.participants:
            session.add(_clearance(session, summary, mark, state))
        found.append((summary.phase_id, mark))
    session.commit()
    return found


def _adopted(session: Session, beside: Review, officer: Person, place: int) -> list[Strand]:
    """Write another review, by the same States, at the step of its summary."""
    number = 20 + place if place < 1000 else 60 + place - 1000
    state = a_state(session, number, f"Republic {number}")
    review = a_review(session, session.get_one(Cycle, beside.cycle_id), state, officer)
    for reviewer in beside.reviewing_states():
        for instrument in INSTRUMENTS:
            pair(session, review, reviewer, instrument)
    person = a_person(session, f"Focal point of {state.name}", review)
    an_appointment(session, person, Capacity.FOCAL_POINT, review, state)
    return a_phase(session, review, Step.SUMMARY)


def _compiled(
    session: Session, strands: list[Strand], title: str, texts: list[tuple[str, int, str]]
) -> Summary:
    summary = Summary(
        phase_id=strands[0].phase_id,
        number=1,
        language="en",
        title=title,
        strands=[strand.id for strand in strands],
        compiled_at=now(session),
    )
    session.add(summary)
    session.flush()
    given = [
        {
            "summary_id": summary.id,
            "place": place,
            "section": section,
            "level": level,
            "number": 1,
            "kept": text,
        }
        for place, (section, level, text) in enumerate(texts, start=1)
    ]
    session.execute(insert(Paragraph), given)
    return summary


def _clearance(session: Session, summary: Summary, mark: str, state: State) -> Clearance:
    return Clearance(
        kind=Clearing.SUMMARY,
        subject=summary.id,
        digest=mark,
        state_id=state.id,
        cleared_at=now(session),
    )


def paper(session: Session, phase_id: int) -> Paper:
    """Return the summary of a phase as plain data, as it is handed to the papers."""
    summary = newest(session, phase_id)
    assert summary is not None
    text = tuple(
        rules.Paragraph(one.section, one.level, one.text) for one in paragraphs(session, summary)
    )
    return Paper("BENCH/1", "General", date(2027, 1, 11), "en", summary.title, text)


def the_officer(session: Session) -> Person:
    """Return the officer of the secretariat."""
    return session.scalars(select(Person).where(Person.name == "Olive Officer")).one()
