"""The big review: 600 answers, 3,000 messages, 400 annotations, 250 observations, among others.

What the largest review of a cycle may come to, written directly. Most of it is in one strand, so
that every page there is as heavy as it gets. What else such a review holds is written in its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, cycle, islice
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from reviewmech.records.accounts import fingerprint
from reviewmech.records.attachments import Attachment
from reviewmech.records.base import Base
from reviewmech.records.clearances import Clearance
from reviewmech.records.comments import Comment
from reviewmech.records.consultation import Consultation
from reviewmech.records.contributions import (
    Contribution,
    ContributionRevision,
    Contributor,
    Delegation,
)
from reviewmech.records.database import now, surroundings
from reviewmech.records.dialogue import Message, SupplementaryQuestion
from reviewmech.records.evidence import Evidence
from reviewmech.records.feedback import Feedback, FeedbackRevision, Release
from reviewmech.records.journal import Chain, Entry
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.observations import Ground, Observation, Position, Wording
from reviewmech.records.people import Person
from reviewmech.records.responses import Revision, Version
from reviewmech.records.reviews import ChangeCounter, Cycle, Review, Strand
from reviewmech.records.states import Participation, State
from reviewmech.records.summaries import Issue, Paragraph, ParagraphEdit, Summary
from reviewmech.rules.purposes import Action, Audience
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Capacity, Clearing, ObservationKind, Outcome, Stance
from tests.bench.margins import write_margins
from tests.bench.review import (
    MOST_CLIENTS,
    a_library,
    a_phase,
    a_state,
    a_team,
    answer_all,
    asked,
    sign_in,
    submit,
)
from tests.bench.texts import prose
from tests.cast import a_person, a_review, an_appointment, pair

THREADS, MESSAGES, LONGEST_THREAD = 200, 3000, 100
OBSERVATIONS, WORDINGS = 250, 2
OTHERS, OF_ONE_PERSON = 189, 14
"""The other reviews of the round, and in how many of them one focal point serves."""

ASKED = (("cluster-1", ("UNTOC", "TIP", "SOM", "FP")), ("cluster-2", ("UNTOC",)))
KEY = "the-link-of-the-ministry"


@dataclass(frozen=True)
class Big:
    """The big review, its people, and the strand and thread in which there is most."""

    review: Review
    strand: Strand
    teams: list[list[Person]]
    """Of each State, the State under review first: its focal point, then its experts."""
    officer: Person
    thread: str
    annotation: str
    """The key of one that its State has not sent yet."""


def fill_big(session: Session) -> Big:
    """Write the big review and the others of its round."""
    round_ = Cycle(name="A whole round", starts_on=date(2027, 1, 1))
    session.add(round_)
    session.flush()
    officer = a_person(session, "Oscar Officer")
    states = [a_state(session, 600 + at, f"Big {at}") for at in range(3)]
    review = a_review(session, round_, states[0], officer)
    session.add(Chain(name=f"review-{review.id}", length=0, head="", moves=0))
    every = ASKED[0][1]
    for state in states:
        given = {"as_of": date(2026, 1, 1), "verified": False, "source": "invented for the bench"}
        session.add_all(
            Participation(state_id=state.id, instrument=one, is_party=True, **given)
            for one in every
        )
    for state in states[1:]:
        for instrument in every:
            pair(session, review, state, instrument)
    teams = [a_team(session, review, state) for state in states]
    strands = [
        strand
        for part, instruments in ASKED
        for strand in a_phase(session, review, Step.OBSERVATIONS, part, instruments)
    ]
    laws = a_library(session, states[0], 60)
    for strand in strands:
        counters = (ChangeCounter(strand_id=strand.id, state_id=one.id, value=1) for one in states)
        session.add_all(counters)
        answer_all(session, strand, teams[0][1], laws)
        submit(session, strand, teams[0][0])
    strand = strands[0]
    thread = _a_dialogue(session, strand, teams)
    annotation = write_margins(session, strand, teams)
    _observations(session, strand, teams)
    _work(session, strand, teams)
    _papers(session, strand, teams, officer)
    _a_journal(session, strand, teams)
    _others(session, round_, states[1:], teams[1][0], officer)
    session.flush()
    session.expire_all()
    return Big(review, strand, teams, officer, thread, annotation)


def pages_of(session: Session, big: Big) -> dict[str, tuple[str, list[str]]]:
    """Return the heaviest pages of the big review, and open sessions for those who read them."""
    team = [sign_in(session, big.teams[0][0]) for _ in range(MOST_CLIENTS)]
    office = [sign_in(session, big.officer) for _ in range(MOST_CLIENTS)]
    strand, article = f"/strands/{big.strand.id}", "6"
    session.commit()
    return {
        "desk": ("/desk", office),
        "observations": (f"{strand}/observations", team),
        "questions": (f"{strand}/questions", team),
        "thread": (f"{strand}/questions/{big.thread}", team),
        "annotations": (f"{strand}/annotations", team),
        "poll": (f"{strand}/response/{article}/news", team),
    }


def _a_dialogue(session: Session, strand: Strand, teams: list[list[Person]]) -> str:
    """Write the threads, in every standing, and return the key of the longest."""
    sections = asked(session, strand.instrument).sections
    version = session.scalars(select(Version).filter_by(strand_id=strand.id)).one()
    review, moment = strand.review, now(session)
    threads = []
    for place in range(THREADS):
        asker = review.reviewing_states()[place % 2]
        section = sections[place % len(sections)]
        threads.append(
            SupplementaryQuestion(
                strand_id=strand.id,
                asked_by_id=asker.id,
                article=section.article,
                question=section.questions[place % len(section.questions)].id,
                version_id=version.id,
                drafted_at=moment + timedelta(seconds=place),
                sent_at=None if place % 20 == 19 else moment + timedelta(minutes=place),
                closed_at=moment + timedelta(days=9) if place % 3 == 2 else None,
            )
        )
    session.add_all(threads)
    session.flush()
    each = (MESSAGES - LONGEST_THREAD) // (THREADS - 1)
    messages = [
        message
        for thread, many in zip(threads, chain([LONGEST_THREAD], cycle([each])), strict=False)
        for message in _messages(strand, thread, many, teams)
    ]
    session.execute(insert(Message), messages)
    return threads[0].key


def _messages(
    strand: Strand, thread: SupplementaryQuestion, many: int, teams: list[list[Person]]
) -> Iterable[dict[str, Any]]:
    under_review, asker = strand.review.state_id, thread.asked_by_id
    writers = {strand.review.state_id: teams[0]} | dict(
        zip([one.id for one in strand.review.reviewing_states()], teams[1:], strict=True)
    )
    for place in range(many if thread.sent_at else 1):
        state = under_review if place % 2 else asker
        sent = thread.sent_at and thread.sent_at + timedelta(minutes=place)
        yield {
            "thread_id": thread.id,
            "state_id": state,
            "text": prose(thread.id * 7 + place, 1 + place % 3),
            "language": "en",
            "written_by_id": writers[state][place % 8].id,
            "written_at": thread.drafted_at,
            "sent_at": sent,
        }


def _observations(session: Session, strand: Strand, teams: list[list[Person]]) -> None:
    """Write the list: wordings with the positions of all States, resting on answers and threads."""
    articles = [one for one in asked(session, strand.instrument).sections if one.article]
    states, moment = strand.participants, now(session)
    version = session.scalars(select(Version).filter_by(strand_id=strand.id)).one()
    threads = session.scalars(select(SupplementaryQuestion.id).filter_by(strand_id=strand.id)).all()
    for place in range(OBSERVATIONS):
        section, proposer = articles[place % len(articles)], place % len(states)
        observation = Observation(
            strand_id=strand.id,
            number=place + 1,
            kind=list(ObservationKind)[place % 4],
            article=section.article,
            proposed_by_id=states[proposer].id,
            proposed_at=moment,
            outcome=Outcome.AGREED if place % 3 else Outcome.OPEN,
        )
        observation.wordings = [
            _a_wording(states, teams, proposer + number, number, place % 5, moment)
            for number in range(1, 1 + WORDINGS)
        ]
        question = section.questions[place % len(section.questions)].id
        observation.grounds = [
            Ground(version_id=version.id, question=question),
            Ground(thread_id=threads[place % len(threads)]),
        ]
        session.add(observation)
    session.flush()


def _a_wording(
    states: list[Any], teams: list[list[Person]], by: int, number: int, seed: int, moment: Any
) -> Wording:
    at = by % len(states)
    wording = Wording(
        number=number,
        text=prose(by * 3 + seed, 2 + seed % 2),
        language="en",
        state_id=states[at].id,
        person_id=teams[at][seed].id,
        proposed_at=moment,
    )
    wording.positions = [
        Position(
            state_id=state.id,
            stance=Stance.OBJECTS if seed == 4 and each == 2 else Stance.AGREES,
            reason=prose(seed, 1) if each == 2 else "",
            person_id=teams[each][seed].id,
            taken_at=moment,
            # What the experts of the first State took waits for its focal point.
            cleared_at=moment if each else None,
            cleared_by_id=teams[each][0].id if each else None,
        )
        for each, state in enumerate(states)
    ]
    return wording


def _work(session: Session, strand: Strand, teams: list[list[Person]]) -> None:
    """Write what the States keep to themselves: comments, contributions, files, feedback."""
    review, moment, chief = strand.review, now(session), teams[0][0]
    questions = asked(session, strand.instrument).questions
    ministry = Contributor(
        review_id=review.id,
        state_id=review.state_id,
        name="The Ministry",
        body="Justice",
        address="ministry@example.org",
        language="en",
        key_hash=fingerprint(KEY),
        invited_by_id=chief.id,
        invited_at=moment,
    )
    content = surroundings(session).store.put(b"A paper.")
    paper = Attachment(
        sha256=content, name="paper.txt", media_type="text/plain", size=8, kept_at=moment
    )
    session.add_all([ministry, paper])
    session.flush()
    given = {"delegated_by_id": chief.id, "delegated_at": moment, "strand_id": strand.id}
    for place, section in enumerate(asked(session, strand.instrument).sections):
        expert = teams[0][1 + place % 7].id
        session.add(Delegation(article=section.article, person_id=expert, **given))
        session.add(Delegation(article=section.article, contributor_id=ministry.id, **given))
    for place, question in enumerate(questions):
        at = {"strand_id": strand.id, "question": question.id}
        author = teams[0][place % 8].id
        session.add(
            Comment(
                state_id=review.state_id,
                text=prose(place, 1),
                is_to_do=place % 2 == 0,
                author_id=author,
                written_at=moment,
                **at,
            )
        )
        session.add(
            Evidence(attachment_id=paper.id, attached_at=moment, attached_by_id=author, **at)
        )
        revision = ContributionRevision(
            number=1, value={"text": prose(place, 2)}, language="en", saved_at=moment
        )
        session.add(Contribution(contributor_id=ministry.id, number=1, revisions=[revision], **at))
    for team, state in zip(teams[1:], strand.reviewing_states, strict=True):
        _feedback(session, strand, team, state.id)


def _feedback(session: Session, strand: Strand, team: list[Person], state: int) -> None:
    """Write a State's feedback on every article, and release it."""
    texts = {name: prose(state, 6) for name in ("measures", "successes", "challenges")}
    sections, moment = asked(session, strand.instrument).sections, now(session)
    for place, section in enumerate(sections):
        saved = FeedbackRevision(
            number=1,
            started_from=0,
            has_no_remarks=False,
            language="en",
            saved_by_id=team[place % 8].id,
            saved_at=moment,
            **texts,
        )
        session.add(
            Feedback(
                strand_id=strand.id,
                state_id=state,
                article=section.article,
                number=1,
                revisions=[saved],
            )
        )
    frozen = {**texts, "no_remarks": False, "language": "en"}
    session.add(
        Release(
            strand_id=strand.id,
            state_id=state,
            number=1,
            articles={section.article: frozen for section in sections},
            released_at=moment,
            released_by_id=team[0].id,
        )
    )


