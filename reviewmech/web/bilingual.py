"""Texts beside their translations, as pages show them: names, directions, both sides of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from re import fullmatch

from flask_babel import gettext as _

from reviewmech.records import responses, texts, translations
from reviewmech.records.languages import conventions
from reviewmech.records.reviews import Strand
from reviewmech.records.strand_texts import Listed, visible_contents
from reviewmech.records.texts import Text
from reviewmech.records.translations import Beside, Made, Translation
from reviewmech.rules.questionnaire import Questionnaire
from reviewmech.rules.refusals import N_
from reviewmech.web import gate, present
from reviewmech.web.readership import own_state
from reviewmech.web.titles import answer_title
from reviewmech.web.writing import spoken

PARTS = {
    "text": N_("Text"),
    "other": N_("Other"),
    "source": N_("Source"),
    "remark": N_("Remark"),
    "measures": N_("Measures taken"),
    "successes": N_("Successes and good practices"),
    "challenges": N_("Challenges"),
}
IN_A_ROW = {
    "what": N_("Need %(number)s: what is needed"),
    "received": N_("Need %(number)s: assistance received"),
    "quotation": N_("Law %(number)s: the words quoted"),
}


def part_name(part: str) -> str:
    """Name a part of a text in words."""
    if row := fullmatch(r"(?:need|citation)-(\d+)-(what|received|quotation)", part):
        return _(IN_A_ROW[row[2]], number=int(row[1]) + 1)
    return _(PARTS[part]) if part in PARTS else part


def direction_of(language: str) -> str:
    """Return how a language reads: "ltr" or "rtl"; "auto" where it is not known."""
    return conventions(language).text_direction if language else "auto"


def language_name(language: str) -> str:
    """Return the name of a language in the reader's own."""
    return conventions(present.language()).languages.get(language, language)


def how_made(one: Translation) -> str:
    """Say by whom a translation was made, how, and when."""
    given = {"person": one.author.name, "side": side_of(one), "day": present.day(one.since)}
    if one.made is Made.BY_MACHINE:
        return _("Made by a machine, kept by %(person)s of %(side)s, %(day)s", **given)
    if one.made is Made.UPLOADED:
        return _("Uploaded by %(person)s of %(side)s, %(day)s", **given)
    return _("Typed by %(person)s of %(side)s, %(day)s", **given)


def side_of(one: Translation) -> str:
    """Name whose translation it is."""
    return present.state_name(one.state) if one.state else _("the secretariat")


def in_readers_order(found: Iterable[Beside]) -> list[Beside]:
    """Return translations with those in the reader's language first."""
    return sorted(found, key=lambda each: each.language != present.language())


@dataclass(frozen=True)
class Sides:
    """A text and what stands beside it in one language."""

    listed: Listed
    title: str
    text: Text
    found: list[Beside]

    @property
    def shown(self) -> Beside | None:
        """The translation to read: the best there is."""
        return self.found[0] if self.found else None

    @property
    def standing(self) -> tuple[str, str]:
        """How the text stands in this language: the kind of its badge, and its word."""
        if self.shown is None:
            return "open", _("not translated")
        if self.shown.is_stale:
            return "overdue", _("the original has changed")
        if self.shown.translation.shared_at is None:
            return "draft", _("kept inside")
        return "released", _("shared")


class Contents:
    """What can be read in a strand, by article."""

    def __init__(self, strand: Strand, article: str | None = None) -> None:
        self.strand = strand
        self.listed = visible_contents(
            gate.session(), strand, gate.actor(), gate.situation(), article
        )
        self.questionnaire: Questionnaire = responses.questionnaire(
            gate.session(), strand.edition_id
        )

    def not_in(self, language: str) -> list[Listed]:
        """Return the texts that are written in another language."""
        return [each for each in self.listed if each.language != language]

    def sides(self, chosen: Iterable[Listed], language: str) -> list[Sides]:
        """Return texts with what stands beside them in a language."""
        listed = list(chosen)
        read = {each.thing: each.text(self.strand.id) for each in listed}
        originals = {thing: text for thing, text in read.items() if text}
        originals |= texts.texts(gate.session(), read.keys() - originals.keys())
        beside = translations.visible_translations(
            gate.session(), self.strand.id, list(read), gate.actor(), gate.situation(), originals
        )
        return [
            Sides(each, self.title(each), originals[each.thing], _of(beside, each, language))
            for each in listed
        ]

    def title(self, listed: Listed) -> str:
        """Name a text in words."""
        kind = listed.thing.partition(":")[0]
        if kind == "answer":
            question = self.questionnaire.question(listed.about)
            return answer_title(self.questionnaire, question) if question else listed.about
        if kind == "wording":
            return _("Observation %(number)s", number=listed.about)
        day, state = present.day(listed.at), self._state(listed.state)
        if kind == "feedback":
            return _("Written feedback of %(state)s, %(day)s", state=state, day=day)
        return _("Message of %(state)s, %(day)s", state=state, day=day)

    def _state(self, key: int | None) -> str:
        found = [each for each in self.strand.participants if each.id == key]
        return present.names(found)


def _of(beside: Mapping[str, list[Beside]], listed: Listed, language: str) -> list[Beside]:
    return [each for each in beside.get(listed.thing, []) if each.language == language]


def title_of(strand: Strand, text: Text) -> str:
    """Name a text in words, by what it is a version of."""
    kind, _colon, which = text.place.partition(":")
    if kind == "answer":
        asked_in = responses.questionnaire(gate.session(), strand.edition_id)
        question = asked_in.question(which)
        return answer_title(asked_in, question) if question else which
    named = {"feedback": _("Written feedback"), "message": _("Message")}
    return named.get(kind, _("Wording of an observation"))


def own_side(strand: Strand) -> str:
    """Name the side for which the reader translates: a State, or the secretariat."""
    own = own_state(strand)
    return present.state_name(own) if own else _("the secretariat")


def known(language: str) -> None:
    """Refuse, as if there were no such page, a language the Mechanism does not speak."""
    gate.belongs(language, language in dict(spoken()))


def into(
    here: str, address: Callable[[str], str], without: str = ""
) -> list[tuple[str, str, bool, None]]:
    """Return the languages to choose from, as links: the name, the address, whether it is here."""
    return [
        (language_name(code), address(code), code == here, None)
        for code, _name in spoken()
        if code != without
    ]
