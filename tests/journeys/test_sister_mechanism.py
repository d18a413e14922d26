"""One whole review of another mechanism: chapters of one instrument, in its own words.

The installation is built on `tests/mechanisms/sister`, as an operator names a folder. The same
people do the same things as in the review of ours; then nothing they read or were sent speaks of
our instruments, clusters and papers, in whatever language they read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from reviewmech.config import LANGUAGES, Settings
from reviewmech.installation import read_surroundings
from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.attachments import FolderStore
from reviewmech.records.database import Surroundings
from reviewmech.records.letters import Letter
from reviewmech.records.library import mechanism
from reviewmech.rules.mechanism import Mechanism
from tests.conftest import Clock, give_database, wire
from tests.reading import Page, Reader
from tests.world import (
    World,
    agrees,
    asks_and_is_answered,
    begin,
    clears_how_it_is_held,
    clears_the_list,
    clears_the_summary,
    compiles,
    downloads,
    gives_feedback,
    issues,
    journals_hold,
    opens_a_review,
    question,
    registers,
    submits,
)

SISTER = Path(__file__).parents[1] / "mechanisms" / "sister"
STATES = ("Arcadia", "Belmora", "Ennora")
CONVENTION = "Convention against Corruption"
SYMBOL = "CAC/TEST/2028/1"

# What the application answers is read in three languages; it answers alike on both engines.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


class Listener(Reader):
    """Somebody who keeps the words of every page."""

    heard: list[tuple[str, str]]

    def read(self, address: str, status: int = 200) -> Page:
        """Open an address and keep what it says."""
        return self.keep(super().read(address, status))

    def send(self, address: str, fields: dict[str, Any], status: int = 200) -> Page:
        """Send a form and keep what comes of it."""
        return self.keep(super().send(address, fields, status))

    def keep(self, page: Page) -> Page:
        """Keep the words of a page."""
        self.heard.append((page.path, page.text))
        return page


@pytest.fixture(scope="module")
def sister(tmp_path_factory: pytest.TempPathFactory) -> Surroundings:
    """Read the folder as an installation does whose operator names it."""
    return read_surroundings(Settings(tmp_path_factory.mktemp("instance"), "", mechanism=SISTER))


@pytest.fixture
def surroundings(sister: Surroundings, tmp_path: Path, clock: Clock) -> Surroundings:
    """Give what acts need beside the database, of the sister mechanism."""
    store = FolderStore(tmp_path / "files")
    return replace(sister, store=store, folder=tmp_path, clock=clock, password_cost=1)


@pytest.fixture
def heard() -> list[tuple[str, str]]:
    """Give what keeps the words of every page anybody reads."""
    return []


@pytest.fixture
def world(
    connection: Connection,
    session: Session,
    surroundings: Surroundings,
    heard: list[tuple[str, str]],
    tmp_path: Path,
) -> World:
    """Give an installation with the sister mechanism's own lists of States."""
    app: Flask = give_database(wire(surroundings, tmp_path), connection, surroundings)
    app.test_client_class = type("Listening", (Listener,), {"heard": heard})
    return begin(app, session, mechanism.states(SISTER), mechanism.participation(SISTER))


def opens_the_first_phase(world: World) -> str:
    """The secretariat opens the review and its first phase, which is that of chapter 3."""
    review = opens_a_review(world, {"Belmora": ("UNCAC",), "Ennora": ("UNCAC",)})
    pairing = review.follow("Name a reviewing State")
    assert "Cordania" not in pairing, "who is not party reviews nothing"
    phase = review.follow("Open a phase")
    offered = [option.get_text() for option in phase.soup.select("select[name=part] option")]
    assert offered == [
        "Chapter 3: Criminalization and law enforcement",
        "Chapter 2: Preventive measures",
    ]
    opened = phase.press("Open the phase", part="chapter-3", starts_on="2027-01-01")
    assert "Chapter 3" in opened and CONVENTION in opened
    return review.path


