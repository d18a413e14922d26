"""Written feedback: saved article by article inside a State, released by its focal point."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.actions.responses import check_language
from reviewmech.records import consultation
from reviewmech.records.database import now
from reviewmech.records.feedback import (
    TEXTS,
    Feedback,
    FeedbackRevision,
    Release,
    drafts,
    mark,
)
from reviewmech.records.responses import latest_version, questionnaire
from reviewmech.records.reviews import Strand
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.questionnaire import REFERENCE, WHOLE_PART
from reviewmech.rules.refusals import Conflict, Invalid, NotPermitted
from reviewmech.rules.texts import checked


@act(Action.SAVE_FEEDBACK)
def save_feedback(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    article: str | Sequence[str],
    measures: str = "",
    successes: str = "",
    challenges: str = "",
    no_remarks: bool = False,
    started_from: int = 0,
    language: str = "en",
) -> FeedbackRevision:
    """Save what the State writes on an article, or that it has no remarks on several at once.

    Nobody outside knows of it, but the States with which it has agreed to draft together.
    """
    check_language(session, language)
    if not isinstance(article, str):
        if not no_remarks or measures or successes or challenges:
            raise Invalid("Remarks are written on one article at a time.")
        return _without_remarks(session, actor, strand, article, language)
    _check_article(session, strand, article)
    texts = dict(zip(TEXTS, (measures, successes, challenges), strict=True))
    revision = FeedbackRevision(
        **{name: checked(text, field=name) for name, text in texts.items()},
        has_no_remarks=no_remarks,
        language=language,
        started_from=started_from,
        saved_by_id=actor.person,
        saved_at=now(session),
    )
    if no_remarks and any(revision.texts.values()):
        raise Invalid(
            "Either write on this article or say that there are no remarks.", field="no_remarks"
        )
    return _kept(_place(session, actor, strand, article), revision)


def _check_article(session: Session, strand: Strand, article: str) -> None:
    if questionnaire(session, strand.edition_id).section(article) is None:
        raise Invalid("This questionnaire has no such article.", field="articles")


def _without_remarks(
    session: Session, actor: Actor, strand: Strand, articles: Sequence[str], language: str
) -> FeedbackRevision:
    """Say on several articles that there are no remarks, and let no remark be lost by it."""
    if not articles:
        raise Invalid("Choose at least one article.", field="articles")
    for article in articles:
        _check_article(session, strand, article)
    standing = drafts(session, strand.id, actor.state_in(strand.review.id) or 0)
    written = [each for each in articles if each in standing and any(standing[each].texts.values())]
    if written:
        raise Conflict(
            "Your State has written remarks on %(articles)s, so nothing was changed. Leave out "
            "what has remarks, or empty it on its own page first.",
            articles=_named(session, strand, written),
        )
    for article in dict.fromkeys(articles):
        place = _place(session, actor, strand, article)
        saved = _kept(
            place,
            FeedbackRevision(
                **dict.fromkeys(TEXTS, ""),
                has_no_remarks=True,
                language=language,
                started_from=place.number,
                saved_by_id=actor.person,
                saved_at=now(session),
            ),
        )
    return saved


def _named(session: Session, strand: Strand, articles: Collection[str]) -> list[str]:
    """Return articles as a sentence names them: by number, the part as a whole by its title."""
    asked = questionnaire(session, strand.edition_id)
    sections = (section for section in asked.sections if section.article in articles)
    return [section.article or section.title(REFERENCE) for section in sections]


@act(Action.RELEASE_FEEDBACK, secret=frozenset({"seen"}))
def release_feedback(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    seen: str | None = None,
    received: str = "",
    language: str = REFERENCE,
) -> Release:
    """Release the State's feedback: all articles as they stand, or the text of its note.

    By note verbale only what was ``received`` with it is released: nobody in the secretariat may
    read a State's drafts, so nobody there can clear them. A note without text has no remarks.
    """
    state = actor.state_in(strand.review.id) or 0
    if actor.note is not None:
        check_language(session, language)
        return _release(session, actor, strand, state, {WHOLE_PART: _of_note(received, language)})
    if received:
        # The journal's line would show it to all, though it was released to nobody.
        raise NotPermitted("A text is received with a note verbale; what is written here is saved.")
    standing = drafts(session, strand.id, state)
    if seen is not None and seen != mark(standing):
        raise Conflict(
            "Somebody of your State changed the feedback after you opened this page, so nothing "
            "was released. Look at it as it stands now, and release it again."
        )
    written = {article: each for article, each in standing.items() if each.is_written}
    if not written:
        raise _nothing_written(session, strand, state)
    frozen = {article: each.plain for article, each in written.items()}
    return _release(session, actor, strand, state, frozen)


def _of_note(received: str, language: str) -> dict[str, Any]:
    """Return the text of a note as feedback on the part as a whole."""
    text = checked(received, field="received")
    texts = dict.fromkeys(TEXTS, "") | {TEXTS[0]: text}
    return {**texts, "no_remarks": not text, "language": language}


def _release(
    session: Session, actor: Actor, strand: Strand, state: int, articles: dict[str, Any]
) -> Release:
    version = latest_version(session, strand.id)
    release = Release(
        strand_id=strand.id,
        state_id=state,
        number=_next_number(session, strand, state),
        version_id=version.id if version else None,
        articles=articles,
        released_at=now(session),
        released_by_id=actor.person,
        note_id=actor.note,
    )
    session.add(release)
    return release


def _place(session: Session, actor: Actor, strand: Strand, article: str) -> Feedback:
    """Return the place of this State's feedback on an article, made when it is the first."""
    where = {
        "strand_id": strand.id,
        "state_id": actor.state_in(strand.review.id),
        "article": article,
    }
    place = session.scalar(select(Feedback).filter_by(**where))
    if place is None:
        place = Feedback(**where, number=0)
        session.add(place)
    return place


def _kept(place: Feedback, revision: FeedbackRevision) -> FeedbackRevision:
    """Keep a revision as the one that counts, unless somebody else saved since it was begun."""
    last = place.revisions[-1] if place.revisions else None
    if last is None and not revision.is_written:
        raise Invalid("Write something on this article, or say that there are no remarks.")
    if last is not None and last.plain == revision.plain:
        return last
    if revision.started_from != place.number:
        raise Conflict(
            "Somebody of your State saved this article after you opened it, so nothing was "
            "overwritten. Both texts are on this page: put them together and save again."
        )
    place.number += 1
    revision.number = place.number
    place.revisions.append(revision)
    return revision


def _nothing_written(session: Session, strand: Strand, state: int) -> Invalid:
    division = consultation.division(session, strand)
    taken = [
        section.article
        for section in questionnaire(session, strand.edition_id).sections
        if state in {each.id for each in division.takers(section.article)}
    ]
    return Invalid(
        "Nothing is written yet, so there is nothing to release. Write on an article, or say that "
        "there are no remarks on it. The articles your State has taken: %(articles)s.",
        articles=", ".join(_named(session, strand, taken)),
    )


def _next_number(session: Session, strand: Strand, state: int) -> int:
    count = select(func.count(Release.id)).where(
        Release.strand_id == strand.id, Release.state_id == state
    )
    return 1 + (session.scalar(count) or 0)
