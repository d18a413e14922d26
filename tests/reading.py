"""Reading pages as a person without JavaScript does: look, fill in the form, press the button.

Every page fetched is inspected: it has a title and one first heading, says its language, runs
under the strict policy, and its forms post somewhere with a token.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse


class Page:
    """A page as fetched."""

    def __init__(self, reader: Reader, answer: TestResponse) -> None:
        self.reader, self.answer = reader, answer
        self.status = answer.status_code
        self.path = answer.request.path
        self.soup = BeautifulSoup(answer.get_data().decode(errors="replace"), "html.parser")
        if answer.mimetype == "text/html" and not self.is_paper:
            self.inspect()

    @property
    def text(self) -> str:
        """The words of the page, with white space folded."""
        return " ".join(self.soup.get_text(" ").split())

    def __contains__(self, words: str) -> bool:
        return " ".join(words.split()) in self.text

    @property
    def is_paper(self) -> bool:
        """Whether it is a file to be taken along, which brings its own look."""
        return str(self.answer.headers.get("Content-Disposition", "")).startswith("attachment")

    def inspect(self) -> None:
        """Check what every page must have."""
        policy = self.answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "unsafe" not in policy
        assert self.soup.title and self.soup.title.get_text().strip(), self.path
        assert self.soup.html and self.soup.html["lang"] and self.soup.html["dir"], self.path
        assert len(self.soup.find_all("h1")) == 1, f"{self.path} needs one first heading"
        assert not self.soup.find_all(style=True) and not self.soup.find_all("style"), self.path
        for form in self.soup.find_all("form", method="post"):
            assert form.find("input", attrs={"name": "csrf_token"}), f"{self.path}: no token"
            assert form.get("action"), f"{self.path}: a form without an address"
        ids = [tag["id"] for tag in self.soup.find_all(id=True)]
        twice = {name for name in ids if ids.count(name) > 1}
        assert not twice, f"{self.path}: ids used twice: {twice}"

    def links(self) -> dict[str, str]:
        """Return the links of the page: words -> address."""
        return {
            " ".join(a.get_text(" ").split()): a["href"] for a in self.soup.find_all("a", href=True)
        }

    def follow(self, words: str) -> Page:
        """Follow the first link whose words contain these."""
        for said, address in self.links().items():
            if words in said:
                return self.reader.read(address)
        raise AssertionError(f"{self.path} has no link “{words}”; it has {list(self.links())}")

    def buttons(self) -> list[str]:
        """Return the words of all buttons."""
        found = self.soup.find_all("button")
        return [" ".join(button.get_text(" ").split()) for button in found]

    def form_with(self, button: str, within: str | None = None) -> tuple[Tag, Tag]:
        """Return the form that has this button, and the button; `within` is a CSS selector."""
        places = self.soup.select(within) if within else [self.soup]
        for place in places:
            for found in place.find_all("button"):
                if button in " ".join(found.get_text(" ").split()):
                    form = found.find_parent("form")
                    assert form is not None, f"The button “{button}” is in no form."
                    return form, found
        raise AssertionError(f"{self.path} has no button “{button}”; it has {self.buttons()}")

    def choice(self, name: str, words: str) -> str:
        """Return the value of the choice with these words."""
        offered = self.soup.select(f"select[name={name}] option")
        for option in offered:
            if words in option.get_text():
                return str(option["value"])
        raise AssertionError(f"{self.path} offers no “{words}”: {words_of(offered)}")

    def press(
        self, button: str, status: int = 200, within: str | None = None, **filled: Any
    ) -> Page:
        """Fill in the form of a button, press it, and follow to the page that comes."""
        form, pressed = self.form_with(button, within)
        fields = filled_in(form)
        names = {tag.get("name") for tag in form.find_all(["input", "textarea", "select"])}
        for name, value in filled.items():
            assert name in names, (
                f"The form has no field {name}; it has {sorted(filter(None, names))}"
            )
            fields[name] = value
        if pressed.get("name"):
            fields[pressed["name"]] = pressed.get("value", "")
        return self.reader.send(str(pressed.get("formaction") or form["action"]), fields, status)


def filled_in(form: Tag) -> dict[str, Any]:
    """Return what a form sends when nothing is changed."""
    fields: dict[str, Any] = {}
    for tag in form.find_all("input"):
        kind, name = tag.get("type", "text"), tag.get("name")
        if not name or kind in {"file", "submit", "button"}:
            continue
        if kind in {"checkbox", "radio"} and not tag.has_attr("checked"):
            continue
        _add(fields, name, tag.get("value", "on" if kind == "checkbox" else ""))
    for tag in form.find_all("textarea"):
        _add(fields, tag["name"], tag.get_text().removeprefix("\r\n").removeprefix("\n"))
    for tag in form.find_all("select"):
        _add_chosen(fields, tag)
    return fields


def _add_chosen(fields: dict[str, Any], select: Tag) -> None:
    options = select.find_all("option")
    chosen = [option for option in options if option.has_attr("selected")]
    if not chosen and options and not select.has_attr("multiple"):
        chosen = options[:1]
    for option in chosen:
        _add(fields, select["name"], option.get("value", option.get_text()))


def _add(fields: dict[str, Any], name: str, value: str) -> None:
    if name in fields:
        before = fields[name]
        fields[name] = [*(before if isinstance(before, list) else [before]), value]
    else:
        fields[name] = value


class Reader(FlaskClient):
    """Somebody at a browser without JavaScript."""

    sessions: tuple[Session, ...] = ()

    def watch(self, *sessions: Session) -> None:
        """Let a session of the test see what requests did."""
        self.sessions = sessions

    def open(self, *given: Any, **named: Any) -> TestResponse:
        """Send a request, with the test's own session out of the way."""
        for session in self.sessions:
            session.commit()
        answer = super().open(*given, **named)
        for session in self.sessions:
            session.expire_all()
        return answer

    def read(self, address: str, status: int = 200) -> Page:
        """Open an address and follow where it leads."""
        page = Page(self, self.get(address, follow_redirects=True))
        assert page.status == status, f"{address}: {page.status}: {page.text[:600]}"
        return page

    def send(self, address: str, fields: dict[str, Any], status: int = 200) -> Page:
        """Send a form and follow where it leads."""
        page = Page(self, self.post(address, data=fields, follow_redirects=True))
        assert page.status == status, f"{address}: {page.status}: {page.text[:600]}"
        return page


def words_of(tags: Iterable[Tag]) -> list[str]:
    """Return the words of several elements."""
    return [" ".join(tag.get_text(" ").split()) for tag in tags]
