"""What all forms share: a request id, careful texts, and nothing lost that was typed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms.validators import InputRequired

from reviewmech.rules.refusals import Invalid
from reviewmech.rules.texts import LONGEST_LINE, LONGEST_TEXT
from reviewmech.web import errors, forms
from reviewmech.web.forms import ActForm, LineField, ProseField

# What these tests show does not depend on the database, so one kind is enough.
on_one_engine = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


class Remark(ActForm):
    """A small form."""

    title = LineField("Title", [InputRequired(forms.REQUIRED)])
    text = ProseField("Text")


@pytest.fixture
def asked(app: Flask) -> Iterator[None]:
    """Stand in a request, as forms want."""
    with app.test_request_context("/", method="POST"):
        yield


def filled(**fields: str) -> Remark:
    return Remark(MultiDict({"title": "A title", **fields}), meta={"csrf": False})


@on_one_engine
def test_every_form_carries_a_request_id_of_its_own(asked: None) -> None:
    one, other = Remark(MultiDict(), meta={"csrf": False}), Remark(meta={"csrf": False})
    assert "request_id" in one
    assert Remark(formdata=None).request_id.data != Remark(formdata=None).request_id.data
    assert other.request_id is not None


@on_one_engine
def test_what_was_filled_in_is_given_without_the_form_s_own_fields(asked: None) -> None:
    assert filled(text="words").given() == {"title": "A title", "text": "words"}
    assert filled(text="words").given("title") == {"text": "words"}


@on_one_engine
def test_a_text_in_order_is_accepted_as_it_is(asked: None) -> None:
    form = filled(text="Line one\r\nline two, العربية می‌خواهم")
    assert form.validate(), form.errors
    assert form.text.data == "Line one\nline two, العربية می‌خواهم"


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\x07", "\x1b", "\x7f"])
@on_one_engine
def test_unseen_signs_are_taken_out_and_the_text_given_back_to_be_looked_at(
    sign: str, asked: None
) -> None:
    form = filled(text=f"before {sign}after")
    assert not form.validate()
    assert form.text.data == "before after"
    assert "nobody can see" in form.text.errors[0]
    again = filled(text=form.text.data)
    assert again.validate()


@on_one_engine
def test_binary_in_a_text_is_refused_and_the_words_kept(asked: None) -> None:
    form = filled(text="PK\x03\x00 words")
    assert not form.validate()
    assert "inside of a file" in form.text.errors[0]
    assert form.text.data == "PK words"


@pytest.mark.parametrize(("name", "limit"), [("title", LONGEST_LINE), ("text", LONGEST_TEXT)])
@on_one_engine
def test_a_text_over_its_limit_is_refused_and_kept(name: str, limit: int, asked: None) -> None:
    form = filled(**{name: "a" * (limit + 1)})
    assert not form.validate()
    field = form[name]
    assert str(limit) in field.errors[0]
    assert len(field.data) == limit + 1
    assert filled(**{name: "a" * limit}).validate()


@on_one_engine
def test_a_refusal_stands_beside_its_field_or_on_top(asked: None) -> None:
    form = filled()
    form.validate()
    form.refuse(Invalid("Too many: %(count)s.", field="text", count=3))
    form.refuse(Invalid("Something else.", field="no such field"))
    form.refuse(Invalid("Something in general."))
    assert form.text.errors == ["Too many: 3."]
    assert list(form.form_errors) == ["Something else.", "Something in general."]
    assert form.errors["text"] == ["Too many: 3."]


def test_a_password_typed_is_given_back_by_no_page() -> None:
    folder = Path(errors.__file__).parent
    fields = re.compile(r"^\s+(\w+) = PasswordField\(", re.MULTILINE)
    told = (folder / "sent.py").read_text(encoding="utf-8")
    names = {name for path in folder.glob("*.py") for name in fields.findall(path.read_text())}
    missing = {name for name in names if f'"{name}"' not in told}
    assert not missing, "Name these in SECRET_FIELDS: a form too old gives back the rest."
