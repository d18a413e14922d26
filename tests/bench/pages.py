"""Every page of the big review: its addresses, with one of each thing that they name."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.records.attachments import Attachment
from reviewmech.records.comments import Comment
from reviewmech.records.contributions import Contribution, Contributor, Delegation
from reviewmech.records.evidence import Evidence
from reviewmech.records.laws import Law
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.observations import Observation
from reviewmech.records.people import Appointment
from reviewmech.records.summaries import Issue, Paragraph
from tests.bench.big import KEY, Big
from tests.bench.review import sign_in

REVIEWS_OWN = ("strand_id", "phase_id", "review_id", "key")
"""What the address of a page of a review names; the desk and the list of all reviews name none."""

FURTHER = ("/desk", "/secretariat/reviews", "/reviews/{review}/journal?page=2")


def every_page(app: Flask, session: Session, big: Big) -> list[str]:
    """Return the address of every page of the review."""
    known = named(session, big)
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.arguments & set(REVIEWS_OWN):
                key = key_in(rule.rule, big)
                given = {name: {**known, "key": key}[name] for name in rule.arguments}
                found.append(app.url_for(rule.endpoint, **given))
    found.append(f"/strands/{big.strand.id}/papers/pack.html")
    return [*found, *(address.format(review=big.review.id) for address in FURTHER)]


def key_in(rule: str, big: Big) -> str:
    """Return what an address names by a key."""
    if rule.startswith("/contribute"):
        return KEY
    return big.annotation if "/annotations/" in rule else big.thread


def named(session: Session, big: Big) -> dict[str, object]:
    """Return one of each thing that addresses of the review name."""
    strand, question = big.strand, "untoc-6-conversion"

    def first(key: object, *conditions: object) -> object:
        return session.scalars(select(key).where(*conditions).limit(1)).one()

    prepared = first(Paragraph.summary_id, Paragraph.level == 0)
    return {
        "strand_id": strand.id,
        "phase_id": strand.phase_id,
        "review_id": big.review.id,
        "state_id": big.review.state_id,
        "appointment_id": first(Appointment.id, Appointment.review_id == big.review.id),
        "law_id": first(Law.id, Law.state_id == big.review.state_id),
        "evidence_id": first(Evidence.id),
        "seal": first(Attachment.sha256),
        "observation_id": first(Observation.id, Observation.strand_id == strand.id),
        "paragraph_id": first(Paragraph.id, Paragraph.summary_id > prepared),
        "issue_id": first(Issue.id),
        "note_id": first(NoteVerbale.id),
        "contribution_id": first(Contribution.id),
        "contributor_id": first(Contributor.id),
        "comment_id": first(Comment.id),
        "delegation_id": first(Delegation.id),
        "revision_id": 1,
        "article": "6",
        "question": question,
        "instrument": strand.instrument,
        "number": 1,
        "form": "md",
        "language": "fr",
        "thing": f"answer:1:{question}",
    }


def whole(app: Flask, session: Session, big: Big) -> list[tuple[str, str, str]]:
    """Return who opens which page in what session: every page, by every kind of reader."""
    (own_focal_point, own_expert, *_), (focal_point, expert, *_) = big.teams[:2]
    readers = {
        "its focal point": own_focal_point,
        "its expert": own_expert,
        "reviewing focal point": focal_point,
        "reviewing expert": expert,
        "officer": big.officer,
    }
    pages = every_page(app, session, big)
    tokens = {who: sign_in(session, person) for who, person in readers.items()}
    session.commit()
    return [(who, page, token) for who, token in tokens.items() for page in pages]
