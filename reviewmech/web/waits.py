"""What waits for a State in a strand, counted: drafts to clear, questions, positions, silences.

Of other States' drafts it knows nothing; what can be read by all is counted as all can count it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from reviewmech.records.database import now
from reviewmech.records.observations import Line
from reviewmech.records.replies import Drafted, visible_counts
from reviewmech.records.reviews import Strand
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.vocabulary import Inquiry, Outcome, Stance
from reviewmech.web import gate, present


@dataclass(frozen=True)
class Wait:
    """What waits, where, until when, and the act that is awaited of those who may do it."""

    strand: Strand
    words: str
    url: str
    action: Action
    day: date | None = None

    @property
    def until(self) -> str:
        """Until when it waits, in words."""
        return present.due_words(self.day, now(gate.session()).date()) or ""

    @property
    def is_for_reader(self) -> bool:
        """Whether the reader may do what is awaited of their State."""
        return gate.may(self.action, self.strand)


def waits(strands: Iterable[Strand]) -> dict[int, list[Wait]]:
    """Return what waits for the reader's State, by strand, and within it as work goes on."""
    listed = [(strand, gate.actor().state_in(strand.review.id)) for strand in strands]
    sending = [
        strand
        for strand, own in listed
        if own and (gate.may(Action.SEND_QUESTION, strand) or gate.may(Action.SEND_REPLY, strand))
    ]
    drafted = visible_counts(gate.session(), sending, gate.actor())
    return {
        strand.id: [
            *_drafts(strand, drafted[strand.id]),
            *_questions(strand, own),
            *_list(strand, own),
        ]
        for strand, own in listed
        if own is not None
    }


def _drafts(strand: Strand, drafted: Drafted) -> Iterator[Wait]:
    url = url_for("dialogue.drafts", strand_id=strand.id)
    if drafted.questions:
        words = ngettext(
            "%(num)s supplementary question drafted in your State waits to be cleared and sent",
            "%(num)s supplementary questions drafted in your State wait to be cleared and sent",
            drafted.questions,
        )
        yield Wait(strand, words, url, Action.SEND_QUESTION)
    if drafted.messages:
        words = ngettext(
            "%(num)s message on a supplementary question, drafted in your State, waits to be "
            "cleared and sent",
            "%(num)s messages on supplementary questions, drafted in your State, wait to be "
            "cleared and sent",
            drafted.messages,
        )
        yield Wait(strand, words, url, Action.SEND_REPLY)


def _questions(strand: Strand, own: int) -> Iterator[Wait]:
    if not gate.may(Reading.DIALOGUE, strand):
        return
    url = url_for("dialogue.questions", strand_id=strand.id, state="mine")
    asked = present.facts_of(strand).inquiries
    if own == strand.review.state_id:
        still = [one.due_on for one in asked if one.stands is Inquiry.OPEN]
        words = ngettext(
            "%(num)s supplementary question waits for your State's answer",
            "%(num)s supplementary questions wait for your State's answer",
            len(still),
        )
        day = min((day for day in still if day), default=None)
    else:
        still = [None for one in asked if (one.asked_by, one.stands) == (own, Inquiry.ANSWERED)]
        words = ngettext(
            "%(num)s answer to your State's questions is to be read: close the question or write "
            "back",
            "%(num)s answers to your State's questions are to be read: close the questions or "
            "write back",
            len(still),
        )
        day = None
    if still:
        yield Wait(strand, words, url, Action.DRAFT_REPLY, day)


def _list(strand: Strand, own: int) -> Iterator[Wait]:
    if not gate.may(Reading.OBSERVATIONS, strand):
        return
    lines = present.facts_of(strand).lines
    yield from _silences(strand, own, [one for one in lines if one.item.outcome is Outcome.OPEN])
    uncleared = sum(1 for line in lines if own in line.item.ad_referendum)
    if uncleared:
        words = ngettext(
            "%(num)s position taken ad referendum in your State waits to be cleared",
            "%(num)s positions taken ad referendum in your State wait to be cleared",
            uncleared,
        )
        yield Wait(strand, words, _listed(strand, "uncleared"), Action.CLEAR_OBSERVATIONS)
    unbound = sum(1 for line in lines if own in line.item.unsaid)
    if unbound:
        words = ngettext(
            "Your State has said nothing yet on %(num)s observation",
            "Your State has said nothing yet on %(num)s observations",
            unbound,
        )
        yield Wait(strand, words, _listed(strand, "ours"), Action.TAKE_POSITION)


def _silences(strand: Strand, own: int, lines: list[Line]) -> Iterator[Wait]:
    """Tell of the texts to which a State agrees by silence, day by day: not if it agrees anyway."""
    ending: dict[date, list[Line]] = {}
    for line in lines:
        until = present.facts_of(strand).silences.get(line.id)
        if until and line.item.stances.get(own) is not Stance.AGREES:
            ending.setdefault(until, []).append(line)
    for until, silent in sorted(ending.items()):
        words, url = _under_silence(strand, silent)
        yield Wait(strand, words, url, Action.TAKE_POSITION, until)


def _under_silence(strand: Strand, silent: list[Line]) -> tuple[str, str]:
    if len(silent) > 1:
        words = ngettext(
            "%(num)s observation is under silence: your State agrees unless it objects",
            "%(num)s observations are under silence: your State agrees unless it objects",
            len(silent),
        )
        return words, _listed(strand, "silence")
    words = _(
        "Observation %(number)s is under silence: your State agrees unless it objects",
        number=silent[0].number,
    )
    key = silent[0].id
    return words, url_for("observations.observation", strand_id=strand.id, observation_id=key)


def _listed(strand: Strand, show: str) -> str:
    return url_for("observations.observations", strand_id=strand.id, show=show)
