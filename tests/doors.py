"""The address book: every page of the application, for the things there are in the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, product
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from reviewmech.records.annotations import Annotation
from reviewmech.records.attachments import Attachment
from reviewmech.records.base import Base
from reviewmech.records.comments import Comment
from reviewmech.records.contributions import Contribution, Contributor, Delegation
from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.evidence import Evidence
from reviewmech.records.laws import Law
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.observations import Observation
from reviewmech.records.people import Appointment
from reviewmech.records.reviews import Review
from reviewmech.records.stops import ClockStop
from reviewmech.records.summaries import Issue, Paragraph
from reviewmech.records.translations import Translation
from tests.translating import every_name

KEYS = (SupplementaryQuestion.key, Annotation.key, Translation.key)
Names = Mapping[str, Sequence[Any]]


class Known(dict[str, Sequence[Any]]):
    """What addresses may name; a record not named here is known by its table."""

    session: Session

    def __missing__(self, name: str) -> Sequence[Any]:
        kinds = {each.class_.__tablename__: each.class_ for each in Base.registry.mappers}
        kind = kinds.get(name.removesuffix("_id"))
        if kind is None:
            raise KeyError(f"Say in tests/doors.py what an address may name as <{name}>.")
        return _ids(self.session, kind, 2)


def _ids(session: Session, kind: Any, most: int | None = None) -> list[int]:
    return list(session.scalars(select(kind.id).order_by(kind.id).limit(most))) or [1]


def named(session: Session, review: Review) -> Names:
    """Return what the addresses of a review may name, drafts among it."""

    def ids(kind: Any, most: int | None = None) -> list[int]:
        return _ids(session, kind, most)

    papers = [symbol.replace("/", "_") for symbol in session.scalars(select(Issue.symbol))]
    known = Known(
        {
            "strand_id": [strand.id for phase in review.phases for strand in phase.strands],
            "phase_id": [phase.id for phase in review.phases],
            "review_id": [review.id],
            "state_id": [review.reviewing_states()[0].id],
            "appointment_id": ids(Appointment, 1),
            "key": [*chain.from_iterable(session.scalars(select(one)) for one in KEYS), "nothing"],
            "thing": every_name(session),
            "law_id": ids(Law, 1),
            "stop_id": ids(ClockStop, 1),
            "evidence_id": ids(Evidence, 1),
            "seal": list(session.scalars(select(Attachment.sha256).limit(1))) or ["nothing"],
            "observation_id": ids(Observation),
            "paragraph_id": ids(Paragraph, 2),
            "issue_id": ids(Issue),
            "note_id": ids(NoteVerbale, 1),
            "name": papers or ["PAPER_1"],
            "article": ["5", "whole"],
            "question": ["untoc-5-offence"],
            "instrument": ["UNTOC"],
            "language": ["en", "fr"],
            "number": [1],
            "sign_in_id": [1],
            "form": ["md", "html"],
            "token": ["nothing"],
            "contribution_id": ids(Contribution),
            "contributor_id": ids(Contributor),
            "comment_id": ids(Comment),
            "delegation_id": ids(Delegation),
            "part": ["cluster-1"],
            "theme": ["victims"],
        }
    )
    known.session = session
    return known


def rules(app: Flask, method: str) -> list[Rule]:
    """Return the rules of all pages that take a method."""
    found = (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static")
    return sorted(
        (rule for rule in found if method in (rule.methods or ())), key=lambda rule: rule.rule
    )


def offered(rule: Rule, name: str, known: Names) -> Sequence[Any]:
    """Return what an address may name in one place: what is known, or what the rule lists."""
    if rule.rule.startswith("/language/"):
        # To choose another one would change every page that is opened later.
        return ["en"]
    listed = getattr(rule._converters[name], "items", None)
    return sorted(listed)[:1] if listed else known[name]


def address_book(app: Flask, session: Session, review: Review, method: str) -> list[str]:
    """Return the addresses of all pages that take a method; a question's key in its own strand."""
    known, found = named(session, review), []
    threads = select(SupplementaryQuestion.key, SupplementaryQuestion.strand_id)
    strand_of = dict(session.execute(threads).all())
    with app.test_request_context():
        for rule in rules(app, method):
            names = sorted(rule.arguments)
            for values in product(*(offered(rule, name, known) for name in names)):
                given = dict(zip(names, values, strict=True))
                if strand_of.get(given.get("key")) in {None, given.get("strand_id")}:
                    found.append(app.url_for(rule.endpoint, **given))
    return found
