"""What the cast has done openly up to a step, and what each State keeps to itself.

``bring`` carries a strand to a step with everything that was submitted, sent, released and adopted
on the way. ``whisper`` then lets one State draft something of every kind, and send none of it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from reviewmech.actions.annotations import annotate
from reviewmech.actions.articles_read import mark_read
from reviewmech.actions.comments import write_comment
from reviewmech.actions.consultation import propose_consultation
from reviewmech.actions.contributions import contribute
from reviewmech.actions.dialogue import draft_question, draft_reply, send_question, send_reply
from reviewmech.actions.evidence import attach_file
from reviewmech.actions.feedback import release_feedback, save_feedback
from reviewmech.actions.issuing import Format, issue_summary
from reviewmech.actions.laws import add_law
from reviewmech.actions.observations import propose_observation, take_position
from reviewmech.actions.practices import settle_practice
from reviewmech.actions.responses import save_answer
from reviewmech.actions.sections import delegate_section
from reviewmech.actions.submission import submit_response
from reviewmech.actions.summaries import clear_summary, compile_summary
from reviewmech.actions.translations import translate
from reviewmech.actions.uploads import take
from reviewmech.records import contributions, texts
from reviewmech.records.contributions import Contributor
from reviewmech.records.database import now
from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.feedback import drafts
from reviewmech.records.observations import Observation, observations
from reviewmech.records.responses import Version, VersionAnswer, latest_version, place_of
from reviewmech.records.reviews import Strand
from reviewmech.records.summaries import digest, in_preparation, paragraphs
from reviewmech.rules.steps import ORDER, Step
from reviewmech.rules.vocabulary import ObservationKind, Outcome, Stance
from tests.cast import Cast, Nation
from tests.conftest import Clock

SECRET = "whispered"
"""The word that stands in every draft; what follows it says whose it is, and of what kind."""


def nations(cast: Cast) -> list[Nation]:
    """Return the States that take part."""
    return [cast.arcadia, cast.belmora, cast.cordania]


def bring(cast: Cast, strand: Strand, step: Step) -> None:
    """Bring a strand to a step, by the acts that lead there."""
    work = (_submit, _discuss, _observe, _compile, _issue)
    for reached, acts in zip(ORDER[1:], work, strict=True):
        if ORDER.index(reached) <= ORDER.index(step):
            acts(cast, strand)
            put(cast, strand, reached)


def put(cast: Cast, strand: Strand, step: Step) -> None:
    """Put a strand at a step."""
    strand.step = step
    cast.session.commit()


def _submit(cast: Cast, strand: Strand) -> None:
    """Arcadia submits an answer; Belmora proposes how the review is held."""
    said = {"choice": "in_part", "remark": "The attempt is punished by another law."}
    save(cast, strand, f"{strand.instrument.lower()}-5-offence", said)
    submit_response(cast.session, cast.acting(cast.arcadia.focal_point), strand, language="en")
    put(cast, strand, Step.CONSULTATION)
    propose_consultation(
        cast.session,
        cast.acting(cast.belmora.focal_point),
        strand,
        instead_of=0,
        languages=["en"],
        division={},
    )


def answer(cast: Cast, question: str, value: dict[str, Any], started_from: int = 0) -> None:
    """Save an answer of Arcadia's expert to the Convention's questionnaire."""
    save_answer(
        cast.session,
        cast.acting(cast.arcadia.expert),
        cast.untoc,
        question=question,
        value=value,
        started_from=started_from,
        language="en",
    )


def submitted(cast: Cast) -> Version:
    """Submit Arcadia's response on the Convention."""
    chief = cast.acting(cast.arcadia.focal_point)
    version: Version = submit_response(cast.session, chief, cast.untoc, language="en")
    return version


def save(cast: Cast, strand: Strand, question: str, value: dict[str, Any]) -> None:
    """Save an answer of Arcadia on top of what stands."""
    place = place_of(cast.session, strand.id, question)
    save_answer(
        cast.session,
        cast.acting(cast.arcadia.expert),
        strand,
        question=question,
        value=value,
        started_from=place.number if place else 0,
        language="en",
    )


