"""The forms in which supplementary questions and messages are written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, HiddenField, SelectField
from wtforms.validators import Optional

from reviewmech.records.database import now
from reviewmech.records.dialogue import Message, SupplementaryQuestion
from reviewmech.records.message_revisions import MessageRevision
from reviewmech.records.responses import Version
from reviewmech.records.reviews import Strand
from reviewmech.rules.purposes import Action
from reviewmech.rules.questionnaire import Questionnaire, Section
from reviewmech.web import gate, present, sheets, threads
from reviewmech.web.by_note import ByNoteForm
from reviewmech.web.enclosing import Enclosing
from reviewmech.web.forms import ActForm, ProseField
from reviewmech.web.readership import own_state
from reviewmech.web.titles import answer_title
from reviewmech.web.writing import language_field

ARTICLE = "article:"


class MessageForm(ActForm):
    """Write a message; ``read`` is the mark of the draft as it was when the form was opened."""

    text = ProseField(lazy_gettext("Your message"))
    language = language_field()
    read = HiddenField(default="")

    def __init__(self, strand: Strand, draft: Message | None = None, **given: Any) -> None:
        super().__init__(**given)
        self.strand, self.beside = strand, Enclosing(strand, draft)
        if draft is not None and not self.is_submitted():
            self.text.data, self.language.data = draft.text, draft.language
            self.read.data = draft.mark

    def begin_with(self, earlier: MessageRevision, kept: Iterable[str]) -> None:
        """Put an earlier text before what is typed; what is typed and kept anyway gives way."""
        typed = self.text.data or ""
        is_kept = not typed.strip() or typed in kept
        self.text.data = earlier.text if is_kept else f"{earlier.text}\n\n{typed}"
        self.language.data = earlier.language

    def words(self, action: Action) -> dict[str, Any]:
        """Return what was written, by the names the acts take."""
        typed = {name: self._fields[name].data for name in ("text", "language", "read")}
        return typed | self.beside.given(action, self.request_id.data or "")


class ReplyForm(MessageForm):
    """Write a message on a question, with the version submitted that it speaks of."""

    carried = SelectField(lazy_gettext("Version of the response it speaks of"))

    def __init__(self, strand: Strand, draft: Message | None = None, **given: Any) -> None:
        super().__init__(strand, draft, **given)
        own = own_state(strand)
        versions = threads.versions(strand) if own == strand.review.state else []
        self.carried.choices = [
            ("", _("None")),
            *((str(one.number), _said(one)) for one in versions),
        ]
        self.by_number = {str(each.number): each for each in versions}
        if draft is not None and draft.version is not None and not self.is_submitted():
            self.carried.data = str(draft.version.number)
        elif not self.is_submitted() or self.carried.data is None:
            self.carried.data = ""

    def words(self, action: Action) -> dict[str, Any]:
        """Return what was written, and the version chosen."""
        version = self.by_number.get(self.carried.data or "")
        return super().words(action) | ({"version": version} if self.by_number else {})


class ReplyByNoteForm(ByNoteForm):
    """Record a message that a State sent by note verbale."""

    text = ProseField(lazy_gettext("The message, as the note has it"))
    language = language_field()


class QuestionForm(MessageForm):
    """Write a supplementary question on an answer or an article of a version."""

    about = SelectField(lazy_gettext("What it is about"))
    version = HiddenField(default="")
    text = ProseField(lazy_gettext("Your question"))
    due_on = DateField(lazy_gettext("Answer hoped for by"), [Optional()])

    def __init__(self, strand: Strand, draft: SupplementaryQuestion | None = None) -> None:
        super().__init__(strand, draft.opening if draft else None)
        asked_in = threads.questionnaire(strand)
        self.about.choices = dict(_group(asked_in, section) for section in asked_in.sections)
        if not self.is_submitted():
            self._open_on(draft)

    def _open_on(self, draft: SupplementaryQuestion | None) -> None:
        """Choose what the draft is about, or what the link that led here names."""
        if draft is not None:
            self.about.data = draft.question or ARTICLE + draft.article
            self.due_on.data = draft.due_on
            self.version.data = str(draft.version.number) if draft.version else ""
            return
        self.due_on.data = present.mechanism().supplementary_answer.after(
            now(gate.session()).date()
        )
        question = threads.questionnaire(self.strand).question(request.args.get("question", ""))
        self.about.data = question.id if question else None
        if question is None and "article" in request.args:
            self.about.data = ARTICLE + sheets.from_address(request.args["article"])
        self.version.data = request.args.get("version", "")

    @property
    def place(self) -> dict[str, Any]:
        """The article, question and version chosen, by the names the act takes."""
        chosen = self.about.data or ""
        question = threads.questionnaire(self.strand).question(chosen)
        article = question.article if question else chosen.removeprefix(ARTICLE)
        return {
            "article": article,
            "question": question.id if question else None,
            "version": self._version(),
        }

    def words(self, action: Action) -> dict[str, Any]:
        """Return what was written, on what and until when."""
        return super().words(action) | self.place | {"due_on": self.due_on.data}

    @property
    def subject(self) -> threads.Subject | None:
        """What is asked about, to be shown beside the form."""
        return threads.subject(self.strand, **self.place)

    def _version(self) -> Version | None:
        """Return the version asked about: the one named, else the newest."""
        found = threads.versions(self.strand)
        named = (each for each in found if str(each.number) == self.version.data)
        return next(named, found[0] if found else None)


def _said(version: Version) -> str:
    return _(
        "Version %(number)s, submitted on %(day)s",
        number=version.number,
        day=present.day(version.submitted_at),
    )


def _group(asked_in: Questionnaire, section: Section) -> tuple[str, list[tuple[str, str]]]:
    """Return an article and what can be asked about in it; a choice says its article itself."""
    title = _named(section, section.title(present.language()))
    answers = [
        (each.id, _named(section, answer_title(asked_in, each))) for each in section.questions
    ]
    whole = _("Article %(article)s as a whole", article=section.article)
    return title, [(ARTICLE + section.article, whole if section.article else title), *answers]


def _named(section: Section, title: str) -> str:
    if not section.article:
        return title
    return _("Article %(article)s: %(title)s", article=section.article, title=title)
