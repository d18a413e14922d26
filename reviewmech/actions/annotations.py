"""Annotations: written beside words inside a State, taken back, sent by its focal point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.actions.responses import check_language
from reviewmech.papers.shown import readings
from reviewmech.records.annotations import Annotation, unsent
from reviewmech.records.database import now
from reviewmech.records.people import Person
from reviewmech.records.reviews import Strand, case
from reviewmech.records.texts import Text, visible_text
from reviewmech.rules.access import Actor
from reviewmech.rules.anchors import Anchor, Span, around, find, occurs, plain
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Conflict, Invalid, nothing_here
from reviewmech.rules.texts import clean, required

LONGEST = 10_000
"""Characters of an annotation: what is longer belongs into feedback or a question."""


@act(Action.ANNOTATE)
def annotate(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    text: str,
    thing: str = "",
    part: str = "",
    quote: str = "",
    prefix: str = "",
    suffix: str = "",
    language: str = "en",
    annotation: Annotation | None = None,
    read: str | None = None,
) -> Annotation:
    """Write beside a text or words of it, or write one's State's unsent annotation anew.

    ``thing`` and ``part`` name the text. The quote must stand in it as it is shown, in exactly one
    place. ``annotation`` is the one to be written anew, as ``read`` (its mark); one that was taken
    back is put back by that.
    """
    words = required(text, longest=LONGEST, field="text")
    check_language(session, language)
    if annotation is not None:
        _own(actor, strand, annotation)
        _compare(annotation, words, read)
        annotation.taken_back_at = None
    else:
        annotation = _begun(
            session, actor, strand, thing, _Quoted(part, Anchor(quote, prefix, suffix))
        )
    annotation.text, annotation.language = words, language
    annotation.written_by = session.get_one(Person, actor.person)
    annotation.written_at = now(session)
    session.add(annotation)
    return annotation


@act(Action.TAKE_ANNOTATION_BACK)
def take_annotation_back(
    session: Session, actor: Actor, strand: Strand, *, annotation: Annotation
) -> Annotation:
    """Take an annotation back before it is sent; its words stay with the State."""
    _own(actor, strand, annotation)
    if annotation.sent_at is not None:
        raise _sent_already()
    annotation.taken_back_at = annotation.taken_back_at or now(session)
    return annotation


@act(Action.SEND_ANNOTATIONS)
def send_annotations(
    session: Session, actor: Actor, strand: Strand, *, chosen: Mapping[str, str]
) -> list[Annotation]:
    """Send annotations, chosen by their keys, each as it was looked at (its mark)."""
    if not chosen:
        raise Invalid("Choose at least one annotation to send.")
    found = unsent(session, strand.id, actor.state_in(strand.review.id), chosen)
    if len(found) < len(chosen):
        raise Conflict(
            "One of these annotations was sent or taken back in the meantime, so nothing was "
            "sent. Look at those that are left and send again."
        )
    if any(each.mark != chosen[key] for key, each in found.items()):
        raise Conflict(
            "One of these annotations was changed after you looked at it, so nothing was sent. "
            "It stands below as it is now: read it and send again."
        )
    moment = now(session)
    for each in found.values():
        each.sent_at = moment
    return list(found.values())


@dataclass(frozen=True)
class _Quoted:
    """Words quoted from a text, and the place in it where they stand."""

    part: str
    given: Anchor

    def placed_in(self, text: Text) -> tuple[str, Anchor]:
        """Return the part of the text in which the words stand, and their anchor there."""
        if self.part and self.part not in text.parts:
            raise nothing_here()
        if not plain(self.given.quote):
            return self.part, Anchor("")
        parts = [self.part] if self.part else list(text.parts)
        shown = {part: readings(text.parts[part]) for part in parts}
        for sought in self._ways():
            found = list(_places(shown, sought))
            if len(found) == 1:
                part, words, span = found[0]
                return part, Anchor(*around(words, *span))
        raise self._misplaced(shown)

    def _ways(self) -> Iterator[Anchor]:
        """Tell in which ways the words may stand there: as quoted by a script, or as typed."""
        yield self.given
        yield Anchor(plain(self.given.quote))
        yield Anchor(plain(clean(self.given.quote)))

    def _misplaced(self, shown: Mapping[str, tuple[str, str]]) -> Invalid:
        quote = plain(clean(self.given.quote))
        if any(occurs(words, quote) for both in shown.values() for words in both):
            return Invalid(
                "These words stand in the text more than once. Quote a few more words around "
                "them, so that it is clear which are meant.",
                field="quote",
            )
        return Invalid(
            "These words do not stand in the text as it is shown. Copy them from it exactly, or "
            "leave this empty to write on the whole.",
            field="quote",
        )


def _places(
    shown: Mapping[str, tuple[str, str]], sought: Anchor
) -> Iterator[tuple[str, str, Span]]:
    """Find the parts in which words stand; standing twice in one part, they stand twice."""
    for part, both in shown.items():
        for words in both:
            if not occurs(words, sought.quote, sought.prefix, sought.suffix):
                continue
            span = find(words, sought.quote, sought.prefix, sought.suffix)
            yield from [(part, words, span)] if span else [(part, words, (0, 0))] * 2
            break


def _begun(
    session: Session, actor: Actor, strand: Strand, thing: str, quoted: _Quoted
) -> Annotation:
    text = visible_text(session, strand.id, thing, actor, case(strand))
    if text is None:
        raise nothing_here()
    part, anchor = quoted.placed_in(text)
    return Annotation(
        strand_id=strand.id,
        state_id=actor.state_in(strand.review.id),
        thing=thing,
        part=part,
        quote=anchor.quote,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
    )


def _own(actor: Actor, strand: Strand, annotation: Annotation) -> None:
    own = (strand.id, actor.state_in(strand.review.id))
    if (annotation.strand_id, annotation.state_id) != own:
        raise nothing_here()


def _compare(annotation: Annotation, words: str, read: str | None) -> None:
    """Refuse to write over what changed since it was read."""
    if annotation.sent_at is not None:
        raise _sent_already()
    is_same = annotation.text == words and annotation.taken_back_at is None
    if annotation.mark != read and not is_same:
        raise Conflict(
            "Somebody of your State changed this annotation or took it back after you opened it, "
            "so nothing was overwritten. Both texts are on this page: put them together and save "
            "again."
        )


def _sent_already() -> Conflict:
    return Conflict(
        "This annotation was sent in the meantime, so nothing was changed. Write a further one "
        "beside the same words."
    )
