"""The journal of a review, as its readers see it: what happened, by whom, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.editions import Move
from reviewmech.records.journal import Entry, particulars, visible_entries
from reviewmech.records.made import Made, made
from reviewmech.records.observations import Observation
from reviewmech.records.people import Appointment
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Review, Strand, case
from reviewmech.records.states import State
from reviewmech.rules.purposes import Action, Audience, Reading
from reviewmech.rules.sittings import sittings
from reviewmech.web import gate, labels, present
from reviewmech.web.by_note import title
from reviewmech.web.gate import Pages

pages = Pages("journal", __name__)

A_PAGE = 50

WRITING = frozenset({Action.SAVE_ANSWER, Action.CONTRIBUTE, Action.SAVE_FEEDBACK})
"""Acts of which one sitting makes many."""


@dataclass(frozen=True)
class Told:
    """A line of the journal in words. Its number is never shown: gaps would tell of others."""

    at: datetime
    act: str
    about: str
    by: str
    strand: Strand | None
    is_internal: bool


@pages.get("/reviews/<int:review_id>/journal", may=Reading.JOURNAL)
def journal(review: Review) -> ResponseReturnValue:
    """Show the acts of a review that this reader may know of, newest first."""
    number = max(1, request.args.get("page", 1, type=int))
    after = (min(number, 10_000) - 1) * A_PAGE
    found = visible_entries(
        gate.session(), review.id, gate.actor(), case(review), after=after, most=A_PAGE + 1
    )
    told = sittings(_Done(entry) for entry in reversed(found[:A_PAGE]))
    page = _page(review, [each[-1].entry for each in told])
    return render_template(
        "journal/journal.html",
        review=review,
        lines=[page.told(each[-1].entry, len(each)) for each in reversed(told)],
        newer=_url(review, number - 1) if number > 1 else None,
        older=_url(review, number + 1) if len(found) > A_PAGE else None,
    )


def _url(review: Review, number: int) -> str:
    return url_for("journal.journal", review_id=review.id, page=number)


class _Done:
    """An entry, to be told in one line with those of the same sitting."""

    def __init__(self, entry: Entry) -> None:
        self.entry, self.saved_at = entry, entry.at
        by = (entry.action, entry.strand_id, entry.person_id, entry.contributor_id)
        self.saved_by_id = by if entry.action in WRITING else entry.id


@dataclass(frozen=True)
class _Page:
    """What the lines of a page are about, read together."""

    strands: dict[int, Strand]
    made: dict[str, Made | Appointment]
    particulars: dict[int, dict[str, Any]]

    def told(self, entry: Entry, times: int) -> Told:
        """Tell a line, or several of the same sitting."""
        act = labels.act(entry.action)
        if times > 1:
            act = ngettext("%(act)s, %(num)s time", "%(act)s, %(num)s times", times, act=act)
        made = _made(self.made.get(entry.thing))
        return Told(
            at=entry.at,
            act=act,
            about="" if times > 1 else made or _about(self.particulars.get(entry.id, {})),
            by=_by(entry),
            strand=self.strands.get(entry.strand_id or 0),
            is_internal=entry.heard_by is Audience.OWN_STATE,
        )


def _page(review: Review, entries: list[Entry]) -> _Page:
    return _Page(
        {strand.id: strand for phase in review.phases for strand in phase.strands},
        made(gate.session(), entries),
        particulars(gate.session(), entries),
    )


def _made(made: Made | Appointment | None) -> str:
    """Name the person, the version, the question or the observation an act was about."""
    match made:
        case Appointment(state=State() as state):
            given = {"person": made.person.name, "state": present.state_name(state)}
            return _(
                "%(person)s, %(capacity)s of %(state)s",
                capacity=present.said(made.capacity),
                **given,
            )
        case Made(kind, name) if kind is Version:
            return _("Version %(number)s", number=name)
        case Made(kind, name) if kind is Move:
            return _("Version %(version)s of the questionnaire", version=name)
        case Made(kind, name) if kind is SupplementaryQuestion:
            return _("Article %(article)s", article=name) if name else ""
        case Made(kind, name, stance) if kind is Observation:
            about = _("Observation %(number)s", number=name)
            if not stance:
                return about
            said = present.said(stance)
            return _("%(about)s: %(stance)s", about=about, stance=said)
        case Made(_kind, name):
            return name
    return ""


def _about(given: dict[str, Any]) -> str:
    """Say in words what an act of steering was about."""
    words = []
    if given.get("state"):
        words.append(present.state_name(given["state"]))
    codes = given.get("instruments") or [given[name] for name in ("instrument",) if name in given]
    words += [present.instrument_name(code) for code in codes]
    if "part" in given:
        words.append(present.part_title(given["part"]))
    if "reason" in given:
        words.append(_("Reason: %(reason)s", reason=given["reason"]))
    if given.get("note"):
        words.append(title(given["note"]))
    return "; ".join(words)


def _by(entry: Entry) -> str:
    """Say who acted: a State by a person or by note verbale, the secretariat, or the system."""
    person = entry.person.name if entry.person else ""
    if entry.state and entry.note:
        return _(
            "%(state)s, by note verbale %(reference)s recorded by %(person)s",
            state=present.state_name(entry.state),
            reference=entry.note.reference,
            person=person,
        )
    if entry.state and entry.contributor:
        person = _("%(name)s, contributor", name=str(entry.contributor))
    if entry.state:
        return _("%(state)s, by %(person)s", state=present.state_name(entry.state), person=person)
    if person:
        return _("The secretariat, by %(person)s", person=person)
    return _("The system")
