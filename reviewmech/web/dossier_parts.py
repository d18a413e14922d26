"""What a dossier says, part by part; every part by the one rule of who may read what."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from reviewmech.papers.dossiers import Dossier, Line, Part
from reviewmech.records.database import now
from reviewmech.records.decisions import decisions
from reviewmech.records.meetings import Meeting, visible_meetings
from reviewmech.records.people import Appointment, roster
from reviewmech.records.reviews import Review, Strand, case, visible_strands
from reviewmech.rules.purposes import Reading
from reviewmech.rules.vocabulary import Inquiry, Outcome
from reviewmech.web import gate, journal_lines, languages, present
from reviewmech.web.waiting import next_act
from reviewmech.web.waits import waits


def dossier_of(review: Review) -> Dossier:
    """Return the dossier of a review for the person who reads."""
    strands = visible_strands(review, gate.actor())
    present.look_at(strands)
    meetings = _standing(review)
    person = gate.person()
    return Dossier(
        title=_("Dossier: review of %(state)s", state=present.state_name(review.state)),
        made_for=_(
            "For %(person)s, on %(day)s",
            person=person.name if person else "",
            day=present.day(now(gate.session())),
        ),
        dated=now(gate.session()).date(),
        language=present.language(),
        direction=languages.direction(),
        parts=(
            _state_of_play(strands),
            _waiting(strands),
            _next_dates(review, strands, meetings),
            _decisions(review, meetings),
            _people(review),
        ),
    )


def _standing(review: Review) -> list[Meeting]:
    """Return the meetings, without the records that were corrected."""
    found = visible_meetings(gate.session(), review.id, gate.actor(), case(review))
    corrected = {one.replaces_id for one in found}
    return [one for one in found if one.id not in corrected]


def _state_of_play(strands: list[Strand]) -> Part:
    lines = []
    for strand in strands:
        said = [present.pen_words(strand), *_counts(strand)]
        words = _(
            "%(strand)s: %(step)s",
            strand=present.strand_name(strand),
            step=present.said(strand.step),
        )
        lines.append(Line(words, " ".join(said), url_for("reviews.strand", strand_id=strand.id)))
    return Part(
        "play", _("Where it stands"), tuple(lines), _("No phase of this review is open yet.")
    )


def _counts(strand: Strand) -> list[str]:
    said, facts = [], present.facts_of(strand)
    if gate.may(Reading.DIALOGUE, strand):
        asked = facts.inquiries
        still = sum(1 for one in asked if one.stands is not Inquiry.CLOSED)
        if asked:
            said.append(
                _(
                    "Supplementary questions: %(all)s, of which %(open)s not closed.",
                    all=len(asked),
                    open=still,
                )
            )
    lines = facts.lines if gate.may(Reading.OBSERVATIONS, strand) else []
    if lines:
        agreed = sum(1 for line in lines if line.item.outcome is Outcome.AGREED)
        said.append(
            _("Observations: %(all)s, of which %(agreed)s agreed.", all=len(lines), agreed=agreed)
        )
    return said


def _waiting(strands: list[Strand]) -> Part:
    lines, waiting = [], waits(strands)
    for strand in strands:
        name = present.strand_name(strand)
        act = next_act(strand, gate.actor())
        if act:
            lines.append(Line(_("%(strand)s: %(act)s", strand=name, act=act[0]), "", act[1]))
        for one in waiting.get(strand.id, []):
            words = _("%(strand)s: %(act)s", strand=name, act=one.words)
            lines.append(Line(words, one.until, one.url))
    return Part(
        "waiting",
        _("What waits for you and your State"),
        tuple(lines),
        _("Nothing waits for you or your State at the moment."),
    )


def _next_dates(review: Review, strands: list[Strand], meetings: list[Meeting]) -> Part:
    today, found = now(gate.session()).date(), []
    for strand in strands:
        due = present.due_words(strand.due_on, today)
        if due and strand.due_on:
            words = _(
                "%(strand)s: %(step)s",
                strand=present.strand_name(strand),
                step=present.said(strand.step),
            )
            found.append((strand.due_on, Line(words, due)))
    for phase in review.phases:
        if any(strand.phase is phase for strand in strands):
            words = _("Nominal end of %(part)s", part=present.part_title(phase.part))
            found.append((phase.ends_on, Line(words, present.day(phase.ends_on))))
    lines = [line for _day, line in sorted(found, key=lambda one: one[0])]
    lines += [_of_meeting(one, one.next_dates) for one in meetings[:3] if one.next_dates]
    return Part("dates", _("Next dates"), tuple(lines), _("No date is set."))


def _decisions(review: Review, meetings: list[Meeting]) -> Part:
    told = journal_lines.told(review, decisions(gate.session(), review, gate.actor()))
    lines = []
    for one in told:
        where = present.strand_name(one.strand) if one.strand else ""
        article = journal_lines.article_name(one.article) if one.article else ""
        said = (present.day(one.at), one.act, one.about, article, where)
        words = " – ".join(filter(None, said))
        lines.append(Line(words, one.by, one.url))
    lines += [_of_meeting(one, one.agreed) for one in meetings]
    return Part("decisions", _("Decisions so far"), tuple(lines), _("Nothing is settled yet."))


def _of_meeting(meeting: Meeting, further: str) -> Line:
    words = _("Meeting of %(day)s", day=present.day(meeting.held_on))
    place = f"meeting-{meeting.id}"
    url = url_for("meetings.meetings", review_id=meeting.review_id, _anchor=place)
    return Line(words, further, url, is_prose=True)


def _people(review: Review) -> Part:
    serving = roster(gate.session(), review.id)
    own = gate.actor().state_in(review.id)
    lines = []
    for state in review.participants():
        people = [each for each in serving if each.state_id == state.id]
        role = _("under review") if state.id == review.state_id else _("reviewing")
        words = _("%(state)s (%(role)s)", state=present.state_name(state), role=role)
        seen = own == state.id or gate.actor().officer
        told = "; ".join(_person(each, reachable=seen) for each in people)
        lines.append(Line(words, told or _("Nobody is named yet.")))
    officers = [one.name for one in (review.case_officer, review.stand_in) if one]
    lines.append(Line(_("The secretariat"), "; ".join(officers) or _("Nobody is assigned yet.")))
    url = url_for("nominations.roster", review_id=review.id)
    lines[0] = Line(lines[0].words, lines[0].further, url)
    return Part("people", _("Who is who"), tuple(lines), "")


def _person(each: Appointment, *, reachable: bool) -> str:
    words = _("%(name)s, %(capacity)s", name=each.person.name, capacity=present.said(each.capacity))
    return f"{words} <{each.person.address}>" if reachable else words
