"""The lines of a journal in words: what happened, by whom, on what, and where that stands now."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.editions import Move
from reviewmech.records.feedback import Release
from reviewmech.records.journal import Entry, particulars
from reviewmech.records.made import Made, made
from reviewmech.records.meetings import Meeting
from reviewmech.records.observations import Observation
from reviewmech.records.people import Appointment
from reviewmech.records.responses import Version, questionnaire
from reviewmech.records.reviews import Review, Strand
from reviewmech.records.states import State
from reviewmech.rules.purposes import Action, Audience
from reviewmech.rules.sittings import sittings
from reviewmech.web import gate, labels, present
from reviewmech.web.by_note import title

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
    article: str
    url: str


def told(review: Review, entries: Iterable[Entry]) -> list[Told]:
    """Tell these lines, given newest first: what one sitting made in one line."""
    sat = sittings(_Done(entry) for entry in reversed(list(entries)))
    page = _page(review, [each[-1].entry for each in sat])
    return [page.told(each[-1].entry, len(each)) for each in reversed(sat)]


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
        thing, strand = self.made.get(entry.thing), self.strands.get(entry.strand_id or 0)
        made, article = _made(thing), _article(entry, strand, thing)
        about = _given(entry, made) or _about(self.particulars.get(entry.id, {}))
        return Told(
            at=entry.at,
            act=act,
            about="" if times > 1 else about,
            by=_by(entry),
            strand=strand,
            is_internal=entry.heard_by is Audience.OWN_STATE,
            article=article,
            url=_url(entry, strand, thing, article),
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
        case Made(kind, name, stance) if kind is Observation:
            about = _("Observation %(number)s", number=name)
            if not stance:
                return about
            said = present.said(stance)
            return _("%(about)s: %(stance)s", about=about, stance=said)
        case Made(_kind, name):
            return name
    return ""


def _given(entry: Entry, made: str) -> str:
    """Say of some acts what they were given: to whom an article, until when a silence runs."""
    given = json.loads(entry.payload)
    match entry.action:
        case Action.HAND_ARTICLE_OVER:
            taker = gate.session().get(State, given["taker"])
            return _(
                "%(articles)s, to %(taker)s",
                articles=present.names([article_name(each) for each in given["articles"]]),
                taker=present.state_name(taker) if taker else "",
            )
        case Action.PUT_UNDER_SILENCE:
            until = present.day(date.fromisoformat(given["until"]))
            return _("%(about)s, until %(day)s", about=made, day=until)
        case Action.RECORD_MEETING:
            held_on = present.day(date.fromisoformat(given["held_on"]))
            return _("Meeting of %(day)s", day=held_on)
    return made


def article_name(article: str) -> str:
    """Name an article by its number; what belongs to none is about the part as a whole."""
    return _("Article %(article)s", article=article) if article else _("The part as a whole")


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


def _article(entry: Entry, strand: Strand | None, made: Made | Appointment | None) -> str:
    """Return the article an act was about, where that is known."""
    if isinstance(made, Made) and made.article:
        return made.article
    given = json.loads(entry.payload)
    named = given.get("article", "")
    if strand is not None and not named and given.get("question"):
        asked = questionnaire(gate.session(), strand.edition_id).question(str(given["question"]))
        named = asked.article if asked else ""
    return str(named)


def _url(entry: Entry, strand: Strand | None, made: Made | Appointment | None, article: str) -> str:
    """Return the address of the very thing an act was about, else of its strand; or nothing."""
    if isinstance(made, Made) and made.kind is Meeting:
        place = f"meeting-{made.key}"
        return url_for("meetings.meetings", review_id=entry.review_id, _anchor=place)
    if isinstance(made, Appointment):
        return url_for("nominations.roster", review_id=entry.review_id)
    if strand is None:
        return ""
    here: dict[str, Any] = {"strand_id": strand.id}
    match made:
        case Made(kind, key=key) if kind is Version:
            return url_for("versions.version", **here, number=key)
        case Made(kind, key=key) if kind is SupplementaryQuestion:
            return url_for("dialogue.question", **here, key=key)
        case Made(kind, key=key) if kind is Observation:
            return url_for("observations.observation", **here, observation_id=key)
        case Made(kind, key=key) if kind is Release:
            return url_for("feedback.feedback", **here, _anchor=f"release-{key}")
    if article and entry.action is Action.SAVE_FEEDBACK:
        return url_for("feedback.article", **here, article=article)
    if article and entry.action in ON_THE_SHEET:
        return url_for("sheet.article", **here, article=article)
    return url_for("reviews.strand", **here)


ON_THE_SHEET = frozenset(
    {
        Action.SAVE_ANSWER,
        Action.BRING_BACK_ANSWER,
        Action.KEEP_ANSWER,
        Action.DELEGATE_SECTION,
        Action.CONTRIBUTE,
        Action.SETTLE_CONTRIBUTION,
        Action.WRITE_COMMENT,
        Action.SETTLE_COMMENT,
        Action.ATTACH_FILE,
        Action.DETACH_FILE,
    }
)
"""Acts of the State under review on its response as it is being written."""
