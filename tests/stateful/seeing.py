"""What each standing sees: by every visibility function, and on pages that are opened at random.

Who may see a marked text is found out anew from the rows themselves (`opened`), not from the code
that is tried: a text is its State's own until a row that others read holds it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import chain
from typing import Any

from flask import Flask
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from reviewmech.records import (
    annotations,
    assistance,
    dialogue,
    feedback,
    journal,
    meetings,
    observations,
    responses,
    reviews,
    summaries,
    translations,
)
from reviewmech.records.accounts import SignIn, fingerprint
from reviewmech.records.base import Base
from reviewmech.records.database import now
from reviewmech.records.people import Person
from reviewmech.records.reviews import Review, Strand, case
from reviewmech.records.translations import Translation
from reviewmech.records.wordings import visible_positions
from reviewmech.rules.access import Actor
from tests.reading import Reader
from tests.stateful.stage import Kept, Stage, marks

OFFICER = 0
"""Stands among the States (ids) for the secretariat."""

Opened = dict[str, set[int]]


# Who may see what


def opened(stage: Stage, kept: Kept) -> Opened:
    """Return, for every marked text others may read, which States and whether the secretariat."""
    found: Opened = defaultdict(set)
    for strand, texts in _open_texts(stage, kept):
        readers = stage.session.get_one(Strand, strand).participants
        for word in marks(texts):
            found[word] |= {OFFICER, *(state.id for state in readers)}
    return found


def _open_texts(stage: Stage, kept: Kept) -> Iterator[tuple[int, object]]:
    """Yield what a State has given out, and in which strand."""

    def rows(table: str) -> list[dict[str, Any]]:
        return list(stage.rows(kept, table))

    threads = {row["id"]: row["strand_id"] for row in rows("supplementary_question")}
    versions = {row["id"]: row["strand_id"] for row in rows("version")}
    items = {row["id"]: row["strand_id"] for row in rows("observation")}
    wordings = {row["id"]: items[row["observation_id"]] for row in rows("wording")}
    for table in ("version", "feedback_release", "consultation", "observation", "need"):
        yield from ((row["strand_id"], row) for row in rows(table))
    files = {row["id"]: row for row in rows("attachment")}
    yield from ((row["strand_id"], files.get(row["file_id"])) for row in rows("version"))
    yield from ((versions[row["version_id"]], row) for row in rows("version_answer"))
    yield from ((items[row["observation_id"]], row) for row in rows("wording"))
    for row in rows("position"):
        if row["cleared_at"] or not row["is_internal"]:
            yield wordings[row["wording_id"]], row
    sent = {row["id"]: threads[row["thread_id"]] for row in rows("message") if row["sent_at"]}
    yield from ((sent[row["id"]], row) for row in rows("message") if row["id"] in sent)
    for row in rows("message_file"):
        if row["message_id"] in sent:
            yield sent[row["message_id"]], files.get(row["attachment_id"])
    yield from ((row["strand_id"], row) for row in rows("annotation") if row["sent_at"])
    yield from ((row["strand_id"], row) for row in rows("translation") if row["shared_at"])
    yield from ((row["strand_id"], row) for row in rows("clock_stop"))
    for row in rows("meeting"):
        yield from ((one.id, row) for one in stage.strands if one.review.id == row["review_id"])
    of_summary = {row["id"]: _strands(row["strands"]) for row in rows("summary")}
    of_paragraph = {row["id"]: of_summary[row["summary_id"]] for row in rows("paragraph")}
    for row in rows("paragraph"):
        yield from ((strand, row) for strand in of_summary[row["summary_id"]])
    for row in rows("paragraph_edit"):
        yield from ((strand, row) for strand in of_paragraph[row["paragraph_id"]])
    for row in rows("journal_entry"):
        if row["action"] in {"move a strand on", "open an agreed observation again"}:
            yield row["strand_id"], row


def _strands(kept: object) -> list[int]:
    return json.loads(kept) if isinstance(kept, str) else kept  # type: ignore[return-value]


def may_see(stage: Stage, actor: Actor, word: str, open_to: Opened) -> bool:
    """Say whether somebody may see a marked text."""
    whose = stage.texts[word]
    if actor.contributing is not None:
        return whose.contributor == actor.contributing.contributor
    if actor.officer:
        return OFFICER in open_to[word] or (whose.state, whose.contributor) == (None, None)
    served = {post.state for post in actor.posts}
    return whose.state in served or bool(served & open_to[word])


# What is seen


def seen(stage: Stage, actor: Actor) -> dict[str, str]:
    """Return what the visibility functions give somebody: function -> all of its words."""
    found = {}
    for strand in stage.strands:
        for name, read in BY_STRAND.items():
            found[f"{name} of strand {strand.id}"] = _words(read(stage.session, strand, actor))
    for review in stage.all(Review):
        entries = journal.visible_entries(stage.session, review.id, actor, case(review))
        found[f"journal of review {review.id}"] = _words(entries)
    found["reviews"] = _words(reviews.visible_reviews(stage.session, actor))
    found["needs"] = _words(assistance.visible_needs(stage.session, actor))
    return found


def _versions(session: Session, strand: Strand, actor: Actor) -> list[Base]:
    found = responses.visible_versions(session, strand.id, actor, case(strand))
    return [*found, *(answer for version in found for answer in version.answers)]


def _messages(session: Session, strand: Strand, actor: Actor) -> list[Base]:
    found = dialogue.visible_questions(session, strand.id, actor, case(strand))
    read = dialogue.visible_messages
    return [*found, *(one for thread in found for one in read(thread, actor, case(strand)))]


def _observations(session: Session, strand: Strand, actor: Actor) -> list[Base]:
    found = observations.visible_observations(session, strand.id, actor, case(strand))
    wordings = [wording for item in found for wording in item.wordings]
    positions = (visible_positions(wording, actor, case(strand)) for wording in wordings)
    return [*found, *wordings, *chain.from_iterable(positions)]


def _translations(session: Session, strand: Strand, actor: Actor) -> list[Base]:
    every = session.scalars(select(Translation.thing).where(Translation.strand_id == strand.id))
    about = case(strand)
    found = translations.visible_translations(session, strand.id, [*every], actor, about)
    return [each.translation for beside in found.values() for each in beside]


def _summary(session: Session, strand: Strand, actor: Actor) -> list[Base]:
    about = strand.phase
    found = summaries.visible_summary(session, about, actor, case(about))
    issued = summaries.visible_issues(session, about, actor, case(about))
    return [*issued, *(summaries.paragraphs(session, found) if found else [])]


BY_STRAND: dict[str, Callable[[Session, Strand, Actor], Any]] = {
    "annotations": lambda session, strand, actor: annotations.visible_annotations(
        session, strand.id, actor, case(strand)
    ),
    "translations": _translations,
    "meetings": lambda session, strand, actor: meetings.visible_meetings(
        session, strand.review.id, actor, case(strand.review)
    ),
    "versions": _versions,
    "messages": _messages,
    "drafts of feedback": lambda session, strand, actor: list(
        feedback.visible_drafts(session, strand.id, actor, case(strand)).values()
    ),
    "releases": lambda session, strand, actor: feedback.visible_releases(
        session, strand.id, actor, case(strand)
    ),
    "observations": _observations,
    "summary": _summary,
}


def _words(things: list[Any]) -> str:
    """Return the columns of records as words."""
    return "\n".join(str(_columns(thing)) for thing in things)


def _columns(thing: Base) -> list[object]:
    return [getattr(thing, column.key) for column in inspect(type(thing)).column_attrs]


# Pages


def reader(app: Flask, stage: Stage, person: Person | None) -> Reader:
    """Return a browser at which somebody is signed in, or nobody."""
    browser = app.test_client()
    assert isinstance(browser, Reader)
    browser.watch(stage.session)
    if person is not None:
        token, moment = f"token-of-{person.id}", now(stage.session)
        if person.id not in stage.signed_in:
            stage.signed_in.add(person.id)
            stage.session.add(
                SignIn(
                    person_id=person.id,
                    token_hash=fingerprint(token),
                    device="test",
                    started_at=moment,
                    expires_at=moment + timedelta(days=365),
                )
            )
            stage.session.commit()
        with browser.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
    return browser
