"""Sending several drafts at once: each is read in full and ticked; all that are ticked are sent."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from reviewmech.actions.asking import NotAllSent
from reviewmech.records.dialogue import (
    SupplementaryQuestion,
    visible_drafts,
    visible_question,
)
from reviewmech.records.reviews import Strand
from reviewmech.rules.refusals import Invalid
from reviewmech.web import gate, languages, threads
from reviewmech.web.enclosing import cited, files_of
from reviewmech.web.forms import ActForm
from reviewmech.web.readership import others, own_state

MOST_TICKS = 200


class SendingForm(ActForm):
    """The drafts of the reader's State, each with a tick.

    A tick says how the draft was read (its mark), so that nothing leaves that was not.
    """

    def __init__(self, strand: Strand) -> None:
        super().__init__()
        self.strand = strand

    @property
    def ticked(self) -> dict[str, str]:
        """The drafts ticked, by key, each with the mark under which it was read."""
        ticks = (tick.partition("|") for tick in request.form.getlist("several"))
        return {key: mark for key, _, mark in ticks}

    def chosen(self) -> dict[str, Any]:
        """Return what was ticked, by the names the act takes."""
        ticked = self.ticked
        if len(ticked) > MOST_TICKS:
            raise Invalid("Send %(most)s questions at a time at most.", most=MOST_TICKS)
        several = [_of(self.strand, key) for key in ticked]
        return {"several": several, "marks": list(ticked.values())}

    def page(self, refused: NotAllSent | Invalid | None = None) -> str:
        """Show the drafts in full; after a refusal, what could not be sent, and why."""
        drafts = visible_drafts(gate.session(), self.strand.id, gate.actor(), gate.situation())
        ticked = self.ticked
        return render_template(
            "dialogue/sending.html",
            strand=self.strand,
            drafts=threads.listed(drafts),
            form=self,
            ticked={one.key for one in drafts if ticked.get(one.key) == one.opening.mark},
            problems=_problems(refused),
            own=own_state(self.strand),
            readers=others(self.strand),
            cited=cited,
            files_of=files_of,
        )


def _of(strand: Strand, key: str) -> SupplementaryQuestion:
    found = visible_question(gate.session(), strand.id, key, gate.actor(), gate.situation())
    own = own_state(strand)
    gate.belongs(found, found is not None and own is not None and found.asked_by_id == own.id)
    assert found is not None
    return found


def _problems(refused: NotAllSent | Invalid | None) -> list[tuple[str, str]]:
    """Return the sentences of a refusal: what could not be sent, by its first words, and why."""
    if refused is None:
        return []
    whole = ("", languages.told(refused))
    if isinstance(refused, Invalid):
        return [whole]
    named = [
        (shown.gist, languages.told(why))
        for kept, why in refused.refused
        for shown in threads.listed([kept])
    ]
    return [whole, *named]
