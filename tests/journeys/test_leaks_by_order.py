"""What was drafted before shows in nothing that comes after: not in a number, an order or a time.

The others of a reader draft first; then all States speak openly. Whoever follows every link from
the desk must come to the same pages, to the byte, as where nobody had drafted anything: so no id
in an address, no number and no order may count what others keep to themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import urldefrag, urljoin

import pytest
from flask import Flask
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from reviewmech.actions.annotations import annotate, send_annotations
from reviewmech.actions.dialogue import close_question, send_question, send_reply
from reviewmech.actions.meetings import record_meeting
from reviewmech.actions.observations import (
    propose_observation,
    propose_wording,
    take_position,
)
from reviewmech.actions.stops import start_clock, stop_clock
from reviewmech.actions.translations import share_translation, translate
from reviewmech.actions.uploads import take
from reviewmech.records import texts
from reviewmech.records.observations import observations
from reviewmech.records.people import Person
from reviewmech.records.responses import latest_version
from reviewmech.records.stops import ClockStop
from reviewmech.records.translations import Translation
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import ObservationKind, Stance
from tests.cast import Cast, Nation
from tests.conftest import Clock
from tests.drafts import SECRET, bring, nations, put, whisper
from tests.journeys.test_leaks import NEW_EACH_TIME, undone
from tests.reading import Reader

ClientAs = Callable[[Person], Reader]

# What the application answers is compared; it answers alike on both engines.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

LINK = re.compile(r'(?:href|action)="(/[^"]*)"')
NEW_KEY = re.compile(
    r"(?:(?<![\w-])|(?<=annotation-)|(?<=%3D))(?=[\w-]*[A-Z0-9_])[\w-]{16}(?![\w-])"
)
ELSEWHERE = re.compile(
    r"^/(static|language|sign|activat|questionnaires|account/(pass|sess)|secretariat/states)"
    r"|/people/\d|/translations/(?!fr)"
)
"""What is of no review, or is there once more for each person or language."""

MOST = 400


def speak(cast: Cast, clock: Clock) -> None:
    """Let every State do something of every kind openly, and nothing else."""
    clock.forward(hours=1)
    session, strand = cast.session, cast.untoc
    arcadia, belmora, cordania = (cast.acting(each.focal_point) for each in nations(cast))
    put(cast, strand, Step.FEEDBACK)
    file = take(session, "openly.txt", b"openly").plain
    with_it = {"enclosed": [file], "seals": [file["sha256"]]}
    for asking in (belmora, cordania):
        thread = send_question(session, asking, strand, article="5", text="Which?", **with_it)
        send_reply(session, arcadia, strand, thread=thread, text="The first.", **with_it)
    close_question(session, cordania, strand, thread=thread)
    version = latest_version(session, strand.id)
    assert version is not None
    thing = texts.answer(version.id, "untoc-5-offence")
    for actor in (arcadia, belmora, cordania):
        written = annotate(session, actor, strand, thing=thing, part="remark", text="See 5 (1).")
        send_annotations(session, actor, strand, chosen={written.key: written.mark})
        translate(session, actor, strand, words={thing: {"remark": "Une loi."}}, language="fr")
        newest = session.query(Translation).order_by(Translation.id.desc()).first()
        assert newest is not None
        share_translation(session, actor, strand, translation=newest)
    stop_clock(session, belmora, strand, reason="The translation is awaited.")
    start_clock(session, belmora, strand, stop=session.query(ClockStop).one())
    given = {"form": "telephone", "present": "All.", "agreed": "The dates.", "language": "en"}
    record_meeting(session, arcadia, cast.review, held_on=clock.today, **given)
    put(cast, strand, Step.OBSERVATIONS)
    for actor in (arcadia, cordania):
        kind = ObservationKind.GOOD_PRACTICE
        propose_observation(session, actor, strand, kind=kind, article="5", text="A practice.")
    item = observations(session, strand.id)[0]
    for actor in (arcadia, cordania):
        standing = item.wording.id
        propose_wording(
            session, actor, strand, observation=item, wording=standing, text=f"A [gap] {standing}."
        )
        standing = item.wording.id
        given = {"stance": Stance.OBJECTS, "reason": "Not yet."}
        take_position(session, actor, strand, observation=item, wording=standing, **given)
    session.commit()


def followed(reader: Reader, begin: Iterable[str]) -> dict[str, str]:
    """Return what a reader comes to by following every link: each page by its address."""
    found: dict[str, str] = {}
    waiting, keys = list(begin), dict[str, str]()

    def named(match: re.Match[str]) -> str:
        return keys.setdefault(match[0], f"key-{len(keys) + 1}")

    while waiting and len(found) < MOST:
        address = waiting.pop(0)
        name = NEW_KEY.sub(named, address)
        if name in found or ELSEWHERE.search(address):
            continue
        answer = reader.get(address)
        body = NEW_EACH_TIME.sub(rb"\1", answer.get_data()).decode(errors="replace")
        heads = {
            each: value
            for each, value in answer.headers
            if each in {"Location", "Content-Disposition", "Last-Modified"}
        }
        found[name] = NEW_KEY.sub(named, f"{answer.status_code} {heads}\n{body}")
        if answer.mimetype == "text/html":
            links = [link.replace("&amp;", "&") for link in LINK.findall(body)]
            waiting += [urldefrag(urljoin(address, link))[0] for link in links]
        elif "Location" in heads:
            waiting.append(urldefrag(urljoin(address, heads["Location"]))[0])
    return found


def groups(cast: Cast) -> list[tuple[str, Person, list[Nation]]]:
    """Return who looks, and which States have drafts meanwhile: all but one's own."""
    every = nations(cast)
    own = [
        (one.state.name, one.focal_point, [each for each in every if each is not one])
        for one in every
    ]
    return [*own, ("officer", cast.officer, every)]


