"""The Mechanism as data: instruments, parts, phases, terms, papers and what may be switched.

Nothing here is about one convention. What the United Nations decides stands in a file of the
Mechanism, read by `rules/authoring/mechanism.py`; each fact in it says whether it is verified.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from reviewmech.rules.blueprints import roman
from reviewmech.rules.questionnaire import REFERENCE, Duty
from reviewmech.rules.refusals import N_
from reviewmech.rules.steps import Step
from reviewmech.rules.timetable import Length
from reviewmech.rules.vocabulary import Capacity, Outcome

Thing = TypeVar("Thing")

Text = Mapping[str, str]
"""The same words in several languages, by language code; the reference language is always there."""


def in_language(text: Text, language: str) -> str:
    """Return the words in a language, or in the reference language where they are missing."""
    return text.get(language) or text[REFERENCE]


class Paper(StrEnum):
    """What a review brings forth, and the facts about it that an audience may read."""

    QUESTIONNAIRE = N_("blank questionnaire")
    RESPONSE = N_("response")
    SUPPLEMENTARY_QUESTION = N_("supplementary question")
    FEEDBACK = N_("written feedback")
    LIST = N_("list of observations")
    SUMMARY = N_("executive summary")
    NEED = N_("technical-assistance need")
    PAIRING = N_("pairing")
    TIMETABLE = N_("nominal timetable")
    FOCAL_INSTITUTION = N_("institution of the focal point")
    GENERAL_REPORT = N_("general report")


class Readership(StrEnum):
    """The audiences of a paper, from the narrowest to the widest."""

    OWN_STATE = N_("the State under review")
    REVIEW = N_("the States in the review")
    SECRETARIAT = N_("the secretariat")
    STATES_PARTIES = N_("the States parties")
    PUBLIC = N_("the public")


class Shown(StrEnum):
    """Whether an audience reads a paper."""

    ALWAYS = N_("always")
    BY_CONSENT = N_("by consent of the State under review")
    NEVER = N_("never")


class Switch(StrEnum):
    """What a secretariat may switch on or off."""

    ATTACHMENTS = N_("files may be attached to answers")
    LOTS_PER_PHASE = N_("reviewing States are drawn anew for each phase")
    AD_REFERENDUM_SHARING = N_("positions are shared ad referendum")
    PUBLIC_STEP = N_("the public sees the step a review has reached")
    GUIDANCE = N_("questions are shown with our guidance: the duty, how to answer, evidence")


class Numerals(StrEnum):
    """How the numbers of parts are written."""

    ROMAN = "roman"
    ARABIC = "arabic"


class CountedFrom(StrEnum):
    """Where a term begins."""

    PHASE = N_("the beginning of the phase")
    STEP = N_("the beginning of the step")


@dataclass(frozen=True)
class Fact:
    """A statement of a file that may need verifying: where it stands, and where it is from."""

    place: str
    file: str
    line: int
    verified: bool
    source: str


@dataclass(frozen=True)
class Language:
    """A language of the Mechanism, by its own name and its direction of reading."""

    code: str
    name: str
    is_right_to_left: bool


@dataclass(frozen=True)
class Instrument:
    """A treaty under review. A protocol supplements another instrument and needs it."""

    code: str
    short: Text
    full: Text
    text: str
    supplements: str | None
    articles: Mapping[str, str] = field(default_factory=dict)

    def text_of(self, article: str) -> str:
        """Return where the official text of an article can be read, or that of the whole."""
        return self.articles.get(article, self.text)


@dataclass(frozen=True)
class Part:
    """A cluster or a chapter: articles of each instrument that are reviewed together.

    A part without a number stands outside the clusters and need not be reviewed in a phase.
    """

    key: str
    number: int | None
    title: Text
    articles: Mapping[str, tuple[str, ...]]
    verified: bool

    def has(self, instrument: str) -> bool:
        """Say whether this part holds articles of the instrument."""
        return bool(self.articles.get(instrument))


@dataclass(frozen=True)
class Phase:
    """The time in which one part is reviewed. Its number is its order, not the part's number."""

    number: int
    part: str
    months: int


@dataclass(frozen=True)
class StartGroup:
    """The States whose reviews begin together, as drawn by lot."""

    number: int
    begins: date