def answers(world: World, strand: str) -> None:
    """Arcadia's expert answers on two articles and names a need of a type that ours has not."""
    expert = world["Arcadia expert"]
    form = expert.read(f"{strand}/response").follow("Laws of").follow("Add a law")
    form.press("Add to the library", title="Integrity Act", number="3/2019", dated="2019")
    article = expert.read(f"{strand}/response/15")
    assert "What remains to be done?" not in article and "Which penalty is usual?" not in article
    article = article.press("Save", within=question("uncac-15-bribery"), choice="in_part")
    assert "What remains to be done?" in article and "Which penalty is usual?" in article
    article.press("Save", within=question("uncac-15-bribery.gap"), text="Gifts are not covered.")
    expert.read(f"{strand}/response/16").press(
        "Save", within=question("uncac-16-foreign"), choice="not_applicable"
    )
    whole = expert.read(f"{strand}/response/whole")
    assert "The whole chapter" in whole
    types = [option["value"] for option in whole.soup.select("select[name=need-0-type] option")]
    assert types == ["", "study_visit", "advice", "software"]
    need = {"need-0-type": "study_visit", "need-0-what": "Two weeks with a peer."}
    whole.press("Save", within=question("uncac-part.help"), **need)


def is_offered_its_languages(world: World, strand: str) -> None:
    """People write in the languages of this mechanism, and hold a review in one of them."""
    article = world["Arcadia expert"].read(f"{strand}/response/15")
    offered = {option["value"] for option in article.soup.select("select[name=language] option")}
    assert offered == {"en", "fr", "ar", "pt"}
    proposal = world["Belmora focal point"].read(f"{strand}/consultation").follow("Propose")
    refused = proposal.press("Put the proposal on the table", 422, languages=["en", "pt"])
    assert "too many working languages. The most is 1." in refused


def invites_somebody(world: World, review: str) -> str:
    """Arcadia's focal point asks a ministry for help; return the link of its letter."""
    page = world["Arcadia focal point"].read(f"{review}/contributors")
    address = "mina@arcadia.example"
    page.press(
        "Invite and send the link",
        name="Mina Moss",
        body="Ministry of Justice",
        address=address,
        language="fr",
        sections=[page.soup.select("input[name=sections]")[0]["value"]],
    )
    letter = world.session.scalars(select(Letter).where(Letter.address == address)).one()
    assert "Mécanisme d'examen de l'application de la Convention contre la" in letter.body
    link = re.search(r"/contribute/\S+", letter.body)
    assert link is not None
    return link.group()


def proposes(world: World, strand: str, article: str, kind: str, text: str) -> str:
    """Belmora's focal point proposes: no State here shows what its experts take ad referendum."""
    expert = world["Belmora expert"].read(f"{strand}/observations/propose/{article}")
    assert "Your focal point proposes observations and wordings" in expert
    form = world["Belmora focal point"].read(f"{strand}/observations/propose/{article}")
    return form.press("Propose to", kind=kind, text=text).path


def leaves_out(world: World, strand: str) -> None:
    """Belmora takes back what it proposed: the one way of closing that this mechanism has."""
    item = proposes(world, strand, "16", "gap or challenge", "No case so far.")
    page = world["Belmora focal point"].read(item)
    assert "may withdraw it" in page and "carried in the list" not in page
    page = page.press("Close the observation", outcome="left out", statement="Nothing to be said.")
    assert "left out" in page


def looks_around(reader: Reader, *begin: str) -> None:
    """Follow every link that leads to a page here, and read each page in every language."""
    assert isinstance(reader, Listener)
    ahead = list(begin)
    seen = {"", "/sign-in", *(f"/language/{language}" for language in LANGUAGES)}
    while ahead:
        # What is narrowed by a query is the same page; what names its text by one is not.
        address, _, query = ahead.pop().partition("#")[0].partition("?")
        address += f"?{query}" if "thing=" in query else ""
        if address in seen or not address.startswith("/"):
            continue
        seen.add(address)
        for language in LANGUAGES:
            reader.set_cookie("language", language)
            answer = reader.get(address, follow_redirects=True)
            assert answer.status_code == 200, f"A link leads to {address}: {answer.status_code}"
            if answer.mimetype != "text/html":
                break
            ahead += reader.keep(Page(reader, answer)).links().values()
    reader.delete_cookie("language")


def told(paper: bytes) -> str:
    """Return the words of a paper; a PDF is made of the same, and is not read."""
    if paper.startswith(b"%PDF"):
        return ""
    if not paper.startswith(b"PK"):
        return paper.decode()
    with ZipFile(BytesIO(paper)) as parts:
        written = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")]
    return " ".join(re.sub(r"<[^>]*>", "", " ".join(written)).split())


