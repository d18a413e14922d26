"""A whole review through the pages, as a story tells it: who comes in, and what each then does.

Every step is taken by people at browsers without JavaScript; the journeys put the steps together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.officers import appoint_officer
from reviewmech.actions.states import load_mechanism
from reviewmech.records.journal import Chain, broken_at
from reviewmech.records.letters import Letter
from reviewmech.rules.access import THE_SYSTEM
from reviewmech.rules.parties import ListedParticipation, ListedState
from tests.reading import Page, Reader

PASSWORD = "seven lanterns over the harbour"


class World:
    """The installation and the people who have come into it, each at a browser of their own."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.app, self.session = app, session
        self.readers: dict[str, Reader] = {}

    def browser(self) -> Reader:
        """Return a browser nobody is signed in at."""
        reader = self.app.test_client()
        assert isinstance(reader, Reader)
        reader.watch(self.session)
        return reader

    def __getitem__(self, name: str) -> Reader:
        return self.readers[name]

    def comes_in(self, name: str, address: str) -> None:
        """Let a person open the link of their letter, set a password and sign in."""
        letters = self.session.scalars(
            select(Letter).where(Letter.address == address).order_by(Letter.id.desc())
        )
        link = next(
            found[0] for letter in letters if (found := re.findall(r"/activate/\S+", letter.body))
        )
        reader = self.browser()
        reader.read(link).press("Set the password", password=PASSWORD)
        desk = reader.read("/sign-in").press("Sign in", address=address, password=PASSWORD)
        assert desk.path == "/desk"
        self.readers[name] = reader


def begin(
    app: Flask,
    session: Session,
    states: Iterable[ListedState],
    participation: Iterable[ListedParticipation],
) -> World:
    """Give an installation with the Mechanism's data and its first officer."""
    load_mechanism(session, THE_SYSTEM, states=states, participation=participation)
    appoint_officer(session, THE_SYSTEM, name="Olive Officer", address="olive@un.example")
    world = World(app, session)
    world.comes_in("officer", "olive@un.example")
    return world


def opens_a_review(world: World, pairing: Mapping[str, Iterable[str]]) -> Page:
    """The secretariat opens the review of Arcadia and pairs its reviewers; return its page."""
    page = world["officer"].read("/secretariat/reviews").follow("Open a review")
    review = page.press(
        "Open the review",
        state=page.choice("state", "Arcadia"),
        cycle_name="First cycle",
        cycle_starts_on="2027-01-01",
        case_officer=page.choice("case_officer", "Olive"),
    )
    for state, instruments in pairing.items():
        page = world["officer"].read(review.path).follow("Name a reviewing State")
        page.press(
            "Name as a reviewing State",
            state=page.choice("state", state),
            instruments=list(instruments),
        )
    return world["officer"].read(review.path)


def registers(world: World, state: str) -> None:
    """The secretariat records a note of a State and registers its focal point and expert."""
    officer = world["officer"]
    notes = officer.read("/notes")
    note = notes.press(
        "Record the note",
        state=notes.choice("state", state),
        reference=f"NV/{state}/1",
        dated="2027-01-05",
    )
    for capacity, name in (("focal point", f"Fay of {state}"), ("expert", f"Ed of {state}")):
        register = officer.read(note.path).follow("Register a person for the review of Arcadia")
        register.press(
            "Register and write to them",
            capacity=capacity,
            name=name,
            address=f"{name.split()[0].lower()}@{state.lower()}.example",
        )
        key = f"{state} {capacity}"
        world.comes_in(key, f"{name.split()[0].lower()}@{state.lower()}.example")


def question(name: str) -> str:
    """Return the selector of one question's block."""
    return f'[id="question-{name}"]'


def submits(world: World, strand: str, readers: str) -> None:
    """Arcadia's focal point submits, having seen who will read it; the expert cannot."""
    expert = world["Arcadia expert"].read(f"{strand}/response/check")
    assert not [words for words in expert.buttons() if words.startswith("Submit to")]
    page = world["Arcadia focal point"].read(f"{strand}/response/check")
    tick = {"left_open": "y"} if page.soup.find(id="left_open") else {}
    receipt = page.press(f"Submit to {readers}", **tick)
    assert "Receipt: response of Arcadia, version 1" in receipt


