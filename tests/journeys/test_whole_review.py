"""One whole review, told through the pages, without JavaScript.

Arcadia is reviewed on two instruments: by Belmora on both, by Cordania on the Convention alone.
Delmar takes no part and learns nothing. Everything begins from an installation with one officer.
"""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.officers import appoint_officer
from reviewmech.actions.states import load_mechanism
from reviewmech.records.journal import Chain, broken_at
from reviewmech.records.letters import Letter
from reviewmech.rules.access import THE_SYSTEM
from reviewmech.rules.parties import ListedParticipation, ListedState, PartyKind
from tests.reading import Page, Reader

PASSWORD = "seven lanterns over the harbour"
AS_OF = date(2026, 1, 1)
PARTIES = {
    "Arcadia": ("XAA", ("UNTOC", "TIP")),
    "Belmora": ("XAB", ("UNTOC", "TIP")),
    "Cordania": ("XAC", ("UNTOC",)),
    "Delmar": ("XAD", ("UNTOC",)),
}


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


@pytest.fixture
def world(app: Flask, session: Session) -> World:
    """Give an installation with the Mechanism's data and its first officer."""
    load_mechanism(
        session,
        THE_SYSTEM,
        states=[
            ListedState(code, "", name, PartyKind.STATE, None, AS_OF, False, "invented")
            for name, (code, _) in PARTIES.items()
        ],
        participation=[
            ListedParticipation(code, instrument, True, None, AS_OF, False, "invented")
            for code, instruments in PARTIES.values()
            for instrument in instruments
        ],
    )
    appoint_officer(session, THE_SYSTEM, name="Olive Officer", address="olive@un.example")
    world = World(app, session)
    world.comes_in("officer", "olive@un.example")
    return world


def choose(page: Page, select_name: str, words: str) -> str:
    """Return the value of the choice with these words."""
    for option in page.soup.select(f"select[name={select_name}] option"):
        if words in option.get_text():
            return str(option["value"])
    raise AssertionError(f"{page.path}: no “{words}” among the choices of {select_name}")


def opens_a_review(world: World) -> str:
    """The secretariat opens the review of Arcadia, pairs its reviewers and opens the phase."""
    page = world["officer"].read("/secretariat/reviews").follow("Open a review")
    review = page.press(
        "Open the review",
        state=choose(page, "state", "Arcadia"),
        cycle_name="First cycle",
        cycle_starts_on="2027-01-01",
        case_officer=choose(page, "case_officer", "Olive"),
    )
    pairing = review.follow("Name a reviewing State")
    pairing.press(
        "Name as a reviewing State",
        state=choose(pairing, "state", "Belmora"),
        instruments=["UNTOC", "TIP"],
    )
    pairing = review.reader.read(pairing.path)
    pairing.press(
        "Name as a reviewing State",
        state=choose(pairing, "state", "Cordania"),
        instruments=["UNTOC"],
    )
    phase = review.reader.read(review.path).follow("Open a phase")
    opened = phase.press("Open the phase", part="cluster-1", starts_on="2027-01-01")
    assert "Organized Crime Convention" in opened and "Trafficking in Persons Protocol" in opened
    return review.path


