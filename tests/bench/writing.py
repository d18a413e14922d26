"""The writes of the floor: the rows an act writes, in one durable commit, by SQLAlchemy Core."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import abort
from sqlalchemy import Connection, func, insert, literal, select, update

from reviewmech.records.dialogue import Message, SupplementaryQuestion
from reviewmech.records.journal import Chain, Entry, canonical
from reviewmech.records.letters import Letter
from reviewmech.records.observations import Observation, Position, Wording
from reviewmech.records.people import Appointment, Person
from reviewmech.records.responses import Answer, Revision
from reviewmech.records.reviews import ChangeCounter, Phase, Review, Strand
from reviewmech.records.summaries import Paragraph, ParagraphEdit, Summary
from reviewmech.rules.purposes import Action, Audience

Form = Mapping[str, str]


def now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def strand(connection: Connection, strand_id: int) -> Any:
    """Read a strand with its phase and its review."""
    return connection.execute(
        select(Strand.id, Strand.step, Strand.edition_id, Phase.review_id, Review.state_id)
        .join(Phase, Phase.id == Strand.phase_id)
        .join(Review, Review.id == Phase.review_id)
        .where(Strand.id == strand_id)
    ).one()


def answer(connection: Connection, strand_id: int, question: str) -> Any:
    """Read the place of an answer."""
    chosen = select(Answer.id, Answer.number).where(
        Answer.strand_id == strand_id, Answer.question == question
    )
    return connection.execute(chosen).one()


def thread(connection: Connection, key: str) -> Any:
    """Read a supplementary question."""
    chosen = select(SupplementaryQuestion.id, SupplementaryQuestion.asked_by_id).where(
        SupplementaryQuestion.key == key
    )
    return connection.execute(chosen).one()


def lock(connection: Connection) -> None:
    """Begin to write, on the connection that has read."""
    connection.exec_driver_sql("ROLLBACK")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def revise(
    connection: Connection,
    strand: Any,
    row: Any,
    post: Any,
    question: str,
    started_from: int,
    value: dict[str, Any],
    form: Form,
) -> int:
    """Write a revision, and all that goes with it."""
    chain = _chain(connection, strand.review_id)
    kept = answer(connection, strand.id, question)
    if kept.number != started_from:
        abort(409)
    made = connection.execute(
        insert(Revision).values(
            answer_id=kept.id,
            number=kept.number + 1,
            started_from=started_from,
            edition_id=strand.edition_id,
            value=value,
            language=form["language"],
            saved_by_id=row.person_id,
            saved_at=now(),
        )
    ).inserted_primary_key
    connection.execute(update(Answer).where(Answer.id == kept.id).values(number=kept.number + 1))
    payload = {"question": question, "language": form["language"]}
    name = f"revision:{made[0] if made else 0}"
    journal(connection, chain, Action.SAVE_ANSWER, strand, row, post, form, name, payload)
    count_change(connection, strand, post)
    return int(kept.number) + 1


def say(connection: Connection, strand: Any, row: Any, post: Any, thread: Any, form: Form) -> None:
    """Write a message, and the letters that tell of it."""
    chain, moment = _chain(connection, strand.review_id), now()
    made = connection.execute(
        insert(Message).values(
            thread_id=thread.id,
            state_id=post.state_id,
            text=form["text"],
            language=form["language"],
            written_by_id=row.person_id,
            written_at=moment,
            sent_at=moment,
        )
    ).inserted_primary_key
    write_letters(connection, strand, row)
    name = f"message:{made[0] if made else 0}"
    payload = {"language": form["language"]}
    journal(connection, chain, Action.SEND_REPLY, strand, row, post, form, name, payload)
    count_change(connection, strand, post)


def write_letters(connection: Connection, about: Any, row: Any) -> None:
    """Write a letter to everybody who serves in the review."""
    people = connection.execute(
        select(Person.id, Person.address, Person.language)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(Appointment.review_id == about.review_id, Appointment.until.is_(None))
    ).all()
    letter = {"subject": "A new message", "body": "A new message waits.", "has_secret": False}
    given = [
        {
            "person_id": person.id,
            "review_id": about.review_id,
            "address": person.address,
            "language": person.language,
            "written_at": now(),
            **letter,
        }
        for person in people
        if person.id != row.person_id
    ]
    connection.execute(insert(Letter), given)


def phase(connection: Connection, phase_id: int) -> Any:
    """Read a phase and its review; as for a strand, `id` is that of the strand a line is about."""
    return connection.execute(
        select(literal(None).label("id"), Phase.id.label("phase_id"), Phase.review_id)
        .join(Review, Review.id == Phase.review_id)
        .where(Phase.id == phase_id)
    ).one()


def items(connection: Connection, phase_id: int) -> Any:
    """Read the adopted lists of a phase, with their wordings and positions."""
    return connection.execute(
        select(Observation.id, Observation.article, Wording.text, Position.stance)
        .join(Strand, Strand.id == Observation.strand_id)
        .join(Wording, Wording.observation_id == Observation.id)
        .join(Position, Position.wording_id == Wording.id)
        .where(Strand.phase_id == phase_id)
    ).all()


def compile_from(
    connection: Connection, about: Any, row: Any, post: Any, ready: list[dict[str, Any]], form: Form
) -> None:
    """Write a summary from ready paragraphs, the first edit of each, and the letters."""
    chain, moment = _chain(connection, about.review_id), now()
    numbers = select(func.max(Summary.number)).where(Summary.phase_id == about.phase_id)
    made = connection.execute(
        insert(Summary).values(
            phase_id=about.phase_id,
            number=1 + (connection.scalar(numbers) or 0),
            language="en",
            title="Executive summary",
            strands=[],
            compiled_at=moment,
        )
    ).inserted_primary_key
    assert made is not None
    written = connection.execute(
        insert(Paragraph).returning(Paragraph.id),
        [{**paragraph, "summary_id": made[0]} for paragraph in ready],
    )
    edits = [
        {"paragraph_id": key, "number": 1, "text": one["text"], "edited_at": moment}
        for key, one in zip(written.scalars(), ready, strict=True)
    ]
    connection.execute(insert(ParagraphEdit), edits)
    write_letters(connection, about, row)
    name = f"summary:{made[0]}"
    journal(connection, chain, Action.COMPILE_SUMMARY, about, row, post, form, name, {})


def _chain(connection: Connection, review_id: int) -> Any:
    chosen = select(Chain.name, Chain.length, Chain.head, Chain.moves)
    found = connection.execute(chosen.where(Chain.name == f"review-{review_id}")).one_or_none()
    if found is None:
        connection.execute(
            insert(Chain).values(name=f"review-{review_id}", length=0, head="", moves=0)
        )
        return _chain(connection, review_id)
    return found


def journal(
    connection: Connection,
    chain: Any,
    action: Action,
    about: Any,
    row: Any,
    post: Any,
    form: Form,
    thing: str,
    payload: Mapping[str, object],
) -> None:
    """Write a line at the end of the chain, sealed by the one before."""
    moment, words = now(), canonical(payload)
    sealed = [chain.head, chain.name, chain.length + 1, form["request_id"], moment, thing, words]
    seal = hashlib.sha256("\n".join(map(str, sealed)).encode()).hexdigest()
    connection.execute(
        insert(Entry).values(
            chain=chain.name,
            number=chain.length + 1,
            request_id=form["request_id"],
            at=moment,
            action=action,
            heard_by=Audience.OWN_STATE,
            review_id=about.review_id,
            strand_id=about.id,
            state_id=post.state_id,
            person_id=row.person_id,
            thing=thing,
            payload=words,
            seal_before=chain.head,
            seal=seal,
        )
    )
    connection.execute(
        update(Chain).where(Chain.name == chain.name).values(length=chain.length + 1, head=seal)
    )


def count_change(connection: Connection, strand: Any, post: Any) -> None:
    """Move the counter of a State in a strand."""
    connection.execute(
        update(ChangeCounter)
        .where(ChangeCounter.strand_id == strand.id, ChangeCounter.state_id == post.state_id)
        .values(value=ChangeCounter.value + 1)
    )
