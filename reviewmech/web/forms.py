"""What all forms share: a request id, so that a retry never acts twice, and careful texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from secrets import token_hex
from typing import Any, TypeVar
from uuid import uuid4

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from wtforms import (
    Field,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from reviewmech.rules.refusals import Invalid
from reviewmech.rules.texts import LONGEST_LINE, LONGEST_TEXT, checked, clean, is_unseen
from reviewmech.web import gate, languages

Thing = TypeVar("Thing")


# What stands for a token and a request id in a piece that is remembered: nobody can guess them.
_TOKEN, _REQUEST = (f"{what}-{token_hex(16)}" for what in ("token", "request"))


def token() -> str:
    """Return the token of a form, by which this house knows its own."""
    if g.get("marks_forms"):
        return _TOKEN
    if "form_token" not in g:
        g.form_token = generate_csrf()
    return str(g.form_token)


def request_id() -> str:
    """Return the id of a request to come: one root a page, so that many of them pack well."""
    if g.get("marks_forms"):
        return _REQUEST
    if "request_ids" not in g:
        g.request_ids = (uuid4().hex, count())
    root, numbers = g.request_ids
    return f"{root}-{next(numbers)}"


@contextmanager
def marked() -> Iterator[None]:
    """Let forms be made with marks in place of tokens and request ids: they can be used again."""
    before, g.marks_forms = g.get("marks_forms", False), True
    try:
        yield
    finally:
        g.marks_forms = before


def with_keys(html: str) -> str:
    """Return what was made with marks, with a token and request ids of this page."""
    first, *others = html.split(_REQUEST)
    if not others:
        return html
    whole = "".join([first, *(part for other in others for part in (request_id(), other))])
    return whole.replace(_TOKEN, token())


class ActForm(FlaskForm):
    """A form by which a person acts."""

    request_id = HiddenField(default=request_id)

    def given(self, *without: str) -> dict[str, Any]:
        """Return what was filled in, by the names the act takes, without the form's own fields."""
        own = {"csrf_token", "request_id", *without}
        return {name: value for name, value in self.data.items() if name not in own}

    def refuse(self, refusal: Invalid) -> None:
        """Show a refusal of the act beside the field it concerns, or on top of the form."""
        sentence = languages.told(refusal)
        field = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors.append(sentence)
        else:
            field.errors = [*field.errors, sentence]


def careful(longest: int) -> Callable[[Any, Field], None]:
    """Return a validator for a text: long enough to be kept, and without signs nobody can see.

    Unseen signs are taken out and the text is given back to be looked at, never lost.
    """

    def validate(form: object, field: Field) -> None:
        text = field.data or ""
        try:
            field.data = checked(text, longest=longest)
        except Invalid as refusal:
            field.data = clean(text)
            raise StopValidation(languages.told(refusal)) from refusal
        if any(is_unseen(sign) for sign in text.replace("\r", "")):
            raise StopValidation(
                _(
                    "The text held signs that nobody can see and that can change how it reads. "
                    "They have been taken out; please look at the text and save it again."
                )
            )

    return validate


class LineField(StringField):
    """One line of text."""

    def __init__(self, label: Any = None, validators: Any = (), **given: Any) -> None:
        longest = given.pop("longest", LONGEST_LINE)
        super().__init__(label, [careful(longest), *validators], **given)


class ProseField(TextAreaField):
    """A text of any length a person writes, in the small Markdown of the house."""

    def __init__(self, label: Any = None, validators: Any = (), **given: Any) -> None:
        super().__init__(label, [careful(LONGEST_TEXT), *validators], **given)


class RecordField(SelectField):
    """Choose one of the records offered, by its id."""

    def __init__(self, label: Any = None, validators: Any = (), **given: Any) -> None:
        super().__init__(label, validators, coerce=int, **given)

    def chosen(self, kind: type[Thing]) -> Thing | None:
        """Return the record chosen, or none when it was not among those offered."""
        offered = {choice[0] for choice in self.choices or ()}
        if not self.data or self.data not in offered:
            return None
        return gate.session().get(kind, self.data)


class CheckboxesField(SelectMultipleField):
    """Tick any number of choices; each is a box with its label."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


REQUIRED = lazy_gettext("Please fill this in.")