def registers(world: World, state: str) -> None:
    """The secretariat records a note of a State and registers its focal point and expert."""
    officer = world["officer"]
    notes = officer.read("/notes")
    note = notes.press(
        "Record the note",
        state=choose(notes, "state", state),
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


def question(page: Page, name: str) -> str:
    """Return the selector of one question's block."""
    return f'[id="question-{name}"]'


def answers_convention(world: World, strand: str) -> None:
    """Arcadia's expert answers article 5 and names a need; a follow-up comes when it applies."""
    expert = world["Arcadia expert"]
    form = expert.read(f"{strand}/response").follow("Laws of").follow("Add a law")
    form.press("Add to the library", title="Penal Code", number="12/2011", dated="2011")
    article = expert.read(f"{strand}/response/5")
    assert "What is not yet covered?" not in article
    article = article.press("Save", within=question(article, "untoc-5-offence"), choice="in_part")
    assert "What is not yet covered?" in article
    article.press(
        "Save",
        within=question(article, "untoc-5-offence.missing"),
        text="Attempt is **not** covered.",
    )
    expert.read(f"{strand}/response/5").press(
        "Save", within=question(article, "untoc-5-model"), choices=["agreement"]
    )
    whole = expert.read(f"{strand}/response/whole")
    assert "What technical assistance would help?" in whole


def answers_protocol(world: World, strand: str) -> None:
    """Arcadia's focal point answers the one question of the Protocol."""
    article = world["Arcadia focal point"].read(f"{strand}/response/5")
    article.press("Save", within=question(article, "tip-5-offence"), choice="yes")


def submits(world: World, strand: str, readers: str) -> None:
    """Arcadia's focal point submits, having seen who will read it; the expert cannot."""
    expert = world["Arcadia expert"].read(f"{strand}/response/check")
    assert not [words for words in expert.buttons() if words.startswith("Submit to")]
    page = world["Arcadia focal point"].read(f"{strand}/response/check")
    receipt = page.press(f"Submit to {readers}")
    assert "Receipt: response of Arcadia, version 1" in receipt


def clears_how_it_is_held(world: World, strand: str, states: tuple[str, ...]) -> None:
    """Belmora proposes how the review of a strand is held, and every focal point clears it."""
    page = world["Belmora focal point"].read(f"{strand}/consultation")
    page.follow("Propose").press("Put the proposal on the table", languages=["en"])
    for state in states:
        held = world[f"{state} focal point"].read(f"{strand}/consultation")
        held.press(f"Clear for {state}")


def is_hidden_from(reader: Reader, *addresses: str) -> None:
    """Check that a reader cannot tell these pages from pages that do not exist."""
    for address in addresses:
        reader.read(address, status=404)


def asks_and_is_answered(world: World, strand: str) -> None:
    """Cordania asks on an answer; nobody sees the draft; Arcadia replies; Cordania closes it."""
    version = world["Cordania expert"].read(f"{strand}/versions/1/5")
    asking = version.follow("Ask a supplementary question")
    drafted = asking.press("Save the draft", text="Is attempt to be covered?")
    for other in ("Arcadia focal point", "Belmora focal point", "officer"):
        listed = world[other].read(f"{strand}/questions")
        assert "Is attempt to be covered?" not in listed
        world[other].read(drafted.path, status=404)
    sent = world["Cordania focal point"].read(drafted.path).press("Send to")
    assert "open" in sent
    reply = world["Arcadia focal point"].read(drafted.path)
    answered = reply.press("Send to", text="A bill before Parliament will cover it.")
    assert "answered" in answered
    closed = world["Cordania focal point"].read(drafted.path).press("Close")
    assert "closed" in closed


def gives_feedback(world: World, strand: str, states: tuple[str, ...]) -> None:
    """Each reviewing State writes and releases; before that nobody sees that it wrote."""
    words = {state: f"{state} finds the offence clear." for state in states}
    for state in states:
        article = world[f"{state} expert"].read(f"{strand}/feedback/5")
        article.press("Save", measures=words[state])
    for other in ("Arcadia focal point", "officer"):
        page = world[other].read(f"{strand}/feedback")
        assert not [each for each in words.values() if each in page]
    for state in states:
        world[f"{state} focal point"].read(f"{strand}/feedback").press("Release to")
    page = world["Arcadia focal point"].read(f"{strand}/feedback")
    assert "observations" in page
    for each in words.values():
        assert each in world["Arcadia focal point"].read(f"{strand}/feedback/5")


def proposes(world: World, strand: str, kind: str, text: str) -> str:
    """Belmora's expert proposes an observation on article 5; return its address."""
    form = world["Belmora expert"].read(f"{strand}/observations/propose/5")
    form.press("Propose to", kind=kind, text=text)
    page = world["Belmora expert"].read(f"{strand}/observations")
    addresses = [each for each in page.links().values() if re.search(r"/observations/\d+$", each)]
    return sorted(addresses, key=lambda each: int(each.rsplit("/", 1)[1]))[-1]


def agrees(world: World, item: str, *people: str) -> Page:
    """Let people agree to the wording on the table."""
    for name in people:
        page = world[name].read(item).press("Agree to this wording")
    return page


def test_a_whole_review_from_the_first_note_to_the_published_summary(world: World) -> None:
    review = opens_a_review(world)
    for state in ("Arcadia", "Belmora", "Cordania"):
        registers(world, state)
    links = world["officer"].read(review).links()
    convention = links["Organized Crime Convention"]
    protocol = links["Trafficking in Persons Protocol"]

    # Start what can start: Arcadia answers while the others still talk of how the review is held.
    answers_convention(world, convention)
    answers_protocol(world, protocol)
    is_hidden_from(world["Cordania expert"], protocol, f"{protocol}/consultation")
    world["Belmora expert"].read(f"{convention}/response/5", status=403)
    world["officer"].read(f"{convention}/response/5", status=403)

    clears_how_it_is_held(world, convention, ("Arcadia", "Belmora", "Cordania"))
    clears_how_it_is_held(world, protocol, ("Arcadia", "Belmora"))
    submits(world, convention, "Belmora, Cordania and the secretariat")
    submits(world, protocol, "Belmora and the secretariat")
    read = world["Cordania expert"].read(f"{convention}/versions/1/5")
    assert "Attempt is not covered." in read and "Penal Code" not in read
    is_hidden_from(world["Cordania expert"], f"{protocol}/versions/1")

    asks_and_is_answered(world, convention)
    gives_feedback(world, convention, ("Belmora", "Cordania"))
    gives_feedback(world, protocol, ("Belmora",))

    # Observations: one agreed as proposed, one after other wording, one left confidential.
    good = proposes(world, convention, "good practice", "Units work together.")
    agrees(world, good, "Arcadia expert", "Cordania expert")
    gap = proposes(world, convention, "gap or challenge", "Attempt is nowhere covered.")
    reworded = world["Arcadia expert"].read(gap)
    reworded.press("Propose this wording to", text="Attempt is covered only in part.")
    assert "agreed" in agrees(world, gap, "Belmora expert", "Cordania expert")
    need = proposes(world, convention, "technical-assistance need", "Training of prosecutors.")
    agrees(world, need, "Cordania expert", "Arcadia expert")
    world["Arcadia focal point"].read(need).press("Mark as confidential")
    practice = proposes(world, protocol, "good practice", "Victims are heard early.")
    agrees(world, practice, "Arcadia expert")

    for state in ("Arcadia", "Belmora", "Cordania"):
        page = world[f"{state} focal point"].read(f"{convention}/observations/clear")
        page.press(f"Clear the list for {state}")
    for state in ("Arcadia", "Belmora"):
        page = world[f"{state} focal point"].read(f"{protocol}/observations/clear")
        page.press(f"Clear the list for {state}")

    # The summary: compiled, edited, cleared, issued, published with Arcadia's consent.
    phase = next(
        address
        for address in world["officer"].read(convention).links().values()
        if re.fullmatch(r"/phases/\d+/summary", address)
    )
    compiled = world["officer"].read(phase).press("Compile from the adopted lists")
    assert "Attempt is covered only in part" in compiled
    assert "Victims are heard early" in compiled and "Training of prosecutors" not in compiled
    for state in ("Arcadia", "Belmora", "Cordania"):
        page = world[f"{state} focal point"].read(phase)
        page.press(f"Clear the summary for {state}")
    page = world["officer"].read(phase)
    page.press("Issue the summary", symbol="CTOC/TEST/2028/1", dated="2028-03-01")
    anyone = world.browser()
    assert "CTOC/TEST/2028/1" not in anyone.read("/")
    world["Arcadia focal point"].read(phase).press("Let everybody read")
    public = anyone.read("/")
    assert "CTOC/TEST/2028/1" in public and "Belmora" in public
    downloads = [each for each in public.links().values() if each.startswith("/papers/")]
    assert len(downloads) == 3
    for address in downloads:
        answer = anyone.get(address)
        assert answer.status_code == 200 and len(answer.data) > 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "concluded" in world["Arcadia expert"].read(convention)

    # The register of needs knows what was submitted; the journals hold together.
    assert broken_at(world.session, "installation") is None
    for chain in world.session.scalars(select(Chain)):
        assert broken_at(world.session, chain.name) is None