@dataclass(frozen=True)
class RegionalGroup:
    """A regional group of States."""

    key: str
    name: Text


@dataclass(frozen=True)
class Term:
    """How long a State has, and from when."""

    length: Length
    counted_from: CountedFrom
    verified: bool

    def start(self, phase_begins: date, step_begins: date) -> date:
        """Return the day from which this term is counted."""
        return phase_begins if self.counted_from is CountedFrom.PHASE else step_begins


@dataclass(frozen=True)
class Audiences:
    """Who reads one paper, and what the paper is called."""

    name: Text
    shown: Mapping[Readership, Shown]

    def reads(self, readership: Readership, *, consented: bool = False) -> bool:
        """Say whether an audience reads the paper, given whether the State consented."""
        rule = self.shown[readership]
        return rule is Shown.ALWAYS or (rule is Shown.BY_CONSENT and consented)


@dataclass(frozen=True)
class Opening:
    """How a suggestion begins when it concerns a duty of this strength; holds %(state)s."""

    key: str
    duties: frozenset[Duty]
    text: Text


@dataclass(frozen=True)
class Mechanism:
    """All that a file of the Mechanism says."""

    key: str
    name: Text
    short_name: Text
    labels: Mapping[str, Text]
    languages: tuple[Language, ...]
    most_working_languages: int
    instruments: tuple[Instrument, ...]
    kind_of_part: str
    numerals: Numerals
    parts: tuple[Part, ...]
    phases: tuple[Phase, ...]
    start_groups: tuple[StartGroup, ...]
    regional_groups: tuple[RegionalGroup, ...]
    terms: Mapping[Step, Term]
    nominations: Mapping[Capacity, Term]
    activation_link: Length
    silence: Length
    supplementary_answer: Length
    meeting_forms: Mapping[str, Text]
    papers: Mapping[Paper, Audiences]
    switches: Mapping[Switch, bool]
    closings: frozenset[Outcome]
    wording: tuple[Opening, ...]
    assistance_types: str
    facts: tuple[Fact, ...]

    def instrument(self, code: str) -> Instrument:
        """Return the instrument with this code; raise KeyError when there is none."""
        return _named(self.instruments, "code", code)

    def part(self, key: str) -> Part:
        """Return the part with this key; raise KeyError when there is none."""
        return _named(self.parts, "key", key)

    def phase(self, number: int) -> Phase:
        """Return the phase with this number; raise KeyError when there is none."""
        return _named(self.phases, "number", number)

    def regional_group(self, key: str) -> RegionalGroup:
        """Return the regional group with this key; raise KeyError when there is none."""
        return _named(self.regional_groups, "key", key)

    def instruments_in(self, part: str) -> tuple[Instrument, ...]:
        """Return the instruments that have articles in a part: a strand each."""
        return tuple(one for one in self.instruments if self.part(part).has(one.code))

    def numbered(self, part: str) -> str:
        """Return the number of a part as the Mechanism writes it, or nothing if it has none."""
        number = self.part(part).number
        if number is None:
            return ""
        return roman(number) if self.numerals is Numerals.ROMAN else str(number)

    def label(self, key: str, language: str = REFERENCE) -> str:
        """Return what the field calls a thing: `part`, `parts`, `list`, `summary`, `laws`."""
        return in_language(self.labels[key], language)

    def meeting_form(self, key: str, language: str = REFERENCE) -> str:
        """Return how a meeting was held; a form of before, that is no more listed, by its key."""
        found = self.meeting_forms.get(key)
        return in_language(found, language) if found else key

    def opening(self, duty: Duty, language: str = REFERENCE) -> str:
        """Return how a suggestion on a duty begins, with %(state)s still to be filled in."""
        found = next(one for one in self.wording if duty in one.duties)
        return in_language(found.text, language)

    @property
    def unverified(self) -> tuple[Fact, ...]:
        """What the secretariat has yet to verify."""
        return tuple(fact for fact in self.facts if not fact.verified)


def _named(things: tuple[Thing, ...], by: str, name: object) -> Thing:
    for thing in things:
        if getattr(thing, by) == name:
            return thing
    raise KeyError(name)
