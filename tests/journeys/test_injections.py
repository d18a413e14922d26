"""Words stay words: whatever is written in any field, no page gets an element or a link from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import JSON, update
from sqlalchemy.orm import Session

from reviewmech.records.base import Base
from reviewmech.records.database import now
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Person
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.conftest import Clock
from tests.drafts import bring, nations, whisper
from tests.journeys.test_leaks import readable
from tests.reading import Reader

ClientAs = Callable[[Person], Reader]

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

EVIL = (
    "evil \"'><script>alert(1)</script><img src=x onerror=alert(1)>"
    '<a href="javascript:alert(1)" hx-get="/x">a</a>{{ 7*7 }}{% raw %}%(x)s'
    "[a](javascript:alert(1)) [a](data:text/html,x) ![a](https://evil.example/x.png)"
    " <javascript:alert(1)> <style>*{}</style><svg onload=alert(1)></svg><iframe src=//evil>"
)
WORDS = {
    "person": ("name", "title", "phone"),
    "state_name": ("name",),
    "cycle": ("name",),
    "note_verbale": ("reference",),
    "law": ("title", "translated_title", "number", "dated"),
    "message": ("text",),
    "message_revision": ("text",),
    "feedback_revision": ("measures", "successes", "challenges"),
    "observation": ("paragraph", "statement"),
    "wording": ("text", "reason"),
    "position": ("reason",),
    "consultation": ("remarks",),
    "need": ("what", "received", "provider"),
    "paragraph": ("kept",),
    "paragraph_edit": ("kept",),
    "annotation": ("text", "quote", "prefix", "suffix"),
    "attachment": ("name",),
    "comment": ("text",),
    "contributor": ("name", "body"),
    "clock_stop": ("reason",),
    "meeting": ("present", "agreed", "next_dates"),
    "summary": ("title",),
    "issue": ("title",),
    "sign_in": ("device",),
}
"""Where people's words stand, by table."""

HELD = frozenset({"value", "articles", "texts", "citations", "files", "laws"})
"""Columns that hold many words at once."""

SAID = frozenset(
    {
        *("text", "remark", "other", "source", "quotation", "what", "measures", "challenges"),
        *("words", "name", "title", "translated_title", "dated"),
    }
)
"""Which of these are people's."""


def spoil(session: Session) -> None:
    """Put the evil words into every place where words of people stand."""
    kinds = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    for table, columns in WORDS.items():
        kind = kinds[table]
        for name in columns:
            column = getattr(kind, name)
            unique = {"name": column + EVIL} if table in {"cycle", "state_name"} else {name: EVIL}
            session.execute(update(kind).values(unique))
    for kind in kinds.values():
        for column in kind.__table__.columns:
            if isinstance(column.type, JSON) and column.name in HELD:
                for row in session.query(kind).all():
                    setattr(row, column.name, _spoiled(getattr(row, column.name)))
    session.commit()


def _spoiled(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _spoiled(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [_spoiled(one, name) for one in value]
    return EVIL if isinstance(value, str) and name in SAID else value


def alive(tag: Tag) -> bool:
    """Say whether an element could do something it should not."""
    if tag.name in {"style", "svg", "iframe", "object", "embed", "base"}:
        return True
    if tag.name == "script" and (not tag.get("src", "").startswith("/static/") or tag.string):
        return True
    if tag.name == "img" and not tag["src"].startswith("/static/"):
        return True
    if tag.get("hx-get") or any(name.startswith(("on", "srcdoc", "style")) for name in tag.attrs):
        return True
    address = str(tag.get("href") or tag.get("action") or "")
    return address.lower().startswith(("javascript:", "data:", "//"))


def test_no_field_puts_anything_but_words_on_a_page(
    app: Flask, cast: Cast, session: Session, anyone: Reader, client_as: ClientAs, clock: Clock
) -> None:
    session.add(
        NoteVerbale(
            state_id=cast.arcadia.state.id,
            reference="NV/1",
            dated=date(2027, 1, 4),
            recorded_at=now(session),
        )
    )
    bring(cast, cast.tip, Step.CONCLUDED)
    bring(cast, cast.untoc, Step.SUMMARY)
    for nation in nations(cast):
        whisper(cast, nation, clock)
    people = (cast.arcadia.focal_point, cast.belmora.focal_point, cast.officer)
    readers = [anyone, *(client_as(person) for person in people)]
    spoil(session)
    found, seen = [], 0
    for reader in readers:
        for address in readable(app, cast):
            answer = reader.get(address)
            assert answer.status_code < 500, address
            if answer.mimetype != "text/html":
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                continue
            seen += answer.text.count("evil")
            soup = BeautifulSoup(answer.text, "html.parser")
            if address.endswith("pack.html") and answer.status_code == 200:
                # A paper to be taken along brings its look, which is ours: once, in its head.
                soup.head.style.extract()
            found += [f"{address}: {tag}"[:200] for tag in soup.find_all(alive)]
            found += [address] if ">49<" in answer.text or "evil 49" in answer.text else []
    assert not found, "\n".join(dict.fromkeys(found))
    assert seen > 100
