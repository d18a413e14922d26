"""What the invented States of the demonstration say to one another, step by step."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from reviewmech.actions import issuing
from reviewmech.actions.consultation import clear_consultation, propose_consultation
from reviewmech.actions.dialogue import send_question, send_reply
from reviewmech.actions.feedback import release_feedback, save_feedback
from reviewmech.actions.laws import add_law
from reviewmech.actions.observations import clear_list, propose_observation, take_position
from reviewmech.actions.responses import save_answer
from reviewmech.actions.submission import submit_response
from reviewmech.actions.summaries import clear_summary, compile_summary
from reviewmech.records import observations as lists
from reviewmech.records import standing, summaries
from reviewmech.records.database import now
from reviewmech.records.laws import Law, library_of
from reviewmech.records.people import actor, focal_point, officers, roster
from reviewmech.records.responses import current_values, latest_version, questionnaire
from reviewmech.records.reviews import Phase, Review, Strand
from reviewmech.records.states import State
from reviewmech.rules.access import Actor
from reviewmech.rules.answers import applicable
from reviewmech.rules.questionnaire import ALWAYS, Kind, Question
from reviewmech.rules.vocabulary import Capacity, ObservationKind, Stance

LANGUAGE = "en"

REMARKS = {
    "measures": "The offence is set out in full, and the law cited could be read at its source.",
    "successes": "Specialised units of police and prosecutors work on such cases together.",
    "challenges": "Few cases have come to court, so practice on the provision is still thin.",
}

ITEMS = (
    (ObservationKind.GOOD_PRACTICE, "Specialised units of police and prosecutors work together."),
    (ObservationKind.GAP, "There is little practice of the courts on this provision so far."),
    (
        ObservationKind.SUGGESTION,
        "It is recommended that figures on investigations and convictions be gathered each year.",
    ),
    (ObservationKind.NEED, "Training of trainers for prosecutors on financial investigation."),
)

TEXTS = {
    "missing": "Attempt is covered only where the main offence carries at least two years.",
    "plans": "A bill before Parliament closes this gap; its second reading is due next spring.",
    "practice": "In 2025 the High Court confirmed the offence in a case with eleven defendants.",
}
TEXT = "The matter is dealt with in the law cited above and in a circular to all prosecutors."


def hold(session: Session, phase: Phase) -> None:
    """Hold a review from its first answer to its published summary."""
    for strand in phase.strands:
        _respond(session, strand)
        _give_feedback(session, strand)
        _agree_a_list(session, strand)
    _publish(session, phase)


def hold_in_part(session: Session, phase: Phase) -> None:
    """Leave one strand in its observations, the other still being answered."""
    first, *others = phase.strands
    _respond(session, first)
    _ask(session, first)
    _give_feedback(session, first)
    _propose_a_list(session, first)
    for strand in others:
        _answer(session, strand, articles=1)


def _team(session: Session, review: Review, state: State) -> tuple[Actor, Actor]:
    """Return a State's focal point and an expert."""
    expert = next(
        each.person
        for each in roster(session, review.id, state.id)
        if each.capacity is Capacity.EXPERT
    )
    return actor(session, focal_point(session, review.id, state.id)), actor(session, expert)


def _respond(session: Session, strand: Strand) -> None:
    _consult(session, strand)
    _answer(session, strand, articles=3)
    leader, _ = _team(session, strand.review, strand.review.state)
    submit_response(session, leader, strand, language=LANGUAGE)


def _consult(session: Session, strand: Strand) -> None:
    leaders = [_team(session, strand.review, state)[0] for state in strand.participants]
    proposal = propose_consultation(
        session,
        leaders[0],
        strand,
        instead_of=0,
        languages=[LANGUAGE],
        division={},
        remarks="One working language; the reviewing States read all articles.",
    )
    for leader in leaders:
        clear_consultation(session, leader, strand, number=proposal.number)


def _penal_code(session: Session, expert: Actor, review: Review) -> Law:
    """Return the law that the answers cite; it is in the library once."""
    found = library_of(session, review.state_id)
    if found:
        return found[0]
    law: Law = add_law(
        session,
        expert,
        review,
        language="fr",
        title="Code pénal",
        translated_title="Penal Code",
        number="Law No. 12",
        dated="2011-06-30",
        link="https://law.example.org/penal-code",
    )
    return law


def _answer(session: Session, strand: Strand, articles: int) -> None:
    """Let the expert answer the first articles, question by question as they come to apply."""
    _, expert = _team(session, strand.review, strand.review.state)
    asked = questionnaire(session, strand.edition_id)
    chosen = {section.article for section in asked.sections[:articles]}
    law = _penal_code(session, expert, strand.review)
    for question in asked.questions:
        values = current_values(session, strand.id)
        if question.article not in chosen or question not in applicable(asked, values):
            continue
        value = _value(question, law)
        if value:
            save_answer(
                session,
                expert,
                strand,
                question=question.id,
                value=value,
                started_from=0,
                language=LANGUAGE,
            )


