"""A State's library of laws, as its pages show it: the form of a law, and what cites it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from babel.dates import format_skeleton
from flask import request
from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, SelectField

from reviewmech.actions import laws as acts
from reviewmech.actions import uploads
from reviewmech.actions.journal import Call, tidy_request_id
from reviewmech.records import laws, responses
from reviewmech.records.database import surroundings
from reviewmech.records.languages import conventions
from reviewmech.records.laws import Law, Provision
from reviewmech.records.reviews import Review, Strand, case
from reviewmech.records.states import instruments_of
from reviewmech.rules import dates, links
from reviewmech.rules.access import may
from reviewmech.rules.purposes import Action, Reading
from reviewmech.web import gate, labels, present, sheets
from reviewmech.web.forms import CheckboxesField, LineField
from reviewmech.web.uploads import FIELDS, FileForm

EMPTY_ROWS = 3
"""Rows for articles that a form offers beside those filled in."""

Rows = list[dict[str, str]]


def _where_to_read() -> str:
    """Say what a law is best linked to: the collection of laws the Mechanism names, if any."""
    if "laws" not in present.mechanism().labels:
        return _("Where the text can be read.")
    return _(
        "Where the text can be read, in the %(collection)s if it is there.",
        collection=labels.label("laws"),
    )


class LawForm(FileForm):
    """A law: what it is called, what it says, and what it implements."""

    title = LineField(lazy_gettext("Title, as published"), longest=acts.LONGEST_TITLE)
    language = SelectField(
        lazy_gettext("Language of that title"), validate_choice=False, default=""
    )
    translated_title = LineField(lazy_gettext("Title, translated"), longest=acts.LONGEST_TITLE)
    number = LineField(lazy_gettext("Number"), longest=acts.LONGEST_NUMBER)
    dated = LineField(
        lazy_gettext("Date"),
        longest=acts.LONGEST_DATE,
        description=lazy_gettext("As 2024-05-31; the month or the year is enough."),
    )
    link = LineField(
        lazy_gettext("Link"),
        longest=links.LONGEST,
        description=LazyString(_where_to_read),
    )
    provisions = CheckboxesField(lazy_gettext("Provisions it implements"))
    without_file = BooleanField(lazy_gettext("Take the file off this law"))
    next = HiddenField()

    def offer(self, review: Review) -> None:
        """Offer the languages and the provisions."""
        self.language.choices = [("", _("Choose a language")), *languages_offered()]
        offered = acts.provisions_of(gate.session())
        self.provisions.choices = [(tag(each), each["provision"]) for each in offered]

    def begin(self, review: Review) -> None:
        """Begin with the language most laws of the library are in."""
        known = [law.language for law in library(review) if law.language]
        self.language.data = max(known, key=known.count, default="")
        self.next.data = request.args.get("next", "")

    def show(self, content: dict[str, Any]) -> None:
        """Show a law as it is kept."""
        for name in ("title", "language", "translated_title", "number", "dated", "link"):
            self._fields[name].data = content[name]
        self.provisions.data = [tag(each) for each in content["provisions"]]

    def described(self, action: Action, review: Review) -> dict[str, Any]:
        """Return the law as an act takes it; a file that was sent is looked into."""
        upload = self.upload(review)
        request_id = tidy_request_id(self.request_id.data or "")
        call = Call(action, gate.actor(), review, request_id)
        file = uploads.receive_once(gate.session(), call, upload) if upload else None
        given = self.given(*FIELDS, "provisions", "without_file", "next", "again", "started_from")
        provisions = [untag(each) for each in self.provisions.data or ()]
        return {**given, "articles": typed_rows(), "provisions": provisions, "file": file}

    def done(self) -> None:
        """Remove what had arrived of the file: it is kept with the law now."""
        if self.file_key.data:
            uploads.forget(gate.session(), gate.actor(), self.file_key.data)


class AmendForm(LawForm):
    """A law amended, and the answers to be looked at again."""

    started_from = HiddenField()
    again = CheckboxesField(
        lazy_gettext("Answers to look at again"),
        coerce=int,
        validate_choice=False,
        description=lazy_gettext(
            "They cite this law. Those ticked are marked, so that somebody looks at them again."
        ),
    )


def library(review: Review) -> list[Law]:
    """Return the laws of the State under review."""
    return laws.library_of(gate.session(), review.state_id)


def languages_offered() -> list[tuple[str, str]]:
    """Return the languages a law may be in: the Mechanism's first, then all by name."""
    own = [(each.code, each.name) for each in present.mechanism().languages]
    known = conventions(present.language()).languages
    two = {code: str(name) for code, name in known.items() if len(code) == 2}
    rest = sorted((name, code) for code, name in two.items() if code not in dict(own))
    return [*own, *((code, name) for name, code in rest)]


