"""The chain: what an observation rests on, and what came of an answer, version by version."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from reviewmech.records import chains, grounds
from reviewmech.records.responses import questionnaire, visible_version
from reviewmech.records.reviews import Strand
from reviewmech.rules.purposes import Reading
from reviewmech.web import chain_grounds, gate, items, present, sheets
from reviewmech.web.titles import answer_title

pages = gate.Pages("chain", __name__)


@pages.get(
    "/strands/<int:strand_id>/observations/<int:observation_id>/chain", may=Reading.OBSERVATIONS
)
def of_observation(strand: Strand, observation_id: int) -> ResponseReturnValue:
    """Show what an observation rests on, and what it went into."""
    sight = gate.actor(), gate.situation()
    found = grounds.resting(gate.session(), strand.id, observation_id, *sight)
    gate.belongs(found, found is not None)
    assert found is not None
    return render_template(
        "chain/of_observation.html",
        strand=strand,
        observation=found,
        provision=items.provision(found),
        address=items.address(strand.id, found.id),
        readers=items.readers(strand),
        rests=chain_grounds.rests(strand, found),
        came=chains.paragraphs_of(gate.session(), strand, found.id, gate.actor()),
    )


@pages.get(
    "/strands/<int:strand_id>/versions/<int:number>/answers/<question>/chain",
    may=Reading.SUBMITTED_RESPONSE,
)
def of_answer(strand: Strand, number: int, question: str) -> ResponseReturnValue:
    """Show what came of an answer, in every version of the response."""
    sight = gate.actor(), gate.situation()
    version = visible_version(gate.session(), strand.id, number, *sight)
    gate.belongs(version, version is not None)
    assert version is not None
    asked_in = questionnaire(gate.session(), version.edition_id)
    asked = asked_in.question(question)
    every = grounds.given(gate.session(), strand, [question], gate.actor()).get(question, [])
    own = next((each for each in every if each.number == number), None)
    gate.belongs(asked, asked is not None and own is not None)
    assert asked is not None and own is not None
    came = chains.came_of(gate.session(), strand, asked.article, [question], gate.actor())
    return render_template(
        "chain/of_answer.html",
        strand=strand,
        version=version,
        title=answer_title(asked_in, asked),
        eyebrow=present.strand_name(strand),
        url=chain_grounds.read_at(strand, number, asked),
        given=sheets.given(asked, own.value, {law["id"]: law for law in version.laws}),
        since=chain_grounds.changed_since(strand, own, every, asked),
        on_answer=came.get(question, []),
        on_article=came.get("", []),
        article=asked.article,
        readers=items.readers(strand),
    )
