"""What the States of the demonstration say beside the answers and on their list.

Where the list of the Convention begins, their people go on until there is something of every kind
to look at: annotations, translations, questions in every state, marks, positions, brackets, a
silence, a meeting.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.annotations import annotate, send_annotations
from reviewmech.actions.articles_read import mark_read
from reviewmech.actions.dialogue import close_question, draft_question, draft_reply, send_question
from reviewmech.actions.meetings import record_meeting
from reviewmech.actions.observations import propose_observation, propose_wording, take_position
from reviewmech.actions.positions import clear_observations
from reviewmech.actions.silences import put_under_silence
from reviewmech.actions.translations import share_translation, translate
from reviewmech.records import texts
from reviewmech.records.annotations import Annotation
from reviewmech.records.database import now
from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.feedback import Release
from reviewmech.records.observations import Observation, observations
from reviewmech.records.people import Person, actor
from reviewmech.records.responses import Version, latest_version
from reviewmech.records.reviews import Strand
from reviewmech.records.translations import Translation
from reviewmech.rules.access import Actor
from reviewmech.rules.vocabulary import ObservationKind, Stance

ARTICLE = "untoc-5-"

FRENCH = "Un projet de loi devant le Parlement comble cette lacune."
ARABIC = "مشروع قانون معروض على البرلمان يسد هذه الثغرة."


class Scene:
    """The strand of the Convention in the review of Arcadia, and its people."""

    def __init__(self, session: Session, strand: Strand) -> None:
        self.session, self.strand = session, strand
        version = latest_version(session, strand.id)
        assert version is not None
        self.version: Version = version

    def who(self, name: str) -> Actor:
        """Return somebody by the first part of their address."""
        address = f"{name}@example.org"
        return actor(
            self.session, self.session.scalars(select(Person).filter_by(address=address)).one()
        )

    def answers_in_words(self) -> list[str]:
        """Return the names of the answers on article 5 that have words."""
        asked = [each.question for each in self.version.answers]
        names = [texts.answer(self.version.id, one) for one in asked if one.startswith(ARTICLE)]
        found = texts.texts(self.session, names)
        return sorted(name for name in names if name in found and found[name].parts)


def go_on(session: Session, strand: Strand) -> None:
    """Let the people of a strand go on from where its list begins."""
    scene = Scene(session, strand)
    for chapter in (_annotate, _translate, _ask, _read, _negotiate, _meet):
        chapter(scene)


def _annotate(scene: Scene) -> None:
    """Write beside answers and beside a feedback, and send most of it."""
    first, second, third, *_ = scene.answers_in_words()
    release = scene.session.scalars(select(Release).filter_by(strand_id=scene.strand.id)).first()
    assert release is not None
    said = texts.feedback(release.id, next(iter(release.articles)))
    for who, thing, text, is_sent in (
        ("belmora", first, "Since when does this apply, and to whom?", True),
        ("belmora", second, "Compare with the answer on article 6 before we ask.", False),
        ("cordania", third, "Could the judgment be shared, if it is public?", True),
        ("arcadia", said, "The figures of 2026 will show more cases.", True),
    ):
        note = _written_beside(scene, who, thing, text)
        if is_sent:
            chosen = {note.key: note.mark}
            chief = scene.who(f"{who}.focal.point")
            send_annotations(scene.session, chief, scene.strand, chosen=chosen)


def _written_beside(scene: Scene, who: str, thing: str, text: str) -> Annotation:
    part, words = next(iter(texts.texts(scene.session, [thing])[thing].parts.items()))
    quote = " ".join(words.split()[:6])
    expert = scene.who(f"{who}.expert")
    given = {"thing": thing, "part": part, "quote": quote, "text": text}
    note: Annotation = annotate(scene.session, expert, scene.strand, **given)
    return note


def _translate(scene: Scene) -> None:
    """Translate an answer: into Arabic for all in the review, into French for one State."""
    thing = scene.answers_in_words()[1]
    part = next(iter(texts.texts(scene.session, [thing])[thing].parts))
    for who, language, words in (("belmora", "ar", ARABIC), ("cordania", "fr", FRENCH)):
        expert = scene.who(f"{who}.expert")
        said = {thing: {part: words}}
        translate(scene.session, expert, scene.strand, words=said, language=language)
    arabic = scene.session.scalars(select(Translation).filter_by(language="ar")).one()
    chief = scene.who("belmora.focal.point")
    share_translation(scene.session, chief, scene.strand, translation=arabic)


def _ask(scene: Scene) -> None:
    """Ask with a day hoped for, draft a question and a reply, and close what was answered."""
    session, strand = scene.session, scene.strand
    answered = select(SupplementaryQuestion).filter_by(strand_id=strand.id)
    thread = session.scalars(answered.order_by(SupplementaryQuestion.id)).first()
    close_question(session, scene.who("belmora.focal.point"), strand, thread=thread)
    due = now(session).date() + timedelta(days=20)
    text = "Which court decides in the first instance?"
    asker = scene.who("cordania.focal.point")
    asked = send_question(session, asker, strand, article="5", text=text, due_on=due)
    draft_reply(
        session, scene.who("arcadia.expert"), strand, thread=asked, text="The district court."
    )
    draft_question(
        session, scene.who("belmora.expert"), strand, article="6", text="Are figures gathered?"
    )


def _read(scene: Scene) -> None:
    """Mark articles as read inside Belmora."""
    number, expert = scene.version.number, scene.who("belmora.expert")
    mark_read(scene.session, expert, scene.strand, version=number, articles=["2", "5"])


def _negotiate(scene: Scene) -> None:
    """Bring the items of the list to different points on the way to agreement."""
    session, strand = scene.session, scene.strand
    first, second, third, fourth = observations(session, strand.id)
    arcadia, cordania = scene.who("arcadia.expert"), scene.who("cordania.expert")
    _says(scene, arcadia, first, Stance.AGREES)
    _says(scene, cordania, first, Stance.AGREES)
    text = "There is [little] practice of the courts on this provision [so far]."
    propose_wording(
        session, arcadia, strand, observation=second, wording=second.wording.id, text=text
    )
    _says(scene, cordania, third, Stance.OBJECTS, "A year is too short for a small service.")
    chief = scene.who("belmora.focal.point")
    until = now(session).date() + timedelta(days=21)
    put_under_silence(
        session, chief, strand, observation=fourth, wording=fourth.wording.id, until=until
    )
    own = first.wording.ad_referendum(first.proposed_by.id)
    assert own is not None
    clear_observations(session, chief, strand, positions=[own.mark])
    _made_of_a_passage(scene)


def _says(scene: Scene, who: Actor, item: Observation, stance: Stance, reason: str = "") -> None:
    take_position(
        scene.session,
        who,
        scene.strand,
        observation=item,
        wording=item.wording.id,
        stance=stance,
        reason=reason,
    )


def _made_of_a_passage(scene: Scene) -> None:
    release = scene.session.scalars(select(Release).filter_by(strand_id=scene.strand.id)).first()
    assert release is not None
    propose_observation(
        scene.session,
        scene.who("cordania.expert"),
        scene.strand,
        kind=ObservationKind.GAP,
        article="5",
        text="Few cases have come to court since the law of 2011.",
        release=release,
        quote="Few cases have come to court",
    )


def _meet(scene: Scene) -> None:
    """Put down what was agreed by telephone."""
    record_meeting(
        scene.session,
        scene.who("belmora.focal.point"),
        scene.strand.review,
        held_on=now(scene.session).date() - timedelta(days=3),
        form="telephone",
        present="Arcadia: Ana Arden\n\nBelmora: Bela Brandt\n\nCordania: Cora Coste",
        agreed="The list is to be cleared **before** the working group meets.",
        language="en",
        next_dates="A further call is held once the silence is over.",
    )