def _discuss(cast: Cast, strand: Strand) -> None:
    """Belmora asks, Arcadia replies, and Belmora releases its feedback."""
    put(cast, strand, Step.FEEDBACK)
    belmora, arcadia = (cast.acting(each.focal_point) for each in nations(cast)[1::-1])
    thread = send_question(cast.session, belmora, strand, article="5", text="How is it applied?")
    send_reply(cast.session, arcadia, strand, thread=thread, text="By the courts.")
    save_feedback(cast.session, belmora, strand, article="5", measures="A law was passed.")
    release_feedback(cast.session, belmora, strand)


def _observe(cast: Cast, strand: Strand) -> None:
    """Belmora proposes an observation, on which the other positions are awaited."""
    put(cast, strand, Step.OBSERVATIONS)
    belmora = cast.acting(cast.belmora.expert)
    propose_observation(
        cast.session, belmora, strand, kind=ObservationKind.GAP, article="5", text="A gap."
    )


def _compile(cast: Cast, strand: Strand) -> None:
    """The list is adopted, and the secretariat compiles the summary."""
    for item in cast.session.scalars(select(Observation).filter_by(strand_id=strand.id)):
        item.outcome = Outcome.AGREED
    put(cast, strand, Step.SUMMARY)
    compile_summary(cast.session, cast.acting(cast.officer), strand.phase)


def _issue(cast: Cast, strand: Strand) -> None:
    """All States clear the summary, and it is issued for them alone."""
    summary = in_preparation(cast.session, strand.phase_id)
    assert summary is not None
    standing = digest(paragraphs(cast.session, summary))
    taking_part = [each for each in nations(cast) if each.state in summary.participants]
    for nation in taking_part:
        chief = cast.acting(nation.focal_point)
        clear_summary(cast.session, chief, strand.phase, digest=standing)
    issue_summary(
        cast.session,
        cast.acting(cast.officer),
        strand.phase,
        summary=summary,
        digest=standing,
        symbol=f"PAPER/{strand.instrument}/1",
        dated=date(2027, 6, 1),
        files=dict.fromkeys(Format, b"A paper as issued."),
    )


def whispered(nation: Nation, kind: str) -> str:
    """Return words that nobody outside the State may see."""
    return f"{SECRET}-{nation.state.name}-{kind}"


def whisper(cast: Cast, nation: Nation, clock: Clock) -> None:
    """Let a State draft something of every kind in its strands, at a moment of its own."""
    clock.forward(hours=7)
    for strand in (cast.untoc, cast.tip):
        if nation.state in strand.participants:
            step = strand.step
            put(cast, strand, Step.FEEDBACK)
            if nation is cast.arcadia:
                _whisper_answers(cast, strand)
            else:
                _whisper_feedback(cast, strand, nation)
            _whisper_messages(cast, strand, nation)
            _whisper_beside(cast, strand, nation)
            put(cast, strand, step)
            if step is Step.OBSERVATIONS:
                _whisper_position(cast, strand, nation)


def _whisper_answers(cast: Cast, strand: Strand) -> None:
    arcadia, session = cast.arcadia, cast.session
    law = add_law(
        session,
        cast.acting(arcadia.expert),
        strand.review,
        title=whispered(arcadia, "law"),
        dated="2011",
    )
    cited = [{"law": law.id, "article": "1", "quotation": whispered(arcadia, "quotation")}]
    offence = f"{strand.instrument.lower()}-5-offence"
    words = whispered(arcadia, "file")
    file = take(session, f"{words}.txt", words.encode()).plain
    attach_file(session, cast.acting(arcadia.expert), strand, question=offence, file=file)
    for choice in ("no", "yes"):
        remark = whispered(arcadia, f"remark-{choice}")
        save(cast, strand, offence, {"choice": choice, "citations": cited, "remark": remark})
    _whisper_help(cast, strand)
    if strand is cast.untoc:
        need = {"type": "training", "what": whispered(arcadia, "need")}
        save(cast, strand, "untoc-5-model", {"other": whispered(arcadia, "other")})
        save(cast, strand, "untoc-5-figures", {"source": whispered(arcadia, "source")})
        save(cast, strand, "untoc-part.needs", {"needs": [need]})


