"""The executive summary in preparation: compiled from the adopted lists, edited, cleared."""

from __future__ import annotations

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.records.clearances import Clearance, keep_clearance
from reviewmech.records.database import now, surroundings
from reviewmech.records.facts import summary_cleared
from reviewmech.records.observations import adopted, questionnaire_of
from reviewmech.records.passages import marked, read_by
from reviewmech.records.reviews import Phase, Strand
from reviewmech.records.summaries import (
    Paragraph,
    ParagraphEdit,
    Summary,
    in_preparation,
    next_number,
    paragraphs,
)
from reviewmech.records.summaries import digest as digest_of
from reviewmech.rules import summaries as rules
from reviewmech.rules.access import Actor
from reviewmech.rules.mechanism import Mechanism, Paper, Readership, in_language
from reviewmech.rules.purposes import Action
from reviewmech.rules.questionnaire import REFERENCE
from reviewmech.rules.refusals import Conflict, NotFound
from reviewmech.rules.texts import checked
from reviewmech.rules.vocabulary import Clearing


@act(Action.COMPILE_SUMMARY)
def compile_summary(session: Session, actor: Actor, phase: Phase) -> Summary:
    """Compile the executive summary from the lists adopted in this phase, by the blueprint.

    Before any State has cleared it, it can be compiled again: the newest counts, all are kept.
    """
    before = in_preparation(session, phase.id)
    if before is not None and summary_cleared(session, before):
        raise Conflict(
            "A State has cleared this summary already, so it is not compiled again. Edit its "
            "paragraphs instead: an edit opens it again for everybody."
        )
    strands = phase.adopted
    material = _material(session, phase, strands)
    words = surroundings(session).blueprints[Paper.SUMMARY]
    summary = Summary(
        phase_id=phase.id,
        number=next_number(session, phase.id),
        language=REFERENCE,
        title=rules.title(words, material),
        strands=[strand.id for strand in strands],
        compiled_at=now(session),
    )
    session.add(summary)
    session.flush()
    for place, compiled in enumerate(rules.compile(words, material), start=1):
        session.add(_paragraph(session, actor, summary, place, compiled))
    return summary


@act(Action.EDIT_PARAGRAPH)
def edit_paragraph(
    session: Session, actor: Actor, phase: Phase, *, paragraph: Paragraph, number: int, text: str
) -> ParagraphEdit:
    """Put other words in place of those read; empty words take the paragraph out.

    Every State clears the summary as it stands, so an edit opens it again for everybody.
    """
    summary = _in_preparation(session, actor, phase)
    if paragraph.summary_id != summary.id or paragraph.is_withheld:
        raise NotFound("There is no such paragraph in the summary in preparation.")
    if paragraph.number != number:
        raise Conflict(
            "Somebody else edited this paragraph while you were writing, so yours was not saved. "
            "Compare the two, and save again what still holds."
        )
    words = checked(text, field="text")
    if paragraph.is_heading:
        words = " ".join(words.split())
    if words == paragraph.text:
        return paragraph.edits[-1]
    paragraph.kept, paragraph.number = words, number + 1
    return _edit(session, actor, phase, paragraph)


@act(Action.CLEAR_SUMMARY)
def clear_summary(session: Session, actor: Actor, phase: Phase, *, digest: str) -> Clearance:
    """Clear the executive summary exactly as it was read."""
    summary = _in_preparation(session, actor, phase)
    if digest != digest_of(paragraphs(session, summary)):
        raise Conflict(
            "The summary has changed since you read it, so it was not cleared. Read it again, and "
            "clear it if it still holds."
        )
    state = actor.state_in(phase.review_id)
    assert state is not None, "the policy lets only States clear a summary"
    return keep_clearance(session, Clearing.SUMMARY, summary.id, digest, state, actor)


def _in_preparation(session: Session, actor: Actor, phase: Phase) -> Summary:
    """Return the summary in preparation; to a State without part in it there is none."""
    summary = in_preparation(session, phase.id)
    state = actor.state_in(phase.review_id)
    concerned = {None, *(each.id for each in summary.participants)} if summary else set()
    if summary is None or state not in concerned:
        raise NotFound("No summary is in preparation. The secretariat compiles it first.")
    return summary


def _paragraph(
    session: Session, actor: Actor, summary: Summary, place: int, compiled: rules.Paragraph
) -> Paragraph:
    paragraph = Paragraph(
        summary_id=summary.id,
        place=place,
        section=compiled.section,
        level=compiled.level,
        observation_id=compiled.source,
        number=1,
        kept=compiled.text,
    )
    _edit(session, actor, summary.phase, paragraph)
    return paragraph


def _edit(session: Session, actor: Actor, phase: Phase, paragraph: Paragraph) -> ParagraphEdit:
    edit = ParagraphEdit(
        number=paragraph.number,
        kept=paragraph.kept,
        state_id=actor.state_in(phase.review_id),
        person_id=actor.person,
        edited_at=now(session),
    )
    paragraph.edits.append(edit)
    return edit


def _material(session: Session, phase: Phase, strands: list[Strand]) -> rules.Material:
    """Gather what a summary is compiled from: instruments and items in the order of the phase."""
    mechanism = surroundings(session).mechanism
    part = mechanism.part(phase.part)
    reviewing = {state.name for strand in strands for state in strand.reviewing_states}
    return rules.Material(
        state=phase.review.state.name,
        reviewing_states=tuple(sorted(reviewing, key=str.casefold)),
        instruments=tuple(_reviewed(session, mechanism, strand) for strand in strands),
        observations=tuple(item for strand in strands for item in _adopted(session, strand)),
        mechanism=in_language(mechanism.name, REFERENCE),
        part=f"{mechanism.label('part')} {mechanism.numbered(part.key)}".rstrip(),
        part_title=in_language(part.title, REFERENCE),
    )


def _reviewed(session: Session, mechanism: Mechanism, strand: Strand) -> rules.Reviewed:
    instrument = mechanism.instrument(strand.instrument)
    sections = questionnaire_of(session, strand).sections
    return rules.Reviewed(
        instrument.code,
        in_language(instrument.short, REFERENCE),
        in_language(instrument.full, REFERENCE),
        tuple(section.article for section in sections if section.article),
    )


def _adopted(session: Session, strand: Strand) -> list[rules.Adopted]:
    """Return the list as those beyond the review read it: nothing confidential enters a summary."""
    items = adopted(session, strand.id)
    return [
        rules.Adopted(
            id=entry.observation.id,
            instrument=strand.instrument,
            article=entry.observation.article,
            paragraph=entry.observation.paragraph,
            kind=entry.observation.kind,
            text=entry.text,
            statement=entry.statement,
            statement_by=entry.observation.statement_by.name
            if entry.observation.statement_by
            else "",
        )
        for entry in read_by(Readership.PUBLIC, items, marked(session, items))
    ]
