"""A filled review, written directly: both questionnaires answered, a dialogue, adopted lists.

Arcadia is under review; Belmora and Cordania review it. The Convention's strand is in its
observations, so that answers are still saved and messages still sent.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from reviewmech.records.accounts import SignIn, fingerprint
from reviewmech.records.database import now, surroundings
from reviewmech.records.dialogue import Message, SupplementaryQuestion
from reviewmech.records.journal import Chain
from reviewmech.records.laws import Law
from reviewmech.records.observations import Observation, Position, Wording
from reviewmech.records.people import Person
from reviewmech.records.responses import Answer, Edition, Revision, Version, VersionAnswer
from reviewmech.records.reviews import ChangeCounter, Cycle, Phase, Review, Strand
from reviewmech.records.states import State, StateName
from reviewmech.rules.questionnaire import Kind, Questionnaire
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Capacity, ObservationKind, Outcome, Stance
from tests.bench.texts import prose, value
from tests.cast import a_person, a_review, an_appointment, pair

PART = "cluster-1"
INSTRUMENTS = ("UNTOC", "TIP")
MOST_CLIENTS = 32
LAWS, REVISIONS, THREADS, EXPERTS = 12, 3, 256, 7


@dataclass
class Filled:
    """Where the load goes: addresses of the filled review, and the tokens of its people."""

    strand: int = 0
    article: str = ""
    questions: list[tuple[str, str]] = field(default_factory=list)
    """Questions answered by a text, with the article of each: one a client."""
    threads: list[str] = field(default_factory=list)
    team: list[str] = field(default_factory=list)
    """Sessions of the focal point and the experts of the State under review."""
    focal_points: list[str] = field(default_factory=list)
    """Sessions of its focal point alone."""
    officers: list[str] = field(default_factory=list)
    desks: list[str] = field(default_factory=list)
    """Sessions of the people of all three States."""
    to_compile: list[int] = field(default_factory=list)
    """Phases whose lists are adopted."""
    to_issue: list[tuple[int, str]] = field(default_factory=list)
    """Phases whose summaries are cleared, with the digest of what was cleared."""
    big: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    """Pages of the big review, by name: the address, and the sessions of those who open it."""
    whole: list[tuple[str, str, str]] = field(default_factory=list)
    """All its pages, for each kind of reader: who reads, the address, their session."""

    def write(self, folder: Path) -> None:
        """Keep this in a folder, for another process to read."""
        (folder / "filled.json").write_text(json.dumps(asdict(self)))

    @classmethod
    def read(cls, folder: Path) -> Filled:
        """Read what another process kept."""
        return cls(**json.loads((folder / "filled.json").read_text()))


def fill(session: Session) -> tuple[Filled, Review]:
    """Write the whole review, and say where the load goes."""
    cycle = Cycle(name="First cycle", starts_on=date(2027, 1, 1))
    officer = a_person(session, "Olive Officer")
    states = [a_state(session, place, name) for place, name in enumerate(NAMES)]
    session.add(cycle)
    session.flush()
    review = a_review(session, cycle, states[0], officer)
    session.add(Chain(name=f"review-{review.id}", length=0, head="", moves=0))
    for state in states[1:]:
        for instrument in INSTRUMENTS:
            pair(session, review, state, instrument)
    teams = [a_team(session, review, state) for state in states]
    strands = a_phase(session, review, Step.OBSERVATIONS)
    for strand in strands:
        for state in states:
            session.add(ChangeCounter(strand_id=strand.id, state_id=state.id, value=1))
    laws = a_library(session, states[0])
    for strand in strands:
        answer_all(session, strand, teams[0][1], laws)
        submit(session, strand, teams[0][0])
        a_list(session, strand, 40)
    filled = _where(session, strands[0])
    filled.threads = a_dialogue(session, strands[0], states[1])
    filled.team = [sign_in(session, teams[0][place % len(teams[0])]) for place in _EACH]
    filled.focal_points = [sign_in(session, teams[0][0]) for _ in _EACH]
    everybody = [person for team in teams for person in team]
    filled.desks = [sign_in(session, everybody[place % len(everybody)]) for place in _EACH]
    filled.officers = [sign_in(session, officer) for _ in _EACH]
    session.commit()
    return filled, review


NAMES = ("Arcadia", "Belmora", "Cordania")
_EACH = range(MOST_CLIENTS)


def a_state(session: Session, place: int, name: str) -> State:
    """Write an invented State."""
    code = "X" + chr(65 + place // 26) + chr(65 + place % 26)
    source = "invented for the bench"
    state = State(code=code, kind="State", as_of=date(2026, 1, 1), verified=False, source=source)
    state.names = [StateName(language="en", name=name, since=date(2000, 1, 1))]
    session.add(state)
    session.flush()
    return state


def a_team(session: Session, review: Review, state: State) -> list[Person]:
    """Write a State's focal point and its experts."""
    people = []
    for place in range(1 + EXPERTS):
        capacity = Capacity.EXPERT if place else Capacity.FOCAL_POINT
        person = a_person(session, f"{capacity.value} {place} of {state.name}", review)
        an_appointment(session, person, capacity, review, state)
        people.append(person)
    return people


def a_phase(
    session: Session,
    review: Review,
    step: Step,
    part: str = PART,
    instruments: Sequence[str] = INSTRUMENTS,
) -> list[Strand]:
    """Write a phase whose strands stand at a step."""
    phase = Phase(
        review_id=review.id, part=part, starts_on=date(2027, 1, 1), ends_on=date(2028, 12, 31)
    )
    session.add(phase)
    session.flush()
    strands = [
        Strand(
            phase_id=phase.id,
            instrument=instrument,
            edition_id=edition(session, instrument, part).id,
            step=step,
            step_since=now(session),
            due_on=date(2028, 7, 1),
        )
        for instrument in instruments
    ]
    session.add_all(strands)
    session.flush()
    return strands


