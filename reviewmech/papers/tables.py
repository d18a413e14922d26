"""A blank questionnaire as a table: one row a question, to be filled in beside it."""

from __future__ import annotations

from collections.abc import Iterator

from reviewmech.papers.asking import Asking
from reviewmech.papers.workbooks import Blank
from reviewmech.rules.questionnaire import Question, Section
from reviewmech.rules.workbook.sheets import LONGEST_NAME, Look, Row


def table(asking: Asking, top: tuple[str, ...]) -> Blank:
    """Set a questionnaire as a table under the lines that tell what it is."""
    say, asked = asking.tongue.gettext, asking.questionnaire
    return Blank(
        name=f"{asked.instrument} {asked.part}"[:LONGEST_NAME],
        top=top,
        columns=[
            (say("Article"), 9),
            (say("Paragraph"), 11),
            (say("Question"), 24),
            (say("What is asked"), 48),
            (say("When it is asked"), 28),
            (say("How to answer"), 40),
            (say("What the answer consists of"), 40),
            (say("Answer"), 48),
            (say("Laws cited"), 32),
        ],
        rows=list(_rows(asking)),
        is_right_to_left=asking.tongue.direction == "rtl",
    )


def _rows(asking: Asking) -> Iterator[Row]:
    for section in asking.questionnaire.sections:
        yield _heading(asking, section)
        for question in section.questions:
            yield _row(asking, question)


def _heading(asking: Asking, section: Section) -> Row:
    title = section.title(asking.language)
    return Row((section.article, "", title, *[""] * 6), Look.HEADING)


def _row(asking: Asking, question: Question) -> Row:
    words = asking.words(question)
    listed = list(words.choices.values()) or list(words.rows.values())
    consists = [asking.answer(question), *(f"– {each}" for each in listed), asking.laws(question)]
    evidence = (
        asking.tongue.gettext("Evidence: %(evidence)s", evidence=words.evidence)
        if words.evidence
        else ""
    )
    title = f"{question.official_number} {words.title}".strip()
    cells = (
        question.article,
        question.paragraph,
        title,
        words.asks,
        asking.condition(question),
        _lines(words.duty if not question.parent else "", words.how, evidence),
        _lines(*consists),
    )
    return Row((*cells, "", ""), Look.ASIDE if question.parent else Look.PLAIN)


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)
