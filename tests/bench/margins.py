"""What stands in the margins of the big review: annotations and translations of its answers."""

from __future__ import annotations

from itertools import cycle, islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.records import texts
from reviewmech.records.annotations import Annotation
from reviewmech.records.database import now
from reviewmech.records.people import Person
from reviewmech.records.responses import Version, VersionAnswer
from reviewmech.records.reviews import Strand
from reviewmech.records.translations import Made, Translation
from reviewmech.rules.anchors import around
from tests.bench.texts import prose

ANNOTATIONS, TRANSLATIONS, QUOTED = 400, 60, 40


def write_margins(session: Session, strand: Strand, teams: list[list[Person]]) -> str:
    """Write annotations on the answers, half of them sent; return the key of one that is not.

    It is the first reviewing State's, as the pages that amend one are opened by its people.
    """
    version = session.scalars(select(Version).filter_by(strand_id=strand.id)).one()
    answered = select(VersionAnswer.question).where(VersionAnswer.version_id == version.id)
    named = [texts.answer(version.id, question) for question in session.scalars(answered)]
    found = list(texts.texts(session, named).values())
    written = [one for one in found if one.parts]
    moment, reviewing = now(session), strand.reviewing_states
    for place, text in enumerate(islice(cycle(written), ANNOTATIONS)):
        part, words = next(iter(text.parts.items()))
        quote, prefix, suffix = around(words, 0, min(QUOTED, len(words)))
        state, author = reviewing[place % 2], teams[1 + place % 2][0]
        session.add(
            Annotation(
                key=f"annotation-{place}",
                strand_id=strand.id,
                state_id=state.id,
                thing=text.thing,
                part=part,
                quote=quote,
                prefix=prefix,
                suffix=suffix,
                text=prose(place, 2),
                language="en",
                written_by_id=author.id,
                written_at=moment,
                sent_at=moment if place % 4 < 2 else None,
            )
        )
    for place, text in enumerate(written[:TRANSLATIONS]):
        session.add(
            Translation(
                strand_id=strand.id,
                place=text.place,
                thing=text.thing,
                language="fr",
                texts={part: prose(place, 3) for part in text.parts},
                made=Made.TYPED,
                made_from=text.seal,
                state_id=reviewing[0].id,
                author_id=teams[1][0].id,
                made_at=moment,
                shared_at=moment if place % 2 else None,
            )
        )
    session.flush()
    return "annotation-2"
