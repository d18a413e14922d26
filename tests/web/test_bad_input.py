"""Nonsense at every door: a clear page and a fitting status, never an accident.

Each page that takes a form gets nonsense in every field any form of ours has, from each member of
the cast; then the forms as they stand on the pages get nonsense in the fields they show.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from reviewmech import web
from reviewmech.records.journal import Entry
from reviewmech.rules.access import NOBODY, Case, may
from reviewmech.rules.policy import DELEGATION, POLICY, REVIEWING_DELEGATION
from reviewmech.rules.purposes import Action
from reviewmech.rules.steps import ORDER, Step
from reviewmech.web.gate import PURPOSES
from tests.cast import Cast
from tests.reading import Page, Reader, filled_in

ClientAs = Callable[[object], Reader]

# PostgreSQL is the stricter of the two in what it takes, so most of this is tried there alone.
on_postgresql = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)

OWN = {"csrf_token", "request_id"}
NONSENSE = {
    "nothing": "",
    "a file": "PK\x03\x04\x00\x00 words",
    "signs unseen": "‮words⁦\x07",
    "far too long": "words " * 20_000,
    "a number": str(10**30),
    "a word": "nonsense",
    "code": "<script>alert(1)</script>{{ 7*7 }}%(x)s",
}
REQUEST_IDS = {"a file": "a\x00b", "far too long": "x" * 10_000, "signs unseen": "‮é"}


def names_of_fields() -> list[str]:
    """Return the name of every field that a form of ours declares."""
    folder = Path(web.__file__).parent
    declared = re.compile(r"^    (\w+) = \w*Field\(", re.MULTILINE)
    found = {name for path in folder.glob("*.py") for name in declared.findall(path.read_text())}
    assert {"text", "note"} & found
    return sorted(found)


def token(reader: Reader) -> str:
    """Return a token that the reader's forms are accepted with."""
    answer = reader.get("/sign-in", follow_redirects=True)
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text).group(1)


def posting(app: Flask) -> list[Rule]:
    """Return the rules of the pages that take a form, but for that of leaving."""
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods]
    return [rule for rule in rules if rule.endpoint != "signin.sign_out"]


def step_of(rule: Rule) -> Step:
    """Return a step at which a page's purpose is open."""
    purpose = PURPOSES[rule.endpoint]
    during = POLICY[purpose].during if isinstance(purpose, Action) else {Step.SUMMARY}
    return next(step for step in ORDER if step in during)


def address(app: Flask, rule: Rule, cast: Cast, other: object) -> str:
    """Return the address of a page about the cast's review; what is not of the cast is `other`."""
    known = {"strand_id": cast.untoc.id, "phase_id": cast.phase.id, "review_id": cast.review.id}
    # Of a few words only one of them makes an address.
    known |= {"form": "docx"} if "any(" in rule.rule else {}
    number = other if isinstance(other, int) else 1
    values = {
        name: known.get(name, number if name.endswith(("_id", "number")) else str(other))
        for name in rule.arguments
    }
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values)


def at_every_step(app: Flask, cast: Cast) -> Iterable[tuple[Step, list[Rule]]]:
    """Return the pages that take forms by the step at which they are open, and go there."""
    for step in ORDER:
        rules = [rule for rule in posting(app) if step_of(rule) is step]
        cast.untoc.step = cast.tip.step = step
        cast.session.commit()
        yield step, rules


def company(rule: Rule, place: int) -> set[str]:
    """Return who tries a page: the officer, one delegate or the other, and anyone if it is open."""
    purpose = PURPOSES[rule.endpoint]
    side = "under review" if place % 2 else "reviewing"
    if isinstance(purpose, Action):
        sides = {"under review": DELEGATION, "reviewing": REVIEWING_DELEGATION}
        open_to = {name for name, whole in sides.items() if POLICY[purpose].who & whole}
        side = side if side in open_to or not open_to else open_to.pop()
    return {"secretariat", side} | ({"anyone"} if may(purpose, NOBODY, Case()) else set())


FITTING = {200, 204, 302, 303, 400, 403, 404, 405, 409, 410, 413, 422, 429}


def fault_of(reader: Reader, answer: TestResponse, where: str) -> list[str]:
    """Say what is wrong with an answer to nonsense, if anything is."""
    if answer.status_code not in FITTING or b"Traceback" in answer.get_data():
        return [f"{where}: {answer.status_code}"]
    if answer.get_data() and not 300 <= answer.status_code < 400:
        Page(reader, answer)
    return []


