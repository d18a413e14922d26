"""Every word a person reads can be translated, and every page can be read from right to left.

A pseudo-language stands for all languages to come: each sentence between ⟦ and ⟧, in a locale
that reads from right to left. What a page shows outside the marks was not translated.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from bs4 import BeautifulSoup, NavigableString
from flask import Flask
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from reviewmech import create_app
from reviewmech.config import Settings
from reviewmech.places import QUESTIONNAIRES, TEMPLATES
from reviewmech.records import database
from reviewmech.records.database import Surroundings
from reviewmech.records.library import reading
from reviewmech.rules import purposes, steps, vocabulary
from reviewmech.rules.steps import Step
from reviewmech.rules.told import TOLD
from tests.cast import Cast
from tests.conftest import FIVE
from tests.reading import Page, Reader

LOCALE = "fa"
OPEN, CLOSE = "⟦", "⟧"

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture(scope="session")
def pseudo(sentences: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Translate every sentence into the pseudo-language."""
    catalog = Catalog(locale=LOCALE)
    for message in sentences:
        if message.id:
            plural = isinstance(message.id, tuple | list)
            words = tuple(map(marked, message.id)) if plural else marked(message.id)
            catalog.add(message.id, words, flags=message.flags)
    folder = tmp_path_factory.mktemp("translations")
    place = folder / LOCALE / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "messages.mo").open("wb") as file:
        write_mo(file, catalog)
    return folder


def marked(sentence: str) -> str:
    return f"{OPEN}{sentence}{CLOSE}"


@pytest.fixture
def app(pseudo: Path, connection: Connection, surroundings: Surroundings, tmp_path: Path) -> Flask:
    """Give the application in the pseudo-language."""
    settings = Settings(
        instance=tmp_path,
        secret_key="only-for-tests-" + "x" * 32,
        database_url="sqlite://",
        languages=(LOCALE, "en"),
        is_test=True,
    )
    made = create_app(settings, replace(surroundings, translations=pseudo))
    made.extensions["engine"] = connection.engine
    made.extensions["sessions"] = database.sessions(connection, surroundings)
    made.test_client_class = Reader
    return made


