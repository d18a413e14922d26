"""The library of laws of a State, cited from its answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from reviewmech.actions import uploads
from reviewmech.actions.act import act
from reviewmech.records import laws
from reviewmech.records.database import now, surroundings
from reviewmech.records.laws import Law, LawRevision
from reviewmech.records.reviews import Review
from reviewmech.rules import dates, links
from reviewmech.rules.access import Actor
from reviewmech.rules.policy import POLICY
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import N_, Conflict, Invalid, NotFound
from reviewmech.rules.texts import LONGEST_LINE, checked, required

LONGEST_TITLE, LONGEST_NUMBER, LONGEST_DATE = 500, 120, 60
MOST_ARTICLES = 500

LOOK_AGAIN = N_("A law cited here was amended: look at it again.")

Row = Mapping[str, str]


class LawChanged(Conflict):
    """A colleague amended this law meanwhile: it holds what is kept."""

    def __init__(self, kept: Law) -> None:
        super().__init__(
            "A colleague has amended this law since you opened it, so nothing was changed. Both "
            "texts are shown; save yours again if it is to count."
        )
        self.kept = kept.content


@act(Action.ADD_LAW)
def add_law(
    session: Session,
    actor: Actor,
    review: Review,
    *,
    title: str,
    dated: str,
    language: str = "",
    translated_title: str = "",
    number: str = "",
    link: str = "",
    articles: Collection[Row] = (),
    provisions: Collection[Row] = (),
    file: dict[str, Any] | None = None,
) -> Law:
    """Add a law to the library of the State under review, so that answers can cite it."""
    law = Law(
        state_id=review.state_id,
        **_described(title, dated, language, translated_title, number, link),
        articles=_articles(articles),
        provisions=_provisions(session, provisions),
        file=uploads.attachment(session, actor, file) if file else None,
        revision=1,
    )
    session.add(law)
    session.flush()
    session.add(_revision(session, actor, law))
    return law


@act(Action.AMEND_LAW)
def amend_law(
    session: Session,
    actor: Actor,
    review: Review,
    *,
    law: Law,
    started_from: int,
    title: str,
    dated: str,
    language: str = "",
    translated_title: str = "",
    number: str = "",
    link: str = "",
    articles: Collection[Row] = (),
    provisions: Collection[Row] = (),
    file: dict[str, Any] | None = None,
    without_file: bool = False,
    look_again: Collection[int] = (),
) -> Law:
    """Amend a law, unless a colleague did meanwhile; ask for another look at answers citing it."""
    if law.state_id != review.state_id:
        raise NotFound("This law is not in the library of your State. Check the address, please.")
    meant = {
        **_described(title, dated, language, translated_title, number, link),
        "articles": _articles(articles),
        "provisions": _provisions(session, provisions),
    }
    kept = None if without_file else law.file
    with_it = uploads.attachment(session, actor, file) if file else kept
    if {**meant, "file": laws.plain_file(with_it)} == law.content:
        return law
    if law.revision != started_from:
        raise LawChanged(law)
    _amend(session, actor, law, {**meant, "file": with_it})
    _ask_for_another_look(session, review, law, look_again)
    return law


def _amend(session: Session, actor: Actor, law: Law, meant: Mapping[str, Any]) -> None:
    """Put the new words in the place of the old, which are kept: also those of before histories."""
    if not laws.history(session, law):
        session.add(_revision(session, None, law))
    for name, value in meant.items():
        setattr(law, name, value)
    law.revision += 1
    session.flush()
    session.add(_revision(session, actor, law))


def _revision(session: Session, actor: Actor | None, law: Law) -> LawRevision:
    return LawRevision(
        law_id=law.id,
        number=law.revision,
        content=law.content,
        saved_by_id=actor.person if actor else None,
        saved_at=now(session),
    )


def _ask_for_another_look(
    session: Session, review: Review, law: Law, chosen: Collection[int]
) -> None:
    """Mark the answers chosen; one that cites the law no more, or is settled, needs no look."""
    for each in laws.citing(session, law):
        if each.answer.id in chosen and each.strand.review is review and is_open(each):
            each.answer.look_again = LOOK_AGAIN


def is_open(citing: laws.Citing) -> bool:
    """Say whether an answer can still be changed, so that another look has a purpose."""
    return citing.strand.step in POLICY[Action.SAVE_ANSWER].during


def _described(
    title: str, dated: str, language: str, translated_title: str, number: str, link: str
) -> dict[str, str]:
    return {
        "title": required(title, longest=LONGEST_TITLE, field="title"),
        "dated": _date(dated),
        "language": _language(language),
        "translated_title": checked(
            translated_title, longest=LONGEST_TITLE, field="translated_title"
        ),
        "number": checked(number, longest=LONGEST_NUMBER, field="number"),
        "link": links.checked(link, field="link"),
    }


def _date(dated: str) -> str:
    """Take the date of a law, which it must have."""
    written = checked(dated, longest=LONGEST_DATE, field="dated")
    if not written:
        raise Invalid(
            "A law has a date. The month or the year is enough where no more is known: write it "
            "as 2024-05-31, 2024-05 or 2024.",
            field="dated",
        )
    return dates.checked(written, field="dated")


def _language(language: str) -> str:
    if language and not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?", language):
        raise Invalid("Please choose the language of the title from the list.", field="language")
    return language


def _articles(given: Collection[Row]) -> list[dict[str, str]]:
    rows = [
        {
            "article": checked(row.get("article", ""), longest=LONGEST_LINE, field="articles"),
            "text": checked(row.get("text", ""), field="articles"),
        }
        for row in given
    ]
    kept = [row for row in rows if any(row.values())]
    if any(not row["article"] for row in kept):
        raise Invalid("Say of each text which article it is of.", field="articles")
    if len(kept) > MOST_ARTICLES:
        raise Invalid("At most %(most)s articles fit here.", field="articles", most=MOST_ARTICLES)
    return kept


def _provisions(session: Session, given: Iterable[Row]) -> list[dict[str, str]]:
    """Take provisions of the Mechanism's instruments, each once and in their order."""
    wanted = [dict(each) for each in given]
    found = [each for each in provisions_of(session) if each in wanted]
    if any(each not in found for each in wanted):
        raise Invalid("This provision is not one of the Mechanism's.", field="provisions")
    return found


def provisions_of(session: Session) -> list[dict[str, str]]:
    """Return the provisions that the Mechanism reviews, by instrument and article."""
    mechanism = surroundings(session).mechanism
    articles = {
        one.code: {number for part in mechanism.parts for number in part.articles.get(one.code, ())}
        for one in mechanism.instruments
    }
    return [
        {"instrument": code, "provision": number}
        for code, numbers in articles.items()
        for number in sorted(numbers, key=_in_order)
    ]


def _in_order(number: str) -> tuple[int, str]:
    figures = re.match(r"\d+", number)
    return int(figures.group()) if figures else 0, number