def test_nonsense_in_every_field_is_no_accident(
    app: Flask, cast: Cast, anyone: Reader, client_as: ClientAs
) -> None:
    readers = {
        "under review": client_as(cast.arcadia.focal_point),
        "reviewing": client_as(cast.belmora.focal_point),
        "secretariat": client_as(cast.officer),
        "anyone": anyone,
    }
    fields, faults = names_of_fields(), []
    for _, rules in at_every_step(app, cast):
        tokens = {who: token(reader) for who, reader in readers.items()}
        for place, rule in enumerate(rules):
            for who, reader in readers.items():
                if who not in company(rule, place):
                    continue
                what = list(NONSENSE)[place % len(NONSENSE)]
                given = dict.fromkeys(fields, NONSENSE[what][: 1_500_000 // len(fields)])
                given["request_id"] = REQUEST_IDS.get(what, "")
                given["csrf_token"] = tokens[who]
                there = address(app, rule, cast, 1 if place % 2 else "nonsense")
                answer = reader.post(there, data=given)
                faults += fault_of(reader, answer, f"{there}, {what}, by {who}")
    assert not faults, "\n".join(faults)


@on_postgresql
def test_a_form_without_its_token_is_refused_everywhere(
    app: Flask, cast: Cast, session: Session, client_as: ClientAs
) -> None:
    reader = client_as(cast.officer)
    for rule in posting(app):
        answer = reader.post(address(app, rule, cast, 1), data={"text": "dear words"})
        assert answer.status_code == 400, rule.rule
        assert "dear words" in answer.text
    assert session.scalar(select(func.count(Entry.id))) == 0


@on_postgresql
def test_a_page_asked_for_with_nonsense_is_no_accident(
    app: Flask, cast: Cast, anyone: Reader, client_as: ClientAs
) -> None:
    cast.untoc.step = cast.tip.step = Step.SUMMARY
    cast.session.commit()
    readers = [client_as(cast.officer), client_as(cast.arcadia.focal_point), anyone]
    query = "?next=//elsewhere.example&page=-1&q=%00%E2%80%AE&number=" + "9" * 40 + "&a[]=%FF"
    faults = []
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint != "static":
            others = (2**31 - 1, "nonsense", "‮\x07")
            for other, reader in zip(others, readers, strict=True):
                there = address(app, rule, cast, other) + query
                faults += fault_of(reader, reader.get(there), there)
    assert not faults, "\n".join(faults)


@on_postgresql
def test_nobody_is_led_to_another_site(
    app: Flask, cast: Cast, anyone: Reader, client_as: ClientAs
) -> None:
    away = ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)")
    for reader in (anyone, client_as(cast.arcadia.expert)):
        for rule in app.url_map.iter_rules():
            if "GET" in rule.methods and rule.endpoint != "static" and not rule.arguments:
                for there in away:
                    answer = reader.get(rule.rule, query_string={"next": there})
                    assert "evil" not in answer.headers.get("Location", "").split("?")[0]
        for there in away:
            answer = reader.get("/language/en", query_string={"next": there})
            assert "evil" not in answer.headers.get("Location", "")


def forms_on(reader: Reader, start: str, most: int) -> list[tuple[str, dict[str, object]]]:
    """Follow the links from a page and return the forms found, one for each kind of page."""
    waiting, seen, found = [start], set(), {}
    while waiting and len(seen) < most:
        here = waiting.pop(0)
        kind = re.sub(r"\d+", "N", here.partition("?")[0])
        if kind in seen or not here.startswith("/") or here.startswith(("/static", "/language")):
            continue
        seen.add(kind)
        answer = reader.get(here)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        page = Page(reader, answer)
        for form in page.soup.find_all("form", method="post"):
            if form["action"] != "/sign-out":
                fields = filled_in(form)
                found.setdefault((kind, tuple(sorted(fields))), (form["action"], fields))
        waiting += [link.partition("#")[0] for link in page.links().values()]
    return list(found.values())


@on_postgresql
@pytest.mark.parametrize(
    ("who", "step"),
    [
        ("under review", Step.SELF_ASSESSMENT),
        ("reviewing", Step.FEEDBACK),
        ("under review", Step.OBSERVATIONS),
        ("secretariat", Step.SUMMARY),
    ],
)
def test_nonsense_in_the_forms_of_the_pages_is_no_accident(
    who: str, step: Step, cast: Cast, client_as: ClientAs
) -> None:
    people = {
        "under review": cast.arcadia.focal_point,
        "reviewing": cast.belmora.focal_point,
        "secretariat": cast.officer,
    }
    cast.untoc.step = cast.tip.step = step
    cast.session.commit()
    reader, faults = client_as(people[who]), []
    forms = forms_on(reader, "/desk", most=40)
    assert forms
    for place, (action, fields) in enumerate(forms):
        for what in {"a file", list(NONSENSE)[place % len(NONSENSE)]}:
            nonsense = NONSENSE[what]
            given = {name: value if name in OWN else nonsense for name, value in fields.items()}
            given["request_id"] = REQUEST_IDS.get(what, f"{what}-{len(faults)}")
            answer = reader.post(action, data=given)
            faults += fault_of(reader, answer, f"{action} with {what} in {sorted(fields)}")
    assert not faults, "\n".join(faults)
