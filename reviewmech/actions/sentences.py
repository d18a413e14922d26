"""The words of letters: in the reader's language, with what they name set apart."""

from __future__ import annotations

from babel.support import NullTranslations
from sqlalchemy.orm import Session

from reviewmech.records.database import surroundings
from reviewmech.records.languages import isolated, translations
from reviewmech.records.notices import Notice
from reviewmech.records.reviews import Phase, Strand
from reviewmech.records.states import State, state_name
from reviewmech.rules.mechanism import in_language
from reviewmech.rules.purposes import Action, worded
from reviewmech.rules.refusals import N_

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


def told(session: Session, notice: Notice, language: str) -> tuple[str, str]:
    """Return the sentence of a notice and what it adds, in a language."""
    said = words(session, language)
    label = surroundings(session).mechanism.label
    papers = {key: label(key, language) for key in ("list", "summary")}
    state = session.get(State, notice.details["state"] or 0)
    named = papers | {
        "state": state_name(state, language) if state else said.gettext(N_("The secretariat")),
        "reviewed": state_name(notice.review.state, language),
        "part": part_words(session, notice.about, language),
        "action": said.gettext(worded(Action[notice.details["action"]])) % papers,
    }
    details = {name: isolated(detail, language) for name, detail in named.items()}
    return said.gettext(notice.subject) % details, said.gettext(notice.body) % details