def asked(session: Session, instrument: str, part: str = PART) -> Questionnaire:
    """Return the real questionnaire of an instrument."""
    return surroundings(session).questionnaires[instrument, part]


def edition(session: Session, instrument: str, part: str = PART) -> Edition:
    """Return the edition of an instrument, written once."""
    questions = asked(session, instrument, part)
    found = session.query(Edition).filter_by(digest=questions.digest).one_or_none()
    if found is None:
        found = Edition(
            instrument=instrument,
            part=part,
            number=questions.version,
            digest=questions.digest,
            content=questions.to_plain(),
        )
        session.add(found)
        session.flush()
    return found


def a_library(session: Session, state: State, many: int = LAWS) -> list[int]:
    """Write the laws of a State."""
    laws = [
        Law(
            state_id=state.id,
            title=f"Code pénal, livre {place}",
            translated_title=f"Penal Code, book {place}",
            number=f"Law No. {place + 10}",
            dated="2011-06-30",
            link=f"https://law.example.org/penal-code/{place}",
        )
        for place in range(many)
    ]
    session.add_all(laws)
    session.flush()
    return [law.id for law in laws]


def answer_all(session: Session, strand: Strand, expert: Person, laws: list[int]) -> None:
    """Answer every question, each in some revisions."""
    questions = asked(session, strand.instrument, strand.phase.part).questions
    for seed, question in enumerate(questions):
        answer = Answer(strand_id=strand.id, question=question.id, number=REVISIONS)
        answer.revisions = [
            Revision(
                number=number,
                started_from=number - 1,
                edition_id=strand.edition_id,
                value=value(question, seed + number, laws),
                language="en",
                saved_by_id=expert.id,
                saved_at=now(session),
            )
            for number in range(1, REVISIONS + 1)
        ]
        session.add(answer)
    session.flush()


def submit(session: Session, strand: Strand, person: Person) -> None:
    """Freeze what was answered as the first version."""
    version = Version(
        strand_id=strand.id,
        number=1,
        edition_id=strand.edition_id,
        language="en",
        laws=[],
        unanswered=[],
        submitted_at=now(session),
        submitted_by_id=person.id,
    )
    for answer in session.query(Answer).filter_by(strand_id=strand.id):
        newest = answer.revisions[-1]
        version.answers.append(
            VersionAnswer(
                question=answer.question,
                revision_id=newest.id,
                value=newest.value,
                language="en",
            )
        )
    session.add(version)
    session.flush()


def a_list(session: Session, strand: Strand, items: int) -> None:
    """Write a list of observations that every State in scope agrees to."""
    articles = [one.article for one in asked(session, strand.instrument).sections if one.article]
    kinds = list(ObservationKind)
    for place in range(items):
        proposer = strand.participants[place % len(strand.participants)]
        observation = Observation(
            strand_id=strand.id,
            number=place + 1,
            kind=kinds[place % len(kinds)],
            article=articles[place % len(articles)],
            proposed_by_id=proposer.id,
            proposed_at=now(session),
            outcome=Outcome.AGREED,
        )
        wording = Wording(
            number=1,
            text=prose(place, 2 + place % 2),
            language="en",
            state_id=proposer.id,
            proposed_at=now(session),
        )
        wording.positions = [
            Position(state_id=state.id, stance=Stance.AGREES, taken_at=now(session))
            for state in strand.participants
        ]
        observation.wordings = [wording]
        session.add(observation)
    session.flush()


def a_dialogue(session: Session, strand: Strand, reviewer: State) -> list[str]:
    """Write supplementary questions, most of them with a reply, and return their keys."""
    articles = [section.article for section in asked(session, strand.instrument).sections]
    threads = []
    for place in range(THREADS):
        moment = now(session) + timedelta(seconds=place)
        speakers = [reviewer, strand.review.state][: 1 + bool(place % 4)]
        thread = SupplementaryQuestion(
            strand_id=strand.id,
            asked_by_id=reviewer.id,
            article=articles[place % len(articles)],
            drafted_at=moment,
            sent_at=moment,
        )
        thread.messages = [
            Message(
                state_id=state.id,
                text=prose(place, 1 + place % 3),
                language="en",
                written_at=moment,
                sent_at=moment,
            )
            for state in speakers
        ]
        threads.append(thread)
    session.add_all(threads)
    session.flush()
    return [thread.key for thread in threads]


def sign_in(session: Session, person: Person) -> str:
    """Open a session of a person, and return its token."""
    token, moment = secrets.token_urlsafe(32), now(session)
    session.add(
        SignIn(
            person_id=person.id,
            token_hash=fingerprint(token),
            device="bench",
            started_at=moment,
            expires_at=moment + timedelta(days=30),
        )
    )
    return token


def _where(session: Session, strand: Strand) -> Filled:
    questions = asked(session, strand.instrument)
    texts = [one for one in questions.questions if one.kind is Kind.TEXT and not one.when]
    texts += [one for one in questions.questions if one.kind is Kind.TEXT and one.when]
    largest = max(questions.sections, key=lambda section: len(section.questions))
    return Filled(
        strand=strand.id,
        article=largest.article,
        questions=[(one.article, one.id) for one in texts[:MOST_CLIENTS]],
    )
