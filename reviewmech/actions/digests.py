"""What a letter says of the notices it gathers: worded when it leaves, for who reads it then.

Somebody whose service has ended, or who may no longer read what waits, is told nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote

from sqlalchemy.orm import Session

from reviewmech.actions.sentences import told, words
from reviewmech.records.database import surroundings
from reviewmech.records.languages import isolated
from reviewmech.records.letters import Letter
from reviewmech.records.notices import Notice, in_letter
from reviewmech.records.people import Person, actor
from reviewmech.records.reviews import Review, Strand, case, review_of
from reviewmech.records.states import state_name
from reviewmech.records.wordings import Silence
from reviewmech.rules.access import may
from reviewmech.rules.refusals import N_

CHOOSE = N_("How soon you are told of what, you choose here: %(address)s")


@dataclass(frozen=True)
class Worded:
    """A letter as it leaves: its words, to whom, in what language, and the notices in it (ids)."""

    subject: str
    body: str
    address: str
    language: str
    gathered: tuple[int, ...] = ()


def composed(session: Session, letter: Letter) -> Worded | None:
    """Return a letter as it is to leave now, or None when nothing in it may be told any more."""
    gathered = in_letter(session, letter.id)
    if letter.person is None or not gathered:
        return as_written(letter)
    standing = [each for each in gathered if _may_be_told(session, each, letter.person)]
    if not standing:
        return None
    said = worded(session, standing, letter.person, standing[0].review)
    return replace(said, gathered=tuple(each.id for each in gathered))


def as_written(letter: Letter) -> Worded:
    """Return a letter in the words in which it was written."""
    return Worded(letter.subject, letter.body, letter.address, letter.language)


def _may_be_told(session: Session, notice: Notice, person: Person) -> bool:
    reader, review = actor(session, person), notice.review
    concerns = {review.case_officer_id, review.stand_in_id}
    serves = reader.post_in(review.id) is not None or (reader.officer and person.id in concerns)
    return (
        serves
        and may(notice.reading, reader, case(notice.about))
        and _still_runs(session, notice.details.get("silence"))
    )


def _still_runs(session: Session, silence_id: int | None) -> bool:
    silence = session.get(Silence, silence_id) if silence_id else None
    return silence is None or silence.ended_at is None


def worded(session: Session, notices: list[Notice], person: Person, review: Review) -> Worded:
    """Return the letter that tells of these notices, in the language of its reader."""
    language = person.language
    lines: dict[tuple[str, str, str], int] = {}
    for each in notices:
        key = (*told(session, each, language), each.path)
        lines[key] = lines.get(key, 0) + 1
    if len(lines) == 1:
        ((subject, body, path),) = lines
        text = f"{body}\n\n{link(session, path)}"
    else:
        subject, text = _several(session, lines, language, review)
    return Worded(subject, text, person.address, language)


def _several(
    session: Session, lines: dict[tuple[str, str, str], int], language: str, review: Review
) -> tuple[str, str]:
    said = words(session, language)
    subject = said.ngettext(
        "Review of %(reviewed)s: %(num)s thing waits for you",
        "Review of %(reviewed)s: %(num)s things wait for you",
        len(lines),
    ) % {
        "reviewed": isolated(state_name(review.state, language), language),
        "num": len(lines),
    }
    told_of = []
    for (sentence, body, path), times in lines.items():
        if times > 1:
            told = said.ngettext(
                "%(sentence)s (%(num)s time)", "%(sentence)s (%(num)s times)", times
            )
            sentence = told % {"sentence": sentence, "num": times}
        told_of.append(f"– {sentence}\n{body}\n{link(session, path)}")
    where = {"address": f"{surroundings(session).address}/account/notices"}
    return subject, "\n\n".join([*told_of, said.gettext(CHOOSE) % where])


def link(session: Session, path: str) -> str:
    """Return the address of a path, that leads to the very item also after signing in.

    What stands after a # is told to no server: it travels through the page of signing in by name,
    which sends on at once whoever is signed in.
    """
    base = surroundings(session).address
    return f"{base}/sign-in?next={quote(path)}" if "#" in path else base + path


def page_of(subject: object) -> str:
    """Return the path of the page of a strand, else of its review."""
    if isinstance(subject, Strand):
        return f"/strands/{subject.id}"
    review = review_of(subject)
    return f"/reviews/{review.id}" if review else "/desk"
