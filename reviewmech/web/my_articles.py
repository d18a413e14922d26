"""The list of a reviewing State's articles: what it takes, has read, has written and released."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from reviewmech.records.annotations import visible_annotations
from reviewmech.records.articles_read import ArticleRead
from reviewmech.records.briefs import visible_briefs
from reviewmech.records.consultation import HandOver
from reviewmech.records.feedback import FeedbackRevision
from reviewmech.records.states import State
from reviewmech.rules.questionnaire import Questionnaire, Section
from reviewmech.web import present, sheets
from reviewmech.web.remarks import Papers

SHOWN = ("mine", "unread", "empty", "all")
"""Which articles a list shows: one's own, of these the ones to be read or written on, or all."""


@dataclass(frozen=True)
class Line:
    """An article in the list, as the team of a reviewing State sees it."""

    section: Section
    papers: Papers
    draft: FeedbackRevision | None
    mark: ArticleRead | None
    taken_by: list[State]
    handed: HandOver | None
    questions: int
    annotations: int

    @property
    def title(self) -> str:
        """What the article is called."""
        return self.section.title(present.language())

    @property
    def name(self) -> str:
        """The article by its number and title."""
        if not self.section.article:
            return self.title
        return _("Article %(article)s: %(title)s", article=self.section.article, title=self.title)

    @property
    def named(self) -> str:
        """How an address and a form name the article."""
        return sheets.in_address(self.section.article)

    @property
    def url(self) -> str:
        """Where its feedback is written, beside what was submitted."""
        return self.papers.url(self.section.article)

    @property
    def is_own(self) -> bool:
        """Whether the reader's State takes it."""
        return self.papers.own in self.taken_by

    @property
    def is_read(self) -> bool:
        """Whether it was read as the newest version has it."""
        return self.mark is not None and not self.is_amended

    @property
    def is_amended(self) -> bool:
        """Whether the newest version answers it otherwise than the one that was read."""
        if self.mark is None:
            return False
        return self.section.article in self.papers.changed.get(self.mark.version_id, ())

    @property
    def amended_url(self) -> str:
        """Where it is shown what changed since it was read."""
        assert self.mark is not None, "What was never read has not changed since."
        return url_for(
            "versions.amended",
            strand_id=self.papers.strand.id,
            number=self.mark.version.number,
            article=self.named,
        )

    @property
    def is_written(self) -> bool:
        """Whether anything is said on it."""
        return self.draft is not None and self.draft.is_written

    @property
    def is_released(self) -> bool:
        """Whether what is said on it now is what was released."""
        return self.papers.is_as_released(self.section.article)

    @property
    def questions_url(self) -> str:
        """Where the questions asked on it are listed."""
        return url_for("dialogue.questions", strand_id=self.papers.strand.id, article=self.named)

    @property
    def answer_url(self) -> str:
        """Where its answers are read as they were submitted."""
        version = self.papers.version
        assert version is not None, "Without a version there is no link to it."
        return url_for(
            "versions.article",
            strand_id=self.papers.strand.id,
            number=version.number,
            article=self.named,
        )


class MyArticles:
    """The articles of a strand for the team of one reviewing State, and which of them are shown."""

    def __init__(self, papers: Papers) -> None:
        self.papers = papers
        shown = request.args.get("show", "")
        self.shown = shown if shown in SHOWN else SHOWN[0]

    @cached_property
    def every(self) -> list[Line]:
        """All articles in reading order."""
        papers, division = self.papers, self.papers.division
        asked = Counter(each.article for each in visible_briefs(*papers.sight) if each.sent_at)
        noted = _annotated(papers)
        return [
            Line(
                section=section,
                papers=papers,
                draft=papers.drafts.get(section.article),
                mark=papers.marks.get(section.article),
                taken_by=division.takers(section.article),
                handed=division.last(section.article),
                questions=asked[section.article],
                annotations=noted[section.article],
            )
            for section in papers.asked.sections
        ]

    @property
    def lines(self) -> list[Line]:
        """The articles that are shown."""
        return [line for line in self.every if self._shows(line, self.shown)]

    @property
    def empty(self) -> list[Line]:
        """The articles the State takes on which nothing is written: released without remarks."""
        return [line for line in self.every if self._shows(line, "empty")]

    def _shows(self, line: Line, shown: str) -> bool:
        if shown == "all":
            return True
        fits = {"mine": True, "unread": not line.is_read, "empty": not line.is_written}
        return line.is_own and fits[shown]

    @property
    def filters(self) -> list[tuple[str, str, bool, int]]:
        """The lists that can be had, each by its address."""
        named = {
            "mine": _("My articles"),
            "unread": _("Not read yet"),
            "empty": _("Nothing written yet"),
            "all": _("All articles"),
        }
        return [
            (named[shown], self.url(shown), shown == self.shown, self._count(shown))
            for shown in SHOWN
        ]

    def _count(self, shown: str) -> int:
        return sum(self._shows(line, shown) for line in self.every)

    def url(self, shown: str | None = None, endpoint: str = "feedback.feedback") -> str:
        """Return the address of a list, or of what is done with it; it comes back to the list."""
        show: dict[str, Any] = {"show": shown or self.shown}
        if show["show"] == SHOWN[0]:
            show = {}
        return url_for(endpoint, strand_id=self.papers.strand.id, **show)


def chosen(named: Collection[str]) -> list[str]:
    """Return the articles that a form names."""
    return [sheets.from_address(each) for each in named]


def _annotated(papers: Papers) -> Counter[str | None]:
    """Count the annotations the reader may read, by article: on its answers and on feedback."""
    found = visible_annotations(*papers.sight)
    return Counter(_article(each.thing, papers.asked) for each in found)


def _article(thing: str, asked: Questionnaire) -> str | None:
    kind, _of, which = thing.split(":", 2)
    if kind == "feedback":
        return which
    question = asked.question(which) if kind == "answer" else None
    return question.article if question else None