def _whisper_help(cast: Cast, strand: Strand) -> None:
    """Comment, hand a section to the expert, and let somebody contribute by a link."""
    session, chief = cast.session, cast.acting(cast.arcadia.focal_point)
    offence = f"{strand.instrument.lower()}-5-offence"
    text = whispered(cast.arcadia, "comment")
    write_comment(session, chief, strand, question=offence, text=text, is_to_do=True)
    delegate_section(session, chief, strand, article="5", to=cast.arcadia.expert)
    helper = Contributor(
        review_id=strand.review.id,
        state_id=cast.arcadia.state.id,
        name=whispered(cast.arcadia, "contributor"),
        address=f"{strand.instrument}@example.org",
        language="en",
        key_hash=strand.instrument,
        invited_by_id=cast.arcadia.focal_point.id,
        invited_at=now(session),
    )
    session.add(helper)
    session.commit()
    delegate_section(session, chief, strand, article="5", to=helper)
    contribute(
        session,
        contributions.actor(helper),
        strand,
        question=offence,
        value={"choice": "yes", "remark": whispered(cast.arcadia, "contribution")},
        started_from=0,
        language="en",
    )


def _whisper_feedback(cast: Cast, strand: Strand, nation: Nation) -> None:
    expert = cast.acting(nation.expert)
    kept = drafts(cast.session, strand.id, nation.state.id)
    for article in [section for section in ("5", "") if section or strand is cast.untoc]:
        save_feedback(
            cast.session,
            expert,
            strand,
            article=article,
            challenges=whispered(nation, "challenge"),
            started_from=kept[article].number if article in kept else 0,
        )


def _whisper_messages(cast: Cast, strand: Strand, nation: Nation) -> None:
    """Draft a question, and a message on each question the State may write on."""
    session, expert = cast.session, cast.acting(nation.expert)
    sent = select(SupplementaryQuestion).where(
        SupplementaryQuestion.strand_id == strand.id, SupplementaryQuestion.sent_at.is_not(None)
    )
    for thread in session.scalars(sent).all():
        if nation.state in (thread.asked_by, strand.review.state):
            text = whispered(nation, "message")
            draft_reply(session, expert, strand, thread=thread, text=text)
    if nation is not cast.arcadia:
        draft_question(session, expert, strand, article="5", text=whispered(nation, "question"))


def _whisper_beside(cast: Cast, strand: Strand, nation: Nation) -> None:
    """Annotate an answer and translate it inside the State; mark what was read."""
    session, expert = cast.session, cast.acting(nation.expert)
    version = latest_version(session, strand.id)
    if version is None:
        return
    written = select(VersionAnswer.question).where(VersionAnswer.version_id == version.id)
    names = [texts.answer(version.id, question) for question in session.scalars(written)]
    found = next(one for one in texts.texts(session, names).values() if one.parts)
    part = next(iter(found.parts))
    text = whispered(nation, "annotation")
    annotate(session, expert, strand, thing=found.thing, part=part, text=text)
    words = {found.thing: {part: whispered(nation, "translation")}}
    translate(session, expert, strand, words=words, language="fr")
    if nation is not cast.arcadia:
        mark_read(session, expert, strand, version=version.number, articles=["5"])


def _whisper_position(cast: Cast, strand: Strand, nation: Nation) -> None:
    """Take a position that the State's practice keeps inside, where an item is open."""
    session, chief = cast.session, cast.acting(nation.focal_point)
    settle_practice(session, chief, strand.review, shares_positions=False)
    for item in observations(session, strand.id):
        if item.outcome is Outcome.OPEN:
            take_position(
                session,
                cast.acting(nation.expert),
                strand,
                observation=item,
                wording=item.wording.id,
                stance=Stance.OBJECTS,
                reason=whispered(nation, "position"),
            )