def _papers(session: Session, strand: Strand, teams: list[list[Person]], officer: Person) -> None:
    """Write what all States have before them: how the review is held, summaries, notes."""
    moment = now(session)
    session.add(
        Consultation(
            strand_id=strand.id,
            number=1,
            languages=["en"],
            division={},
            is_drafting_shared=True,
            remarks=prose(1, 3),
            proposed_at=moment,
            proposed_by_id=strand.reviewing_states[0].id,
        )
    )
    for team, state in zip(teams, strand.participants, strict=True):
        given = {"state_id": state.id, "person_id": team[0].id, "cleared_at": moment}
        cleared = {"kind": Clearing.CONSULTATION, "subject": strand.id, "digest": "1"}
        session.add(Clearance(**cleared, **given))
        for number in range(20):
            session.add(
                NoteVerbale(
                    state_id=state.id,
                    reference=f"NV/{state.code}/{number}",
                    dated=date(2027, 1, 4),
                    recorded_by_id=officer.id,
                    recorded_at=moment,
                )
            )
    _an_issue(session, strand, _a_summary(session, strand, teams, 1))
    _a_summary(session, strand, teams, 2)


def _a_summary(session: Session, strand: Strand, teams: list[list[Person]], number: int) -> Summary:
    """Write a summary of the whole list, each paragraph edited once."""
    summary = Summary(
        phase_id=strand.phase_id,
        number=number,
        language="en",
        title="Executive summary",
        strands=[strand.id],
        compiled_at=now(session),
    )
    session.add(summary)
    session.flush()
    items = session.scalars(select(Observation.id).filter_by(strand_id=strand.id)).all()
    for place, item in enumerate(items):
        text = prose(place, 3)
        paragraph = Paragraph(
            summary_id=summary.id,
            place=2 * place + 2,
            section=strand.instrument,
            level=0,
            observation_id=item,
            number=2,
            text=text,
        )
        paragraph.edits = [
            ParagraphEdit(
                number=each,
                text=text,
                state_id=strand.review.state_id,
                person_id=teams[0][each].id,
                edited_at=now(session),
            )
            for each in (1, 2)
        ]
        session.add(paragraph)
        if place % 10 == 0:
            heading = {"section": strand.instrument, "level": 2, "text": f"Part {place}"}
            session.add(Paragraph(summary_id=summary.id, place=2 * place + 1, **heading))
    session.flush()
    return summary


