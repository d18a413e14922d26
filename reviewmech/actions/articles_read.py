"""Reading marks: what a reviewing State's team has read, kept for that team alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.records.articles_read import ArticleRead, articles_read, marks_on
from reviewmech.records.database import now
from reviewmech.records.responses import Version, questionnaire, visible_version
from reviewmech.records.reviews import Strand, case
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Invalid


@act(Action.MARK_READ)
def mark_read(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    version: int,
    articles: Sequence[str],
    is_read: bool = True,
) -> None:
    """Mark articles of a version (its number) as read by the State's team, or as not read."""
    found = visible_version(session, strand.id, version, actor, case(strand))
    if found is None:
        raise Invalid("There is no such version of the response.", field="version")
    _check(session, found, articles)
    state = cast(int, actor.state_in(strand.review.id))
    marks = articles_read(session, found.id, state)
    for article in dict.fromkeys(articles):
        if not is_read:
            # What was read in an earlier version, and is the same still, would count as read.
            for mark in marks_on(session, strand.id, state, article):
                session.delete(mark)
        elif article not in marks:
            session.add(
                ArticleRead(
                    version_id=found.id,
                    state_id=state,
                    article=article,
                    person_id=actor.person,
                    read_at=now(session),
                )
            )


def _check(session: Session, version: Version, articles: Sequence[str]) -> None:
    asked = questionnaire(session, version.edition_id)
    if not articles:
        raise Invalid("Choose at least one article.", field="articles")
    for article in articles:
        if asked.section(article) is None:
            raise Invalid("This questionnaire has no such article.", field="articles")
