"""Which act causes which letter, and to whom: one line each.

A letter says that something waits, and where; never what it says. It is written in the act's own
transaction and leaves after the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from babel.support import NullTranslations
from sqlalchemy.orm import Session

from reviewmech.records.contributions import Contributor
from reviewmech.records.database import now, surroundings
from reviewmech.records.languages import isolated, translations
from reviewmech.records.letters import Letter
from reviewmech.records.people import Person, focal_point, roster
from reviewmech.records.reviews import Phase, Review, Strand, review_of
from reviewmech.records.states import State, state_name
from reviewmech.records.summaries import newest
from reviewmech.rules.access import Actor
from reviewmech.rules.mechanism import in_language
from reviewmech.rules.purposes import Action, worded
from reviewmech.rules.refusals import N_
from reviewmech.rules.vocabulary import Capacity

STRAND = N_("%(instrument)s, %(part)s")

Recipients = Callable[[Session, object], list[Person]]


@dataclass(frozen=True)
class Notice:
    """A letter to be written: to whom, and in what words. The words know %(state)s etc."""

    to: Recipients
    subject: str
    body: str


def _states(session: Session, subject: object) -> list[State]:
    """Return the States in the scope of what a letter is about: a strand, or a summary."""
    if isinstance(subject, Strand):
        return subject.participants
    summary = newest(session, subject.id) if isinstance(subject, Phase) else None
    if summary is not None:
        return summary.participants
    review = review_of(subject)
    return review.participants() if review else []


def _people(session: Session, subject: object, state: State) -> list[Person]:
    review = review_of(subject)
    serving = roster(session, review.id, state.id) if review else []
    return [each.person for each in serving if each.capacity is not Capacity.OBSERVER]


def everyone(session: Session, subject: object) -> list[Person]:
    """Return the focal points and experts of all States in scope, and the case officers."""
    states = _states(session, subject)
    teams = [person for state in states for person in _people(session, subject, state)]
    return teams + _officers(subject)


def focal_points(session: Session, subject: object) -> list[Person]:
    """Return the focal points of all States in scope, and the case officers."""
    review = review_of(subject)
    if review is None:
        return []
    states = _states(session, subject)
    found = [focal_point(session, review.id, state.id) for state in states]
    return [person for person in found if person] + _officers(subject)


def _officers(subject: object) -> list[Person]:
    review = review_of(subject)
    both = (review.case_officer, review.stand_in) if review else ()
    return [officer for officer in both if officer]


def chief(session: Session, subject: object) -> list[Person]:
    """Return the focal point of the State under review in a strand, if there is one."""
    if not isinstance(subject, Strand):
        return []
    review = subject.review
    person = focal_point(session, review.id, review.state_id)
    return [person] if person else []


def own_team(session: Session, subject: object) -> list[Person]:
    """Return the focal point and experts of the State under review, and the case officers."""
    review = review_of(subject)
    return [*_people(session, review, review.state), *_officers(review)] if review else []


NOTICES: Mapping[Action, Notice] = {
    Action.SUBMIT: Notice(
        everyone,
        N_("%(state)s has submitted its response"),
        N_("The response of %(state)s in the review of %(reviewed)s (%(part)s) can be read now."),
    ),
    Action.PROPOSE_CONSULTATION: Notice(
        focal_points,
        N_("A proposal on how the review of %(reviewed)s is held"),
        N_("A proposal on languages, articles and dates waits for your clearance (%(part)s)."),
    ),
    Action.SEND_QUESTION: Notice(
        everyone,
        N_("%(state)s asks a supplementary question"),
        N_("A supplementary question waits in the review of %(reviewed)s (%(part)s)."),
    ),
    Action.SEND_REPLY: Notice(
        everyone,
        N_("%(state)s has written on a supplementary question"),
        N_("A new message waits in the review of %(reviewed)s (%(part)s)."),
    ),
    Action.RELEASE_FEEDBACK: Notice(
        everyone,
        N_("%(state)s has released its written feedback"),
        N_("The written feedback of %(state)s on %(reviewed)s (%(part)s) can be read now."),
    ),
    Action.CLEAR_LIST: Notice(
        focal_points,
        N_("%(state)s has cleared the %(list)s"),
        N_("The %(list)s on %(reviewed)s (%(part)s) was cleared by %(state)s."),
    ),
    Action.COMPILE_SUMMARY: Notice(
        everyone,
        N_("The %(summary)s on %(reviewed)s is ready to be edited"),
        N_("The secretariat has compiled the %(summary)s from the adopted lists."),
    ),
    Action.CLEAR_SUMMARY: Notice(
        focal_points,
        N_("%(state)s has cleared the %(summary)s"),
        N_("The %(summary)s on %(reviewed)s was cleared by %(state)s."),
    ),
    Action.ISSUE_SUMMARY: Notice(
        everyone,
        N_("The %(summary)s on %(reviewed)s is issued"),
        N_("The %(summary)s on %(reviewed)s has its document symbol and can be downloaded."),
    ),
    Action.PROPOSE_MOVE: Notice(
        chief,
        N_("A newer questionnaire is proposed for the review of %(reviewed)s"),
        N_(
            "The secretariat proposes to move your response to a newer version of the "
            "questionnaire (%(part)s). What is different is shown with the response; nothing "
            "changes before you acknowledge it."
        ),
    ),
    Action.ACKNOWLEDGE_MOVE: Notice(
        own_team,
        N_("The response of %(reviewed)s is on a newer questionnaire"),
        N_(
            "%(state)s has acknowledged the move to a newer version of the questionnaire "
            "(%(part)s). Answers to questions that changed wait for another look."
        ),
    ),
    Action.MOVE_ON: Notice(
        everyone,
        N_("The secretariat has moved a strand on"),
        N_("A strand of the review of %(reviewed)s (%(part)s) is at its next step now."),
    ),
}

RECORDED = Notice(
    lambda session, subject: [],
    N_("An act of %(state)s was recorded from its note verbale"),
    N_("The secretariat recorded from your note verbale: %(action)s (review of %(reviewed)s)."),
)


def write(session: Session, action: Action, actor: Actor, subject: object, result: object) -> None:
    """Write the letters this act causes; the one who acted gets none about it."""
    notice = NOTICES.get(action)
    if notice is not None:
        for person in dict.fromkeys(notice.to(session, subject)):
            if person.id != actor.person:
                _letter(session, notice, person, action, actor, subject)
    if actor.for_state is not None:
        _tell_the_state(session, action, actor, subject)


def _tell_the_state(session: Session, action: Action, actor: Actor, subject: object) -> None:
    review = review_of(subject)
    person = review and actor.for_state and focal_point(session, review.id, actor.for_state)
    if person:
        _letter(session, RECORDED, person, action, actor, subject)


def _letter(
    session: Session,
    notice: Notice,
    person: Person,
    action: Action,
    actor: Actor,
    subject: object,
) -> None:
    review = review_of(subject)
    language = person.language
    said = words(session, language)
    state = session.get(State, actor.state_in(review.id if review else None) or 0)
    label = surroundings(session).mechanism.label
    papers = {key: label(key, language) for key in ("list", "summary")}
    told = papers | {
        "state": state_name(state, language) if state else said.gettext(N_("The secretariat")),
        "reviewed": state_name(review.state, language) if review else "",
        "part": part_words(session, subject, language),
        "action": said.gettext(worded(action)) % papers,
    }
    details = {name: isolated(detail, language) for name, detail in told.items()}
    write_letter(
        session,
        person,
        said.gettext(notice.subject) % details,
        said.gettext(notice.body) % details + "\n\n" + _address(session, subject),
        review=review,
    )


def write_letter(
    session: Session,
    reader: Person | Contributor,
    subject: str,
    body: str,
    *,
    review: Review | None = None,
    has_secret: bool = False,
) -> Letter:
    """Put a letter among those waiting; it leaves only if the act is committed."""
    letter = Letter(
        person_id=reader.id if isinstance(reader, Person) else None,
        contributor_id=reader.id if isinstance(reader, Contributor) else None,
        review_id=review.id if review else None,
        address=reader.address,
        language=reader.language,
        subject=subject,
        body=body,
        has_secret=has_secret,
        written_at=now(session),
    )
    session.add(letter)
    return letter


def words(session: Session, language: str) -> NullTranslations:
    """Return the words for letters in the reader's language."""
    return translations(surroundings(session).translations, language)


def part_words(session: Session, subject: object, language: str) -> str:
    """Return what a strand or a phase is called in a letter."""
    phase = subject.phase if isinstance(subject, Strand) else subject
    if not isinstance(phase, Phase):
        return ""
    mechanism = surroundings(session).mechanism
    title = in_language(mechanism.part(phase.part).title, language)
    if not isinstance(subject, Strand):
        return title
    instrument = in_language(mechanism.instrument(subject.instrument).short, language)
    said = words(session, language)
    return said.gettext(STRAND) % {"instrument": instrument, "part": title}


def _address(session: Session, subject: object) -> str:
    base = surroundings(session).address
    if isinstance(subject, Strand):
        return f"{base}/strands/{subject.id}"
    review = review_of(subject)
    return f"{base}/reviews/{review.id}" if review else base