def _an_issue(session: Session, strand: Strand, summary: Summary) -> None:
    paper = session.scalars(select(Attachment)).first()
    assert paper is not None
    session.add(
        Issue(
            summary_id=summary.id,
            symbol=f"BIG/{summary.id}",
            language="en",
            title=summary.title,
            dated=date(2027, 1, 11),
            issued_at=now(session),
            **dict.fromkeys(("markdown_id", "docx_id", "pdf_id"), paper.id),
        )
    )


DONE: tuple[tuple[Action, type[Base], Audience], ...] = (
    (Action.SAVE_ANSWER, Revision, Audience.OWN_STATE),
    (Action.SEND_REPLY, Message, Audience.REVIEW),
    (Action.TAKE_POSITION, Position, Audience.REVIEW),
    (Action.PROPOSE_OBSERVATION, Observation, Audience.REVIEW),
    (Action.SEND_QUESTION, SupplementaryQuestion, Audience.REVIEW),
    (Action.PROPOSE_WORDING, Wording, Audience.REVIEW),
)


def _a_journal(session: Session, strand: Strand, teams: list[list[Person]]) -> None:
    """Write as many lines of the journal, of all kinds by turns."""
    found = {kind: cycle(session.scalars(select(kind.id).limit(500)).all()) for _, kind, _ in DONE}
    states = strand.participants
    lines = [
        {
            "chain": f"review-{strand.review.id}",
            "number": 1 + place,
            "request_id": f"big-{place}",
            "at": now(session) + timedelta(minutes=place),
            "action": action,
            "heard_by": heard_by,
            "review_id": strand.review.id,
            "strand_id": strand.id,
            "state_id": states[place // 7 % 3].id,
            "person_id": teams[place // 7 % 3][place % 8].id,
            "thing": f"{kind.__tablename__}:{next(found[kind])}",
            "payload": "{}",
            "seal_before": "",
            "seal": "",
        }
        for place, (action, kind, heard_by) in enumerate(islice(cycle(DONE), MESSAGES))
    ]
    session.execute(insert(Entry), lines)


def _others(
    session: Session, round_: Cycle, reviewers: list[State], person: Person, officer: Person
) -> None:
    """Write the other reviews of the round: all are the officer's, some one focal point's."""
    own, other = reviewers
    for place in range(OTHERS):
        state = a_state(session, 300 + place, f"Other {place}")
        review = a_review(session, round_, state, officer)
        for reviewer in (own, other):
            for instrument in ("UNTOC", "TIP"):
                pair(session, review, reviewer, instrument)
        strands = a_phase(session, review, list(Step)[place % 6])
        for strand in strands:
            _started(session, strand, own.id)
        if place < OF_ONE_PERSON:
            an_appointment(session, person, Capacity.FOCAL_POINT, review, own)


def _started(session: Session, strand: Strand, state: int) -> None:
    """Let a strand have something of what the steps of a review rest on."""
    moment = now(session)
    session.add(
        Consultation(
            strand_id=strand.id,
            number=1,
            languages=["en"],
            division={},
            is_drafting_shared=False,
            remarks="",
            proposed_at=moment,
            proposed_by_id=state,
        )
    )
    thread = SupplementaryQuestion(
        strand_id=strand.id,
        asked_by_id=state,
        article="5",
        drafted_at=moment,
        sent_at=moment,
    )
    thread.messages = [
        Message(state_id=state, text="How?", language="en", written_at=moment, sent_at=moment)
    ]
    observation = Observation(
        strand_id=strand.id,
        number=1,
        kind=ObservationKind.GAP,
        article="5",
        proposed_by_id=state,
        proposed_at=moment,
    )
    text = {"text": "A gap.", "language": "en", "state_id": state, "proposed_at": moment}
    observation.wordings = [Wording(number=1, **text)]
    session.add_all([thread, observation])
