"""What was annotated on the texts of a page: beside which, by whom, and what has changed since.

Not a page: every page with a margin asks it once, by the names of its texts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from flask_babel import gettext as _

from reviewmech.records.annotations import Annotation, visible_annotations
from reviewmech.records.reviews import Strand, case
from reviewmech.records.texts import Text, texts
from reviewmech.rules.differences import pieces
from reviewmech.rules.purposes import Reading
from reviewmech.web import gate
from reviewmech.web.differing import Differing

Earlier = Mapping[str, Mapping[str, int]]
"""Of each text: its earlier versions by their names, and the number of each."""


class History(Protocol):
    """What the versions of texts say; read only where something was made on an earlier one."""

    def read(self, names: Collection[str]) -> None:
        """Read the texts of these names."""

    def differing(self, then: str, thing: str, part: str) -> list[Differing]:
        """Tell how a text differs from an earlier version, in a part or as a whole."""


Found = Mapping[tuple[str, str], list["Beside"]]
"""What stands beside each text and part of it."""


@dataclass(frozen=True)
class Beside:
    """An annotation beside a text: on it as it stands here, or on an earlier version of it."""

    kept: Annotation
    since: str = ""
    """On which earlier version it was made, and whether its text has changed since."""
    changes: tuple[Differing, ...] = ()

    @property
    def is_here(self) -> bool:
        """Whether what it is about stands here as it was: only then are its words shown in it."""
        return not self.changes

    @property
    def is_own(self) -> bool:
        """Whether only the reader's State knows of it."""
        return not self.kept.is_sent


def beside(
    strand: Strand,
    things: Iterable[str],
    earlier: Earlier | None = None,
    history: History | None = None,
) -> Found:
    """Return what this reader may see beside texts, those on earlier versions first.

    ``history`` tells how versions differ, where there is more to a text than its parts (the
    choices of an answer).
    """
    if not gate.may(Reading.ANNOTATIONS, strand):
        return {}
    shown, before = list(things), earlier or {}
    asked = {*shown, *(then for thing in shown for then in before.get(thing, ()))}
    by_thing: dict[str, list[Annotation]] = defaultdict(list)
    for one in visible_annotations(gate.session(), strand.id, gate.actor(), case(strand), asked):
        by_thing[one.thing].append(one)
    history = history or _Texts()
    if needed := _needed(before, by_thing):
        history.read(needed)
    found: dict[tuple[str, str], list[Beside]] = defaultdict(list)
    for thing in shown:
        for then, number in before.get(thing, {}).items():
            for one in by_thing.get(then, ()):
                found[thing, one.part].append(_told(one, thing, number, history))
        for one in by_thing.get(thing, ()):
            found[thing, one.part].append(Beside(one))
    return found


def _needed(earlier: Earlier, made: Collection[str]) -> set[str]:
    """Name the texts on which something was made, and those that came after them."""
    needed: set[str] = set()
    for thing, versions in earlier.items():
        then = {each for each in versions if each in made}
        needed |= {thing, *then} if then else set()
    return needed


def _told(one: Annotation, thing: str, number: int, history: History) -> Beside:
    """Say on which version an annotation was made, and what has changed in its text since."""
    changes = history.differing(one.thing, thing, one.part)
    if changes:
        since = _("Made on version %(number)s, the text has changed since.", number=number)
    else:
        since = _("Made on version %(number)s; nothing has changed in this.", number=number)
    return Beside(one, since, tuple(changes))


class _Texts:
    """The parts of texts, read where something was made on an earlier version."""

    def __init__(self) -> None:
        self.read_so_far: Mapping[str, Text] = {}

    def read(self, names: Collection[str]) -> None:
        """Read these texts."""
        self.read_so_far = texts(gate.session(), names)

    def differing(self, then: str, thing: str, part: str) -> list[Differing]:
        """Tell how two of them differ, in one part or in all."""
        return differing_parts(self._parts(then), self._parts(thing), part)

    def _parts(self, thing: str) -> Mapping[str, str]:
        text = self.read_so_far.get(thing)
        return text.parts if text else {}


def differing_parts(
    old: Mapping[str, str], new: Mapping[str, str], part: str = ""
) -> list[Differing]:
    """Tell how the parts of two versions differ; of one part, or of all."""
    keys = [part] if part else [*old, *(key for key in new if key not in old)]
    both = ((key, old.get(key, ""), new.get(key, "")) for key in keys)
    return [Differing(_label(key), pieces(one, two)) for key, one, two in both if one != two]


def _label(part: str) -> str:
    return _("Remark") if part == "remark" else _("Text")
