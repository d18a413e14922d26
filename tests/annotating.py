"""Annotations of the cast: on an answer that has words, written by one State and sent by it."""

from __future__ import annotations

from typing import Any

from reviewmech.actions.annotations import annotate, send_annotations
from reviewmech.records.annotations import Annotation
from reviewmech.records.people import Person
from reviewmech.records.responses import Version
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.drafts import answer, submitted

OFFENCE, MISSING = "untoc-5-offence", "untoc-5-offence.missing"


def submitted_with(cast: Cast, words: str) -> Version:
    """Submit an answer of these words, and bring the strand to its feedback."""
    answer(cast, OFFENCE, {"choice": "in_part"})
    answer(cast, MISSING, {"text": words})
    made = submitted(cast)
    cast.put(Step.FEEDBACK)
    return made


def written(cast: Cast, thing: str, person: Person | None = None, **given: Any) -> Annotation:
    """Write an annotation: Belmora's expert does, unless somebody else is named."""
    actor = cast.acting(person or cast.belmora.expert)
    made: Annotation = annotate(
        cast.session, actor, cast.untoc, thing=thing, **{"text": "Which courts?", **given}
    )
    return made


def sent(cast: Cast, *found: Annotation, person: Person | None = None, **given: Any) -> None:
    """Send annotations: Belmora's focal point does, unless somebody else is named."""
    actor = cast.acting(person or cast.belmora.focal_point)
    chosen = {each.key: each.mark for each in found}
    send_annotations(cast.session, actor, cast.untoc, chosen=chosen, **given)