def language_name(code: str) -> str:
    """Return the name of a language in the reader's language."""
    return str(conventions(present.language()).languages.get(code, code))


def law_date(dated: str) -> str:
    """Write out the date of a law: the day, the month or the year, as far as it is known."""
    moment = dates.first_day(dated)
    if moment is None:
        # It was kept before dates had a form.
        return dated
    if len(dated) == len("2011-06"):
        return format_skeleton("yMMMM", moment, locale=conventions(present.language()))
    return present.day(moment) if len(dated) == len("2011-06-30") else dated


def tag(provision: Provision) -> str:
    """Return how a form or an address names a provision."""
    return f"{provision['instrument']}:{provision['provision']}"


def untag(named: str | None) -> Provision:
    """Return the provision that a form or an address names."""
    instrument, _colon, number = (named or "").partition(":")
    return {"instrument": instrument, "provision": number}


@dataclass(frozen=True)
class Offered:
    """The provisions of one instrument, each with its tag and its title."""

    name: str
    provisions: list[tuple[str, str]]


def provisions(review: Review, ticked: Iterable[str]) -> list[Offered]:
    """Return the provisions to tick: of the instruments the State is party to, and those ticked."""
    party_to = instruments_of(gate.session(), review.state)
    own = set(ticked)
    found: dict[str, list[tuple[str, str]]] = {}
    for each in acts.provisions_of(gate.session()):
        if each["instrument"] in party_to or tag(each) in own:
            found.setdefault(each["instrument"], []).append((tag(each), article_title(each)))
    return [Offered(present.instrument_name(code), several) for code, several in found.items()]


def article_title(provision: Provision) -> str:
    """Return an article by its number, and by its title where the questionnaires know it."""
    number, language = provision["provision"], present.language()
    for (code, _part), asked in surroundings(gate.session()).questionnaires.items():
        section = asked.section(number) if code == provision["instrument"] else None
        if section:
            return _(
                "Article %(article)s, %(title)s", article=number, title=section.title(language)
            )
    return _("Article %(article)s", article=number)


def provision_words(provision: Provision) -> str:
    """Return a provision in a few words."""
    return _(
        "%(instrument)s, article %(article)s",
        instrument=present.instrument_name(provision["instrument"]),
        article=provision["provision"],
    )


def typed_rows(form: MultiDict[str, str] | None = None) -> Rows:
    """Return the rows of articles as they were typed."""
    given, rows = request.form if form is None else form, Rows()
    while f"article-{len(rows)}-article" in given:
        name = f"article-{len(rows)}"
        rows.append({key: given.get(f"{name}-{key}", "") for key in ("article", "text")})
    return rows


def with_empty(rows: Rows) -> Rows:
    """Add a few empty rows after the last one that is filled in."""
    filled = [row for row in rows if any(value.strip() for value in row.values())]
    return [*filled, *({"article": "", "text": ""} for _row in range(EMPTY_ROWS))]


@dataclass(frozen=True)
class Cited:
    """An answer that cites a law: where it stands, and what it takes from the law."""

    answer: int
    strand: str
    title: str
    url: str
    articles: str
    look_again: str
    can_be_marked: bool


def cited_in(review: Review, law: Law) -> list[Cited]:
    """Return the answers that cite a law, in all strands of the State this reader may see."""
    found = [
        _cited(review, each)
        for each in laws.citing(gate.session(), law)
        if may(Reading.DRAFT_RESPONSE, gate.actor(), case(each.strand))
    ]
    return [each for each in found if each is not None]


def _cited(review: Review, citing: laws.Citing) -> Cited | None:
    strand: Strand = citing.strand
    asked_in = responses.questionnaire(gate.session(), strand.edition_id)
    question = asked_in.question(citing.answer.question)
    if question is None:
        return None
    articles = [each["article"] for each in citing.citations if each.get("article")]
    return Cited(
        answer=citing.answer.id,
        strand=present.strand_name(strand),
        title=sheets.asked(question).title,
        url=sheets.address(strand, question),
        articles=present.names(articles),
        look_again=citing.answer.look_again,
        can_be_marked=strand.review is review and acts.is_open(citing),
    )
