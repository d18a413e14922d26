"""The words of letters: in the reader's language, with what they name set apart."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.support import NullTranslations
from sqlalchemy.orm import Session

from reviewmech.records.database import surroundings
from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.languages import isolated, translations, written_out
from reviewmech.records.meetings import Meeting
from reviewmech.records.notices import Notice
from reviewmech.records.observations import Observation
from reviewmech.records.reviews import Phase, Strand
from reviewmech.records.states import State, state_name
from reviewmech.records.wordings import Position, Silence, Wording
from reviewmech.rules.mechanism import in_language
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import N_
from reviewmech.rules.told import TOLD

STRAND = N_("%(instrument)s, %(part)s")


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


def particulars(made: object) -> dict[str, Any]:
    """Return what a notice says of a thing: a number or a day, which are open to all it goes to.

    Never a word of it: a confidential observation keeps its number, and the numbers leave no gap.
    """
    day, number = None, None
    if isinstance(made, Silence):
        day = made.until
    if isinstance(made, Silence | Position):
        made = made.wording
    if isinstance(made, Wording):
        made = made.observation
    if isinstance(made, Observation):
        number = made.number
    if isinstance(made, SupplementaryQuestion):
        day = made.due_on
    if isinstance(made, Meeting):
        day = made.held_on
    found = {"number": number, "day": day and day.isoformat()}
    return {name: said for name, said in found.items() if said is not None}


def told(session: Session, notice: Notice, language: str) -> tuple[str, str]:
    """Return the sentence of a notice and what it adds, in a language."""
    said = words(session, language)
    label = surroundings(session).mechanism.label
    papers = {key: label(key, language) for key in ("list", "summary")}
    state = session.get(State, notice.details["state"] or 0)
    done = TOLD[Action[notice.details["action"]]]
    named = papers | {
        "state": state_name(state, language) if state else said.gettext(N_("The secretariat")),
        "reviewed": state_name(notice.review.state, language),
        "part": part_words(session, notice.about, language),
        "number": str(notice.details.get("number", "")),
        "day": _day(notice.details.get("day"), language),
        "action": said.gettext(done) % papers,
    }
    details = {name: isolated(detail, language) for name, detail in named.items()}
    return said.gettext(notice.subject) % details, said.gettext(notice.body) % details


def _day(kept: str | None, language: str) -> str:
    return written_out(date.fromisoformat(kept), language) if kept else ""