@pytest.mark.parametrize("looking", range(4))
def test_drafts_shift_nothing_that_comes_after_them(
    looking: int,
    app: Flask,
    cast: Cast,
    session: Session,
    client_as: ClientAs,
    connection: Connection,
    clock: Clock,
) -> None:
    bring(cast, cast.tip, Step.FEEDBACK)
    bring(cast, cast.untoc, Step.FEEDBACK)
    who, person, drafting = groups(cast)[looking]
    reader = client_as(person)
    worlds, moment = [], clock.moment
    for drafters in (drafting, []):
        clock.moment = moment
        with undone(connection, session):
            for nation in drafters:
                whisper(cast, nation, clock)
            clock.moment = moment
            speak(cast, clock)
            worlds.append(followed(reader, ["/desk", f"/reviews/{cast.review.id}"]))
    heard, unheard = worlds
    assert len(unheard) > 60, "Most of the review is looked at."
    astray = [
        f"{who}: {at}: {sorted(set(heard.get(at, '').splitlines()) ^ set(page.splitlines()))[:4]}"
        for at, page in unheard.items()
        if heard.get(at) != page
    ]
    assert heard.keys() == unheard.keys(), sorted(heard.keys() ^ unheard.keys())[:10]
    assert not astray, "\n".join(astray[:20])
    assert not [at for at, page in heard.items() if SECRET in page]


def test_what_was_drafted_first_and_sent_last_stands_last(
    cast: Cast, session: Session, client_as: ClientAs, clock: Clock
) -> None:
    """Else the order of what was sent would tell when it was drafted."""
    bring(cast, cast.untoc, Step.FEEDBACK)
    version = latest_version(session, cast.untoc.id)
    assert version is not None
    thing = texts.answer(version.id, "untoc-5-offence")
    belmora, cordania = (cast.acting(each.focal_point) for each in nations(cast)[1:])
    written = [
        annotate(session, actor, cast.untoc, thing=thing, part="remark", text=words)
        for actor, words in ((belmora, "Drafted first."), (cordania, "Drafted second."))
    ]
    for actor, one in ((cordania, written[1]), (belmora, written[0])):
        clock.forward(hours=1)
        send_annotations(session, actor, cast.untoc, chosen={one.key: one.mark})
    for page in ("annotations", "versions/1/5"):
        words = client_as(cast.arcadia.expert).read(f"/strands/{cast.untoc.id}/{page}").text
        assert words.index("Drafted second.") < words.index("Drafted first."), page
