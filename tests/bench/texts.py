"""Texts as long as those States write: a paragraph of law for an answer, a few lines for a note."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

from reviewmech.places import QUESTIONNAIRES
from reviewmech.rules.questionnaire import ALWAYS, Kind, Question

WORDS_IN_A_SENTENCE = 22


@cache
def words() -> tuple[str, ...]:
    """Return the words of the questionnaires, as often as they stand there.

    Drawn from at random they pack as badly as what people write, if not worse.
    """
    texts = sorted(QUESTIONNAIRES.glob("*/text/en/*.yaml"))
    found = (word for path in texts for word in path.read_text(encoding="utf-8").split())
    return tuple(word for word in found if word.isalpha())


def prose(seed: int, sentences: int) -> str:
    """Return a text of some sentences, another one for every seed, in two paragraphs if long."""
    draw = Random(seed)
    said = [
        " ".join(draw.choices(words(), k=WORDS_IN_A_SENTENCE)).capitalize() + "."
        for _ in range(sentences)
    ]
    half = (sentences + 1) // 2
    parts = [" ".join(said[:half]), " ".join(said[half:])]
    return "\n\n".join(part for part in parts if part)


def value(question: Question, seed: int, laws: list[int]) -> dict[str, Any]:
    """Return a full answer to a question; what is given in part asks for every follow-up."""
    said = _said(question, seed)
    if question.laws and (ALWAYS in question.laws or question.offers_laws(said.get("choice"))):
        said["citations"] = [_citation(laws[(seed + place) % len(laws)]) for place in range(2)]
    if seed % 9 == 0:
        said["remark"] = prose(seed, 1)
    return said


def _citation(law: int) -> dict[str, Any]:
    return {"law": law, "article": f"{law + 20} (1)", "quotation": prose(law, 1)}


def _said(question: Question, seed: int) -> dict[str, Any]:
    match question.kind:
        case Kind.SCALE | Kind.SCALE_NA:
            return {"choice": "in_part"}
        case Kind.YES_NO:
            return {"choice": "yes"}
        case Kind.NOTIFICATION:
            return {"choice": "yes", "date": "2013-05-02", "text": prose(seed, 2)}
        case Kind.ONE:
            return {"choice": question.choices[0]}
        case Kind.MANY:
            return {"choices": list(question.choices[:3])}
        case Kind.FIGURES:
            cells = {row: ["12", "15", "9"] for row in question.rows}
            return {"years": ["2023", "2024", "2025"], "figures": cells, "source": prose(seed, 1)}
        case Kind.ASSISTANCE:
            return {"needs": [_need(question, seed + place) for place in range(2)]}
    return {"text": prose(seed, 2 + seed % 6)}


def _need(question: Question, seed: int) -> dict[str, str]:
    kinds = question.choices
    return {"type": kinds[seed % len(kinds)], "what": prose(seed, 1), "priority": "high"}
