"""What pages need to present things: words for closed lists, dates, and the strip above a sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from flask import Flask, current_app, g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from reviewmech.papers import markdown
from reviewmech.records import stops
from reviewmech.records.database import now
from reviewmech.records.facts import StrandFacts, facts_together
from reviewmech.records.languages import isolated, written_out, written_to_the_minute
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State, sorted_states
from reviewmech.rules.mechanism import Mechanism, in_language
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.questionnaire import REFERENCE
from reviewmech.rules.steps import ORDER
from reviewmech.rules.steps import pen as holder
from reviewmech.rules.timetable import is_past
from reviewmech.web import forms, gate, languages, proposing


@dataclass(frozen=True)
class Strip:
    """Where a strand stands, for the strip above its pages."""

    review_name: str
    review_url: str | None
    strand_name: str
    steps: list[tuple[str, str]]
    pen: str
    due: str | None
    overdue: bool
    act: tuple[str, str] | None


def mechanism() -> Mechanism:
    """Return the Mechanism's data."""
    found: Mechanism = current_app.extensions["surroundings"].mechanism
    return found


def language() -> str:
    """Return the code of the page's language."""
    return languages.language()


def written_in() -> dict[str, str]:
    """Return the languages of the Mechanism, in which people write: code and name of each."""
    return {each.code: each.name for each in mechanism().languages}


def language_to_write_in() -> str:
    """Return the language people begin to write in: that of the page, if it is one of these."""
    return language() if language() in written_in() else REFERENCE


def said(word: StrEnum | str) -> str:
    """Return a word of a closed list in the reader's language."""
    return _(str(word))


def day(moment: date | datetime | None) -> str:
    """Return a date written out."""
    if moment is None:
        return ""
    at = moment.date() if isinstance(moment, datetime) else moment
    return str(isolated(written_out(at, language()), language()))


def hour(moment: datetime | None) -> str:
    """Return a date with its time, in UTC."""
    if moment is None:
        return ""
    minute = moment.replace(second=0, microsecond=0)
    return _("%(moment)s UTC", moment=written_to_the_minute(minute, language()))


def state_name(state: State) -> str:
    """Return the name of a State in the reader's language."""
    return languages.state_name(state)


def by_name(states: Iterable[State]) -> list[State]:
    """Return States in the order in which the reader looks for their names."""
    return sorted_states(states, language())


def names(states: Iterable[State | str]) -> str:
    """Return the names of several States in one phrase."""
    return languages.listed(states)


def part_title(part: str) -> str:
    """Return the title of a part (a cluster or chapter), with its number if it has one."""
    number = mechanism().numbered(part)
    title = in_language(mechanism().part(part).title, language())
    if not number:
        return title
    kind = _capital(mechanism().label("part", language()))
    return _("%(kind)s %(number)s: %(title)s", kind=kind, number=number, title=title)


def instrument_name(code: str, form: str = "short") -> str:
    """Return the short or the full name of an instrument."""
    found = mechanism().instrument(code)
    return in_language(found.full if form == "full" else found.short, language())


def strand_name(strand: Strand) -> str:
    """Return the name of a strand: its instrument and its part."""
    return _(
        "%(instrument)s, %(part)s",
        instrument=instrument_name(strand.instrument),
        part=part_title(strand.phase.part),
    )


def strip_of_strand(strand: Strand, act: tuple[str, str] | None = None) -> Strip:
    """Return the strip of a strand, with the reader's one next act, if there is one."""
    today = now(gate.session()).date()
    reached = ORDER.index(strand.step)
    return Strip(
        review_name=_("Review of %(state)s", state=state_name(strand.review.state)),
        review_url=url_for("reviews.review", review_id=strand.review.id),
        strand_name=strand_name(strand),
        steps=[(said(step), _place(ORDER.index(step), reached)) for step in ORDER],
        pen=pen_words(strand),
        due=due_words(strand.due_on, today) or _standing(strand, today),
        overdue=is_past(strand.due_on, today),
        act=act,
    )


def facts_of(strand: Strand) -> StrandFacts:
    """Return what has happened in a strand, each fact looked up once in a request."""
    known: dict[int, StrandFacts] = g.setdefault("facts", {})
    if strand.id not in known:
        look_at([strand])
    return known[strand.id]


def look_at(strands: Iterable[Strand]) -> None:
    """Have the facts of several strands looked up together, for a page that shows them all."""
    known: dict[int, StrandFacts] = g.setdefault("facts", {})
    known.update(facts_together(gate.session(), strands))


def pen_words(strand: Strand) -> str:
    """Say who holds the pen of a strand."""
    pen = holder(strand.step, facts_of(strand))
    holders: list[State | str] = [state for state in strand.participants if state.id in pen.states]
    if pen.secretariat:
        holders.append(_("the secretariat"))
    if not holders:
        return _("Nobody holds the pen any more.")
    since = day(strand.step_since)
    said: str = ngettext(
        "%(holders)s holds the pen since %(since)s.",
        "%(holders)s hold the pen since %(since)s.",
        len(holders),
        holders=names(holders),
        since=since,
    )
    return said[:1].upper() + said[1:]


def _standing(strand: Strand, today: date) -> str | None:
    """Say that the clock stands; asked only where a step with a term has no due day."""
    if strand.due_on is not None or strand.step not in mechanism().terms:
        return None
    stop = stops.standing(gate.session(), strand, today)
    return _("The clock stands since %(day)s.", day=day(stop.since)) if stop else None


def due_words(due: date | None, today: date) -> str | None:
    """Say until when, and in how many days that is."""
    if due is None:
        return None
    left = (due - today).days
    if left < 0:
        return ngettext(
            "It was due on %(day)s, %(num)s day ago.",
            "It was due on %(day)s, %(num)s days ago.",
            -left,
            day=day(due),
        )
    return ngettext(
        "Until %(day)s, in %(num)s day.", "Until %(day)s, in %(num)s days.", left, day=day(due)
    )


def _place(step: int, reached: int) -> str:
    return "done" if step < reached else "current" if step == reached else "later"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


MOST_SET = 100_000
"""The weight of the texts set on one page: some two seconds of work."""


def prose(text: str) -> Markup:
    """Return a text a person wrote, rendered safely.

    On a page with very many, those after the first are shown as they were typed, so that no page
    keeps the others waiting.
    """
    g.prose_set = g.get("prose_set", 0) + markdown.weight(text) + 100 + len(text) // 100
    return markdown.render(text) if g.prose_set <= MOST_SET else markdown.plain(text)


def present(app: Flask) -> None:
    """Give templates the words of this module."""
    app.jinja_env.globals.update(
        csrf_token=forms.token,
        request_id=forms.request_id,
        may=gate.may,
        may_propose=proposing.may_propose,
        Action=Action,
        Reading=Reading,
        strip_for=strip_of_strand,
        pen_words=pen_words,
    )
    app.jinja_env.filters.update(
        said=said,
        by_name=by_name,
        day=day,
        hour=hour,
        names=names,
        state_name=state_name,
        prose=prose,
        part_title=part_title,
        instrument_name=instrument_name,
        strand_name=strand_name,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