def words_of(said: Mechanism) -> set[str]:
    """Return what a mechanism calls itself, its papers, parts and instruments, in all languages."""
    texts = [said.name, *said.labels.values()]
    for one in said.instruments:
        texts += [{"en": one.code}, one.short, one.full]
    return {words for text in texts for words in text.values()}


FURTHER = {"Protocol", "Protocols", "Protocole", "Protocoles", "SHERLOC", "CTOC"}
"""What else only ours has."""


def speaks_of_its_own_alone(kept: list[tuple[str, str]]) -> None:
    """Check that none of these words are ours."""
    ours = words_of(mechanism.load(QUESTIONNAIRES)) - words_of(mechanism.load(SISTER)) | FURTHER
    ours |= {each.replace("'", "’") for each in ours}
    any_of = "|".join(re.escape(each) for each in sorted(ours, key=len, reverse=True))
    found = {
        (place, match.group())
        for place, words in kept
        for match in re.finditer(rf"(?<!\w)(?:{any_of})(?!\w)", words, re.IGNORECASE)
    }
    assert not found, "\n".join(sorted(f"{place}: {words}" for place, words in found))


def names_its_own(heard: list[tuple[str, str]]) -> None:
    """Check that pages named the part and the papers in every language, as the file does."""
    sister, said = mechanism.load(SISTER), " ".join(words for _, words in heard).casefold()
    for key in ("part", "list", "summary"):
        for language in LANGUAGES:
            assert sister.labels[key][language].casefold() in said


def test_a_whole_review_of_a_mechanism_with_chapters(
    world: World, heard: list[tuple[str, str]]
) -> None:
    review = opens_the_first_phase(world)
    for state in STATES:
        registers(world, state)
    strand = world["officer"].read(review).links()[CONVENTION]

    # Its terms are counted as its file says: two months from the beginning of the step.
    assert "11 March 2027" in world["Arcadia expert"].read(strand)
    answers(world, strand)
    is_offered_its_languages(world, strand)
    looks_around(world.browser(), invites_somebody(world, review))
    looks_around(world["Arcadia focal point"], "/desk")
    clears_how_it_is_held(world, strand, STATES)
    submits(world, strand, "Belmora, Ennora and the secretariat")
    asks_and_is_answered(
        world, strand, "15", "Which gifts?", "Those above a week's pay.", asking="Ennora"
    )
    gives_feedback(world, strand, "15", ("Belmora", "Ennora"))

    good = proposes(world, strand, "15", "good practice", "Declarations are published.")
    agrees(world, good, "Arcadia expert", "Ennora expert")
    need = proposes(world, strand, "17", "technical-assistance need", "A study visit.")
    agrees(world, need, "Arcadia expert", "Ennora expert")
    leaves_out(world, strand)
    looks_around(world["Ennora focal point"], "/desk")
    clears_the_list(world, strand, STATES)

    compiled = compiles(world, strand)
    assert "Country report: Arcadia" in compiled and "A study visit" in compiled
    assert "chapter 3: Criminalization and law enforcement" in compiled
    clears_the_summary(world, compiled.path, STATES)
    issues(world, compiled.path, SYMBOL)

    # By this mechanism's rules everybody reads the paper, without further consent, and the step.
    anyone = world.browser()
    public = anyone.read("/")
    assert SYMBOL in public and "concluded" in public
    papers = downloads(anyone)
    assert len(papers) == 3
    assert "concluded" in world["Arcadia expert"].read(strand)
    assert "Study visit" in world["officer"].read("/needs?type=study_visit")

    # The next phase is that of chapter 2; what the State keeps carries over.
    phase = world["officer"].read(review).follow("Open a phase")
    again = phase.press("Open the phase", part="chapter-2", starts_on="2028-04-01")
    strands = [each for each in again.links().values() if re.fullmatch(r"/strands/\d+", each)]
    second = next(each for each in strands if each != strand)
    page = world["Arcadia expert"].read(f"{second}/response/5")
    assert "Is there a policy against corruption?" in page
    assert "Integrity Act" in world["Arcadia expert"].read(f"{second}/response").follow("Laws of")
    journals_hold(world)

    looks_around(world["officer"], "/desk")
    looks_around(anyone, "/")
    letters = world.session.scalars(select(Letter))
    sent = [("a letter", f"{each.subject}: {each.body}") for each in letters]
    sent += [("a paper", told(paper)) for paper in papers]
    names_its_own(heard)
    speaks_of_its_own_alone(heard + sent)
