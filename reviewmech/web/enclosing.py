"""What goes with a message besides its words: laws and pages it cites, and files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import count, takewhile
from typing import Any
from uuid import uuid4

from flask import request, url_for

from reviewmech.actions import enclosures, uploads
from reviewmech.actions.uploads import Upload
from reviewmech.records.dialogue import Message
from reviewmech.records.evidence import is_taken
from reviewmech.records.laws import library_of, plain_file
from reviewmech.records.message_revisions import MessageRevision
from reviewmech.records.reviews import Strand
from reviewmech.rules.purposes import Action, Reading
from reviewmech.web import gate, reading, sheets
from reviewmech.web.answers import is_number
from reviewmech.web.reading import File
from reviewmech.web.sheets import Cited

LAW, PAGE = ("law", "article", "quotation"), ("link", "words")
SPARE = 2
"""Empty rows a form offers for further laws and pages."""

MOST_ROWS = 40
MOST_FIGURES = 12


@dataclass(frozen=True)
class Row:
    """A law or a page as it is typed: the names of its fields begin alike."""

    name: str
    typed: Mapping[str, str]


@dataclass
class Enclosing:
    """The fields of a form beside its words: as typed, or as the draft has them."""

    strand: Strand
    message: Message | None = None

    @cached_property
    def laws(self) -> list[tuple[str, str]]:
        """The library of the State under review, to its own team."""
        if not gate.may(Reading.LIBRARY, self.strand):
            return []
        library = library_of(gate.session(), self.strand.review.state_id)
        return [(str(law.id), sheets.law_title(law.plain)) for law in library]

    @property
    def takes_files(self) -> bool:
        """Whether files are attached in this Mechanism."""
        return is_taken(gate.session())

    @property
    def law_rows(self) -> list[Row]:
        """The laws cited, and room for more."""
        return self._rows("law", LAW) if self.laws else []

    @property
    def page_rows(self) -> list[Row]:
        """The pages cited, and room for more."""
        return self._rows("page", PAGE)

    @property
    def is_used(self) -> bool:
        """Whether anything goes with the message."""
        typed = any(row.typed for row in (*self.law_rows, *self.page_rows))
        return typed or bool(self.files or self.kept)

    @property
    def files(self) -> list[File]:
        """The files that go with the draft already."""
        return _enclosed(self.message) if self.message else []

    @cached_property
    def dropped(self) -> list[str]:
        """The seals of the files that no longer go with it."""
        return request.form.getlist("dropped")

    @cached_property
    def on_their_way(self) -> list[Upload]:
        """The files sent with this form, or with it when it was refused before."""
        if request.method != "POST" or not self.takes_files:
            return []
        before = filter(None, map(_named, request.form.getlist("enclosed")))
        return [*before, *self._sent()]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The files that need not be sent again: how the form names each, and its name."""
        arrived = [
            each
            for each in self.on_their_way
            if uploads.arrived(gate.session(), gate.actor(), each.key) == each.size
        ]
        return [(f"{one.key}|{one.size}|{one.sha256}|{one.name}", one.name) for one in arrived]

    def _sent(self) -> Iterator[Upload]:
        for file in request.files.getlist("files"):
            content = file.read()
            if not (file.filename or content):
                continue
            seal = hashlib.sha256(content).hexdigest()
            upload = Upload(uuid4().hex, file.filename or "", len(content), seal)
            enclosures.keep(gate.session(), gate.actor(), self.strand, upload, content)
            yield upload

    def given(self, action: Action, request_id: str) -> dict[str, Any]:
        """Return all of it by the names the act takes; files are looked into first."""
        if request.method != "POST":
            return {}
        found: dict[str, Any] = {"citations": self._citations(), "dropped": self.dropped}
        if sent := self.on_their_way:
            found["enclosed"] = enclosures.received(
                gate.session(), action, gate.actor(), self.strand, request_id, sent
            )
            found["seals"] = [each.sha256 for each in sent]
        return found

    def done(self) -> None:
        """Forget what was on its way: the message holds it now."""
        enclosures.forget(gate.session(), gate.actor(), self.on_their_way)

    def _citations(self) -> list[dict[str, Any]]:
        laws = [dict(row.typed) for row in self._typed("law", LAW) if row.typed.get("law")]
        pages = [dict(row.typed) for row in self._typed("page", PAGE) if row.typed]
        numbered = [each | {"law": _number(each["law"])} for each in laws]
        return [*numbered, *pages]

    def _rows(self, kind: str, names: tuple[str, ...]) -> list[Row]:
        typed = self._typed(kind, names) if request.method == "POST" else self._kept(kind, names)
        filled = [each.typed for each in typed if each.typed]
        return [Row(f"{kind}-{place}", each) for place, each in enumerate([*filled, *[{}] * SPARE])]

    def _typed(self, kind: str, names: tuple[str, ...]) -> list[Row]:
        places = takewhile(lambda at: f"{kind}-{at}-{names[0]}" in request.form, count())
        rows = []
        for place in zip(places, range(MOST_ROWS), strict=False):
            name = f"{kind}-{place[0]}"
            typed = {each: request.form.get(f"{name}-{each}", "") for each in names}
            rows.append(Row(name, {key: text for key, text in typed.items() if text.strip()}))
        return rows

    def _kept(self, kind: str, names: tuple[str, ...]) -> list[Row]:
        cited = self.message.citations if self.message else []
        found = [each for each in cited if ("law" in each) == (kind == "law")]
        return [Row("", {name: _text(each.get(name, "")) for name in names}) for each in found]


def _text(value: Any) -> str:
    return str(value["id"] if isinstance(value, dict) else value)


def _number(typed: str) -> int:
    return int(typed) if is_number(typed) else 0


def _named(hidden: str) -> Upload | None:
    """Read the file that a refused form named; it is its sender's own, or it is not there."""
    key, _, rest = hidden.partition("|")
    octets, _, rest = rest.partition("|")
    seal, _, name = rest.partition("|")
    if not octets.isdecimal() or len(octets) > MOST_FIGURES:
        return None
    return Upload(key, name, int(octets), seal)


def cited(message: Message | MessageRevision) -> list[Cited]:
    """Return the laws and pages that a message cites, as they stood."""
    return [_cited(each) for each in message.citations or ()]


def _cited(each: Mapping[str, Any]) -> Cited:
    if "law" not in each:
        return Cited(
            title=each["words"] or each["link"], article="", quotation="", url=each["link"]
        )
    law = each["law"]
    return Cited(sheets.law_title(law), each["article"], each["quotation"], law["link"])


def files_of(message: Message) -> list[File]:
    """Return the files that go with a message, and those of the laws it cites."""
    laws = [each["law"].get("file") for each in message.citations or () if "law" in each]
    of_laws = [_file(message, file) for file in laws if file]
    return list(dict.fromkeys([*_enclosed(message), *of_laws]))


def _enclosed(message: Message) -> list[File]:
    return [_file(message, plain_file(each.attachment) or {}) for each in message.files]


def _file(message: Message, kept: Mapping[str, Any]) -> File:
    at = {"strand_id": message.thread.strand_id, "seal": kept["sha256"]}
    return reading.file(kept, url_for("dialogue.file", key=message.thread.key, **at))
