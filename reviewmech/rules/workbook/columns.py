"""The columns of a workbook of questionnaires: what each is called, and what stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reviewmech.rules.workbook.cells import Holds

ABOUT, CODES, GUIDE = "About", "Codes", "Guide"
"""The sheets that are no questionnaire: what there is; what may be chosen; how to write."""

WHOLE = "part"
"""What stands in the column `article` for the questions on the part as a whole."""


@dataclass(frozen=True)
class Column:
    """A column: the key of the files, what its cells hold, what may be chosen, and a help.

    A column of words stands once for every language: `asks en`, `asks fr`.
    """

    key: str
    holds: Holds
    width: int
    says: str
    among: str = ""
    is_spoken: bool = False
    language: str = ""

    @property
    def heading(self) -> str:
        """What stands in the first row."""
        return f"{self.key} {self.language}".strip()


def in_languages(columns: Iterable[Column], languages: Iterable[str]) -> tuple[Column, ...]:
    """Put each column of words once for every language, side by side."""
    spoken = tuple(languages)
    return tuple(
        Column(**{**vars(column), "language": language})
        for column in columns
        for language in (spoken if column.is_spoken else ("",))
    )


ABOUT_COLUMNS = (
    Column("sheet", Holds.TEXT, 24, "The name of the sheet on which the questionnaire stands."),
    Column("instrument", Holds.TEXT, 14, "The code of the instrument, such as UNTOC."),
    Column("part", Holds.TEXT, 14, "The key of the part, such as cluster-1."),
    Column(
        "version", Holds.TEXT, 10, "The version of the questionnaire; change it when you publish."
    ),
    Column("source", Holds.TEXT, 12, "Whether the wording is working or adopted.", "source"),
    Column(
        "verified",
        Holds.FLAG,
        10,
        "Whether the articles stand in this part for certain.",
        "yes or no",
    ),
    Column(
        "title", Holds.TEXT, 40, "The title of the questionnaire in this language.", is_spoken=True
    ),
    Column(
        "status",
        Holds.TEXT,
        12,
        "Whether these words are working or adopted.",
        "source",
        is_spoken=True,
    ),
)

COLUMNS = (
    Column(
        "id",
        Holds.TEXT,
        30,
        "The name of the question, never changed once it is in use: the instrument, the article "
        "and a few words, in small letters, with hyphens. A row without an id names an article. "
        "An id with a full stop gives other words to a follow-up or closing question.",
    ),
    Column("article", Holds.TEXT, 9, f"The article, or “{WHOLE}” for the part as a whole."),
    Column("paragraph", Holds.TEXT, 12, "The paragraph, such as 1 (a)."),
    Column("official_number", Holds.TEXT, 16, "The number in the adopted questionnaire."),
    Column("duty", Holds.TEXT, 20, "How strongly the provision binds.", "duty"),
    Column("kind", Holds.TEXT, 14, "What the question asks for.", "kind"),
    Column("title", Holds.TEXT, 30, "The short heading.", is_spoken=True),
    Column("asks", Holds.TEXT, 56, "The question itself.", is_spoken=True),
    Column("how", Holds.TEXT, 56, "How to answer.", is_spoken=True),
    Column("evidence", Holds.TEXT, 40, "What counts as evidence.", is_spoken=True),
    Column("options", Holds.LINES, 22, "The names of the choices, in order, one on each line."),
    Column("options", Holds.SPOKEN, 44, "Their words: a name, a colon, the words.", is_spoken=True),
    Column("other", Holds.FLAG, 8, "Whether a choice of one's own may be written in.", "yes or no"),
    Column("list", Holds.TEXT, 18, "A list of choices that questionnaires share.", "list"),
    Column("rows", Holds.LINES, 20, "The names of the rows of figures, one on each line."),
    Column("rows", Holds.SPOKEN, 40, "Their words: a name, a colon, the words.", is_spoken=True),
    Column("laws", Holds.LAWS, 18, "The choices after which laws are cited, or “always”."),
    Column(
        "when",
        Holds.CONDITION,
        40,
        "When the question is asked. Write for example: untoc-5-model is both; "
        "untoc-5-model in (agreement, both) and not untoc-5-forms answered; "
        "untoc-5-forms has at least 2; with “or” and brackets.",
    ),
    Column("follow_ups", Holds.NAMES, 24, "The follow-ups, in order, with commas between them."),
    Column("may_be_empty", Holds.FLAG, 14, "Whether nothing is an answer too.", "yes or no"),
    Column("covers", Holds.NAMES, 22, "The items of the outline that it covers."),
    Column("tags", Holds.NAMES, 18, "The themes, with commas between them."),
    Column("draws_on", Holds.NAMES, 24, "Questions whose answers may serve as a draft."),
    Column("shared", Holds.TEXT, 14, "A question that all parts end with, by its name.", "shared"),
)  # fmt: skip

NEEDED = frozenset({"version", "source", "verified", "title", "status", "duty", "kind", "asks"})
"""The keys that a questionnaire, a question or its words cannot be without."""