def _value(question: Question, law: Law) -> dict[str, Any]:
    """Return a plausible answer; now and then there is a part missing, and a question left open."""
    weight = sum(map(ord, question.id))
    if question.parent is None and weight % 9 == 0:
        return {}
    value = _said(question, weight)
    if question.offers_laws(value.get("choice")) or ALWAYS in question.laws:
        value["citations"] = [{"law": law.id, "article": str(40 + weight % 60), "quotation": ""}]
    return value


def _said(question: Question, weight: int) -> dict[str, Any]:
    match question.kind:
        case Kind.SCALE | Kind.SCALE_NA:
            return {"choice": "in_part" if weight % 4 == 0 else "yes"}
        case Kind.YES_NO:
            return {"choice": "yes"}
        case Kind.NOTIFICATION:
            return {"choice": "yes", "date": "2013-05-02", "text": "Sent with the deposit."}
        case Kind.ONE:
            return {"choice": question.choices[0]}
        case Kind.MANY:
            return {"choices": list(question.choices[:3])}
        case Kind.FIGURES:
            return {
                "years": ["2024", "2025"],
                "figures": {row: ["12", "15"] for row in question.rows},
                "source": "Ministry of Justice, yearly report",
            }
        case Kind.ASSISTANCE:
            return {"needs": [_need(question, weight)]} if weight % 2 else {}
    return {"text": TEXTS.get(question.id.rpartition(".")[2], TEXT)}


def _need(question: Question, weight: int) -> dict[str, str]:
    return {
        "type": question.choices[weight % (len(question.choices) - 1)],
        "article": question.article,
        "what": "A course for twenty trainers of the prosecution service, with model case files.",
        "priority": ("high", "medium", "low")[weight % 3],
        "received": "",
        "provider": "",
    }


def _ask(session: Session, strand: Strand) -> None:
    leader, _ = _team(session, strand.review, strand.reviewing_states[0])
    reviewed, _ = _team(session, strand.review, strand.review.state)
    asked = questionnaire(session, strand.edition_id)
    version = latest_version(session, strand.id)
    answered = {answer.question for answer in version.answers} if version else set()
    question = next(each for each in asked.questions if each.id in answered)
    thread = send_question(
        session,
        leader,
        strand,
        text="Does the offence also reach members who only finance the group?",
        article=question.article,
        question=question.id,
        version=version,
    )
    reply = "Yes. Financing is one of the forms of taking part named in the second sentence."
    send_reply(session, reviewed, strand, thread=thread, text=reply)
    send_question(
        session,
        leader,
        strand,
        text="Since when has this wording been in force?",
        article=question.article,
    )


def _give_feedback(session: Session, strand: Strand) -> None:
    asked = questionnaire(session, strand.edition_id)
    for state in strand.reviewing_states:
        leader, expert = _team(session, strand.review, state)
        for section in asked.sections[:3]:
            save_feedback(session, expert, strand, article=section.article, **REMARKS)
        release_feedback(session, leader, strand)


def _propose_a_list(session: Session, strand: Strand) -> None:
    asked = questionnaire(session, strand.edition_id)
    articles = [section.article for section in asked.sections if section.article]
    _, expert = _team(session, strand.review, strand.reviewing_states[0])
    for number, (kind, text) in enumerate(ITEMS):
        article = articles[number % len(articles)]
        propose_observation(session, expert, strand, kind=kind, article=article, text=text)


def _agree_a_list(session: Session, strand: Strand) -> None:
    _propose_a_list(session, strand)
    for state in strand.participants:
        _, expert = _team(session, strand.review, state)
        for item in lists.observations(session, strand.id):
            if state != item.proposed_by:
                take_position(
                    session,
                    expert,
                    strand,
                    observation=item,
                    wording=item.wording.id,
                    stance=Stance.AGREES,
                )
    for state in strand.participants:
        leader, _ = _team(session, strand.review, state)
        digest = standing.digest(lists.observations(session, strand.id))
        clear_list(session, leader, strand, digest=digest)


def _publish(session: Session, phase: Phase) -> None:
    officer = actor(session, officers(session)[0])
    summary = compile_summary(session, officer, phase)
    digest = summaries.digest(summaries.paragraphs(session, summary))
    for state in phase.review.participants():
        leader, _ = _team(session, phase.review, state)
        clear_summary(session, leader, phase, digest=digest)
    reviewed, _ = _team(session, phase.review, phase.review.state)
    issuing.consent_to_publication(session, reviewed, phase, summary=summary, digest=digest)
    symbol, dated = "DEMO/REV/2026/1", now(session).date()
    files = issuing.prepare(session, summary, digest=digest, symbol=symbol, dated=dated)
    issuing.issue_summary(
        session,
        officer,
        phase,
        summary=summary,
        digest=digest,
        symbol=symbol,
        dated=dated,
        files=files,
    )