def clears_how_it_is_held(world: World, strand: str, states: Iterable[str]) -> None:
    """Belmora proposes how the review of a strand is held, and every focal point clears it."""
    page = world["Belmora focal point"].read(f"{strand}/consultation")
    page.follow("Propose").press("Put the proposal on the table", languages=["en"])
    for state in states:
        held = world[f"{state} focal point"].read(f"{strand}/consultation")
        held.press(f"Clear for {state}")


def asks_and_is_answered(
    world: World, strand: str, article: str, asked: str, replied: str, asking: str = "Cordania"
) -> None:
    """A State asks on an answer; nobody sees the draft; Arcadia replies; the State closes it."""
    version = world[f"{asking} expert"].read(f"{strand}/versions/1/{article}")
    drafted = version.follow("Ask a supplementary question").press("Save the draft", text=asked)
    for other in ("Arcadia focal point", "Belmora focal point", "officer"):
        listed = world[other].read(f"{strand}/questions")
        assert asked not in listed
        world[other].read(drafted.path, status=404)
    sent = world[f"{asking} focal point"].read(drafted.path).press("Send to")
    assert "open" in sent
    reply = world["Arcadia focal point"].read(drafted.path)
    answered = reply.press("Send to", text=replied)
    assert "answered" in answered
    closed = world[f"{asking} focal point"].read(drafted.path).press("Close")
    assert "closed" in closed


def gives_feedback(world: World, strand: str, article: str, states: Iterable[str]) -> None:
    """Each reviewing State writes and releases; before that nobody sees that it wrote."""
    words = {state: f"{state} finds the offence clear." for state in states}
    for state in words:
        page = world[f"{state} expert"].read(f"{strand}/feedback/{article}")
        page.press("Save", measures=words[state])
    for other in ("Arcadia focal point", "officer"):
        page = world[other].read(f"{strand}/feedback")
        assert not [each for each in words.values() if each in page]
    for state in words:
        world[f"{state} focal point"].read(f"{strand}/feedback").press("Release to")
    page = world["Arcadia focal point"].read(f"{strand}/feedback")
    assert "observations" in page
    for each in words.values():
        assert each in world["Arcadia focal point"].read(f"{strand}/feedback/{article}")


def proposes(world: World, strand: str, article: str, kind: str, text: str) -> str:
    """Belmora's expert proposes an observation on an article; return its address."""
    form = world["Belmora expert"].read(f"{strand}/observations/propose/{article}")
    form.press("Propose to", kind=kind, text=text)
    page = world["Belmora expert"].read(f"{strand}/observations")
    addresses = [each for each in page.links().values() if re.search(r"/observations/\d+$", each)]
    return sorted(addresses, key=lambda each: int(each.rsplit("/", 1)[1]))[-1]


def agrees(world: World, item: str, *people: str) -> Page:
    """Let people agree to the wording on the table."""
    for name in people:
        page = world[name].read(item).press("Agree to this wording")
    return page


def clears_the_list(world: World, strand: str, states: Iterable[str]) -> None:
    """Each State's focal point clears the list of a strand."""
    for state in states:
        page = world[f"{state} focal point"].read(f"{strand}/observations/clear")
        page.press(f"Clear the list for {state}")


def compiles(world: World, strand: str) -> Page:
    """The secretariat compiles the summary of the strand's phase; return its page."""
    phase = next(
        address
        for address in world["officer"].read(strand).links().values()
        if re.fullmatch(r"/phases/\d+/summary", address)
    )
    return world["officer"].read(phase).press("Compile from the adopted lists")


def clears_the_summary(world: World, phase: str, states: Iterable[str]) -> None:
    """Each State's focal point clears the summary of a phase."""
    for state in states:
        world[f"{state} focal point"].read(phase).press(f"Clear the summary for {state}")


def issues(world: World, phase: str, symbol: str) -> None:
    """The secretariat issues the summary of a phase."""
    page = world["officer"].read(phase)
    page.press("Issue the summary", symbol=symbol, dated="2028-03-01")


def downloads(reader: Reader) -> list[bytes]:
    """Return the papers that the public page offers, each as a file to keep."""
    links = reader.read("/").links().values()
    answers = [reader.get(each) for each in links if each.startswith("/papers/")]
    for answer in answers:
        assert answer.status_code == 200 and len(answer.data) > 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
    return [answer.data for answer in answers]


def journals_hold(world: World) -> None:
    """Check that no journal was broken."""
    assert broken_at(world.session, "installation") is None
    for chain in world.session.scalars(select(Chain)):
        assert broken_at(world.session, chain.name) is None
