"""The summary of a phase as its page shows it: as it stands, who has cleared it, what waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flask_babel import gettext as _

from reviewmech.actions import issuing
from reviewmech.records import summaries as records
from reviewmech.records.clearances import Clearance, given
from reviewmech.records.notes import NoteVerbale, notes_of
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


def standing(
    found: Summary, given: Iterable[Clearance], notes: list[NoteVerbale]
) -> dict[str, Any]:
    """Return the summary as it stands: its numbered paragraphs, and who has cleared it."""
    text, taken_out = records.written(gate.session(), found)
    digest = records.digest(text)
    cleared = [
        each
        for each in given
        if (each.kind, each.subject, each.digest) == (Clearing.SUMMARY, found.id, digest)
    ]
    done = {each.state_id for each in cleared}
    missing = [state for state in found.participants if state.id not in done]
    return {
        "parts": _parts(text),
        "taken_out": taken_out,
        "digest": digest,
        "cleared": cleared,
        "missing": missing,
        "is_cleared": gate.actor().state_in(found.phase.review_id) in done,
        "by_note": by_note(missing, notes, "clearance"),
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


@dataclass(frozen=True)
class Papers:
    """The summaries of a phase that the reader may read, with what was cleared of them."""

    phase: Phase

    @cached_property
    def prepared(self) -> Summary | None:
        """The one in preparation."""
        return visible(self.phase)

    @cached_property
    def issued(self) -> list[Issue]:
        """Those issued."""
        return issues(self.phase)

    @property
    def _every(self) -> list[Summary]:
        prepared = [self.prepared] if self.prepared else []
        return [*prepared, *(issue.summary for issue in self.issued)]

    @cached_property
    def _given(self) -> list[Clearance]:
        kinds, keys = (Clearing.SUMMARY, Clearing.PUBLICATION), [one.id for one in self._every]
        return given(gate.session(), kinds, keys)

    @cached_property
    def _notes(self) -> list[NoteVerbale]:
        states = self.phase.review.participants()
        return notes_of(gate.session(), states) if gate.actor().officer else []

    @property
    def standing(self) -> dict[str, Any]:
        """The summary in preparation as it stands."""
        return standing(self.prepared, self._given, self._notes) if self.prepared else {}

    @cached_property
    def consents(self) -> list[Consent]:
        """What the State under review may consent to publish, if that is the rule."""
        shown = present.mechanism().papers[Paper.SUMMARY].shown[Readership.PUBLIC]
        if shown is not Shown.BY_CONSENT:
            return []
        digests = records.standing_digests(gate.session(), [one.id for one in self._every])
        consented = {
            (one.subject, one.digest) for one in self._given if one.kind is Clearing.PUBLICATION
        }
        return [
            Consent(
                one,
                digests[one.id],
                (one.id, digests[one.id]) in consented,
                by_note([self.phase.review.state], self._notes, f"consent-{one.id}"),
            )
            for one in self._every
        ]


def by_note(states: list[State], notes: list[NoteVerbale], place: str) -> ByNoteForm | None:
    """Return a form to record by note what a State did, if there is a note of one of these."""
    form = ByNoteForm()
    form.note.id = f"note-{place}"
    keys = {state.id for state in states}
    return form if form.offer_notes([each for each in notes if each.state_id in keys]) else None


def readers(phase: Phase, prepared: Summary | None) -> str:
    """Name everybody who reads the summary as it is worked on."""
    states = prepared.participants if prepared else phase.review.participants()
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
