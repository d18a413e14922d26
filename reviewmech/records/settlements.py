"""Settlements: which revision of an answer took up whose contribution, as the journal says."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.records.contributions import Contribution, Contributor
from reviewmech.records.journal import Entry
from reviewmech.records.responses import Answer, Revision
from reviewmech.rules.purposes import Action


def taken_up(session: Session, strand_id: int, question: str) -> dict[int, Contributor]:
    """Return the contributor behind each revision of an answer that took a contribution up.

    By the numbers of the revisions. Internal to the State under review.
    """
    of_answer = (
        select(Revision.id, Revision.number)
        .join(Answer)
        .where(Answer.strand_id == strand_id, Answer.question == question)
    )
    things = {f"revision:{key}": number for key, number in session.execute(of_answer)}
    entries = session.scalars(
        select(Entry).where(
            Entry.strand_id == strand_id,
            Entry.action == Action.SETTLE_CONTRIBUTION,
            Entry.thing.in_(things),
        )
    )
    return {things[entry.thing]: _contributor(session, entry) for entry in entries}


def _contributor(session: Session, entry: Entry) -> Contributor:
    _, _, key = str(json.loads(entry.payload)["contribution"]).partition(":")
    return session.get_one(Contribution, int(key)).contributor