def strings(value: object) -> Iterator[str]:
    """Return all words of a data file, however deep they stand."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in (*value.keys(), *value.values()):
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


@pytest.fixture(scope="session")
def data() -> list[str]:
    """Give what pages show as it is: words of the data files and of the cast, longest first."""
    files = [*QUESTIONNAIRES.rglob("*.yaml"), *FIVE.rglob("*.yaml")]
    words = {
        " ".join(each.replace("_", " ").split())
        for path in files
        for each in strings(reading.read(path, path.name).data)
    }
    nations = ("Arcadia", "Belmora", "Cordania", "Delmar")
    posts = ("Focal Point", "Expert", "Observer")
    cast = {f"{post} of {nation}" for nation in nations for post in posts}
    cast |= {*nations, "Olive Officer", "English", "First cycle", "invented for the tests", "test"}
    return sorted((word for word in words | cast if len(word) > 1), key=len, reverse=True)


def untranslated(answer: str, data: list[str]) -> list[str]:
    """Return the words of a page outside the marks that are not data."""
    soup = BeautifulSoup(answer, "html.parser")
    for tag in soup.find_all(["script", "code", "pre", "title", "textarea"]):
        tag.decompose()
    names = ("aria-label", "title", "placeholder", "alt", "data-label", "data-copied")
    shown = [outside(str(tag[name])) for name in names for tag in soup.find_all(attrs={name: True})]
    depth = 0
    for node in soup.body.find_all(string=lambda text: type(text) is NavigableString):
        words, depth = read(str(node), depth)
        shown.append(words)
    assert depth == 0, "The marks of the pseudo-language do not close."
    return [left for words in shown if re.search(r"[A-Za-z]{2,}", left := without(words, data))]


def outside(words: str) -> str:
    return read(words, 0)[0]


def read(words: str, depth: int) -> tuple[str, int]:
    """Return what stands outside the marks, and how deep in them the words end."""
    kept = []
    for sign in words:
        depth += (sign == OPEN) - (sign == CLOSE)
        if depth == 0 and sign != CLOSE:
            kept.append(sign)
    return " ".join("".join(kept).split()), depth


def without(words: str, data: list[str]) -> str:
    """Take the words of the data out, then addresses and codes."""
    if re.search(r"[A-Za-z]{2,}", words):
        for each in data:
            if each in words:
                words = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", "", words)
    return re.sub(r"\S+@\S+|https?://\S+|\b[A-Z]{2,5}\b", "", words).strip()


def addresses(app: Flask, cast: Cast) -> list[str]:
    """Return the address of every page that can be named by the ids of the cast."""
    known = {
        "strand_id": cast.untoc.id,
        "phase_id": cast.phase.id,
        "review_id": cast.review.id,
        "article": "5",
        "part": "cluster-1",
        "state_id": cast.arcadia.state.id,
        "person_id": cast.arcadia.expert.id,
        "code": cast.arcadia.state.code,
        "instrument": "UNTOC",
    }
    with app.test_request_context():
        return [
            app.url_for(rule.endpoint, **{name: known[name] for name in rule.arguments})
            for rule in app.url_map.iter_rules()
            if "GET" in rule.methods and rule.endpoint != "static" and rule.arguments <= set(known)
        ]


def test_the_closed_lists_are_among_the_sentences(sentences: Catalog) -> None:
    words = {each for message in sentences if message.id for each in strings_of(message.id)}
    for kind in (purposes.Standing, steps.Step, vocabulary.ObservationKind):
        assert {member.value for member in kind} <= words
    assert set(TOLD) == set(purposes.Action) and set(TOLD.values()) <= words
    assert "This is not open at the present step of the review." in words
    assert "Skip to the content" in words


def strings_of(id_: object) -> tuple[str, ...]:
    return (id_,) if isinstance(id_, str) else tuple(id_)


def test_no_sentence_has_a_place_that_cannot_be_named(sentences: Catalog) -> None:
    """A place without a name (%s) cannot be moved by a translator."""
    blind = [message.id for message in sentences if re.search(r"%[sd]", str(message.id))]
    assert not blind


@on_one_engine
@pytest.mark.parametrize(
    ("step", "who"),
    [
        (Step.SELF_ASSESSMENT, "anyone"),
        (Step.SELF_ASSESSMENT, "the State under review"),
        (Step.FEEDBACK, "a reviewing State"),
        (Step.SUMMARY, "the secretariat"),
    ],
)
def test_every_page_is_translated_and_reads_from_right_to_left(
    step: Step,
    who: str,
    app: Flask,
    cast: Cast,
    session: Session,
    anyone: Reader,
    client_as: Callable[[object], Reader],
    data: list[str],
) -> None:
    cast.untoc.step = cast.tip.step = step
    for person in (cast.arcadia.focal_point, cast.belmora.focal_point, cast.officer):
        person.language = LOCALE
    session.commit()
    people = {
        "the State under review": cast.arcadia.focal_point,
        "a reviewing State": cast.belmora.focal_point,
        "the secretariat": cast.officer,
    }
    reader = client_as(people[who]) if who in people else anyone
    told, seen = [], 0
    for address in addresses(app, cast):
        answer = reader.get(address)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            page = Page(reader, answer)
            seen += 1
            assert (page.soup.html["lang"], page.soup.html["dir"]) == (LOCALE, "rtl"), address
            told += [f"{address}: {words}" for words in untranslated(answer.text, data)]
    assert seen >= (2 if who == "anyone" else 8)
    assert not told, "\n".join(told[:40])


@pytest.mark.parametrize("folder", [TEMPLATES, TEMPLATES.parent / "reviewmech" / "web"])
def test_a_page_names_a_state_in_the_reader_s_language(folder: Path) -> None:
    """`state.name` is the English name: pages write `state | state_name`, modules state_name()."""
    english = re.compile(r"(?<!kept\.)\bstate\.name\b")
    files = [path for path in folder.rglob("*.*") if path.suffix in {".html", ".py"}]
    assert files
    found = [path.name for path in files if english.search(path.read_text(encoding="utf-8"))]
    assert not found


@on_one_engine
def test_a_refusal_is_translated(app: Flask, cast: Cast, anyone: Reader, data: list[str]) -> None:
    page = anyone.read("/nowhere", 404)
    assert page.soup.html["dir"] == "rtl"
    assert not untranslated(page.answer.text, data)
