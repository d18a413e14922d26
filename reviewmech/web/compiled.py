"""The summary of a phase as its page shows it: as it stands, who has cleared it, what waits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from reviewmech.actions import issuing
from reviewmech.records import summaries as records
from reviewmech.records.clearances import clearances
from reviewmech.records.facts import summary_cleared
from reviewmech.records.reviews import Phase
from reviewmech.records.states import State
from reviewmech.records.summaries import Issue, Paragraph, Summary
from reviewmech.rules.mechanism import Paper, Readership, Shown
from reviewmech.rules.purposes import Reading
from reviewmech.rules.summaries import numbers
from reviewmech.rules.vocabulary import Clearing
from reviewmech.web import gate, present
from reviewmech.web.by_note import ByNoteForm


def visible(phase: Phase) -> Summary | None:
    """Return the summary in preparation, if the reader's State takes part in it."""
    return records.visible_summary(gate.session(), phase, gate.actor(), gate.situation())


def issues(phase: Phase) -> list[Issue]:
    """Return the issued summaries of the phase the reader's State took part in."""
    return records.visible_issues(gate.session(), phase, gate.actor(), gate.situation())


def standing(found: Summary) -> dict[str, Any]:
    """Return the summary as it stands: its numbered paragraphs, and who has cleared it."""
    text = records.paragraphs(gate.session(), found)
    digest = records.digest(text)
    cleared = summary_cleared(gate.session(), found)
    missing = [state for state in found.participants if state.id not in cleared]
    return {
        "parts": _parts(text),
        "taken_out": records.taken_out(gate.session(), found),
        "digest": digest,
        "cleared": clearances(gate.session(), Clearing.SUMMARY, found.id, digest),
        "missing": missing,
        "is_cleared": gate.actor().state_in(found.phase.review_id) in cleared,
        "by_note": by_note(missing, "clearance"),
    }


def _parts(text: list[Paragraph]) -> list[list[tuple[str, Paragraph]]]:
    """Return the paragraphs with their numbers, a list for each part of the paper."""
    found: list[list[tuple[str, Paragraph]]] = []
    for number, paragraph in zip(numbers(issuing.plain(text)), text, strict=True):
        if paragraph.level == 1 or not found:
            found.append([])
        found[-1].append((number, paragraph))
    return found


@dataclass(frozen=True)
class Consent:
    """A summary whose publication is a matter of consent, as it stands, and whether it is given."""

    summary: Summary
    digest: str
    is_given: bool
    by_note: ByNoteForm | None


def consents(phase: Phase) -> list[Consent]:
    """Return the summaries the State under review may consent to publish, if that is the rule."""
    shown = present.mechanism().papers[Paper.SUMMARY].shown[Readership.PUBLIC]
    if shown is not Shown.BY_CONSENT:
        return []
    found = [visible(phase), *(issue.summary for issue in issues(phase))]
    return [_consent(phase, summary) for summary in found if summary]


def _consent(phase: Phase, summary: Summary) -> Consent:
    session = gate.session()
    return Consent(
        summary,
        records.digest(records.paragraphs(session, summary)),
        issuing.has_consent(session, summary),
        by_note([phase.review.state], f"consent-{summary.id}"),
    )


def by_note(states: list[State], place: str) -> ByNoteForm | None:
    """Return a form to record by note what a State did, if there is a note of one of these."""
    form = ByNoteForm()
    form.note.id = f"note-{place}"
    return form if gate.actor().officer and form.offer(states) else None


def readers(phase: Phase) -> str:
    """Name everybody who reads the summary as it is worked on."""
    found = visible(phase)
    states = found.participants if found else phase.review.participants()
    return present.names([*states, _("the secretariat")])


def state_name(phase: Phase) -> str | None:
    """Return the name of the State the reader acts for, if any."""
    own = gate.actor().state_in(phase.review_id)
    found = (state for state in phase.review.participants() if state.id == own)
    return next(map(present.state_name, found), None)


def strip(phase: Phase) -> present.Strip | None:
    """Return the strip of the reader's strand with most States, adopted ones first."""
    strands = [
        strand for strand in phase.adopted or phase.strands if gate.may(Reading.REVIEW, strand)
    ]
    if not strands:
        return None
    widest = max(strands, key=lambda strand: len(strand.participants))
    found = present.strip_of_strand(widest)
    return replace(found, strand_name=present.part_title(phase.part))
