"""What goes into a reading pack: the submitted articles, and what its reader may read beside them.

Every word comes through the function that says who may read it; drafts of no State are in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from flask_babel import gettext as _

from reviewmech.papers.packs import Block, Heading, Line, Note, Pack, Prose, Table
from reviewmech.records import editions, responses
from reviewmech.records.annotations import Annotation, visible_annotations
from reviewmech.records.database import now
from reviewmech.records.dialogue import SupplementaryQuestion, visible_messages, visible_questions
from reviewmech.records.feedback import Release
from reviewmech.records.reviews import Strand
from reviewmech.rules.answers import applicable
from reviewmech.rules.questionnaire import Questionnaire, Section
from reviewmech.web import gate, languages, present, sheets
from reviewmech.web.reading import File, Read, by_article, set_for_reading
from reviewmech.web.remarks import Papers
from reviewmech.web.sheets import Given

LONGEST_QUOTE = 160

Blocks = Iterator[Heading | Block]


class Gathering:
    """A pack in the making: of the newest version, on one's own articles or on all."""

    def __init__(self, strand: Strand, is_own: bool) -> None:
        self.strand, self.papers = strand, Papers(strand)
        version = self.papers.version
        gate.belongs(version, version is not None)
        assert version is not None
        self.version, self.is_own = version, is_own

    @property
    def pack(self) -> Pack:
        """The pack."""
        sections = self.sections
        return Pack(
            language=present.language(),
            direction=languages.direction(),
            title=_("Reading pack"),
            subtitle=_("Review of %(state)s", state=self.under_review),
            facts=tuple(self._facts()),
            notice=_(
                "What is in this pack was submitted, sent or released in the review, or noted by "
                "the team of its reader. It is confidential to the review: please do not pass it "
                "on."
            ),
            contents=_("Articles"),
            body=tuple(each for section in sections for each in self._article(section)),
            footer=f"{self.under_review} · {present.strand_name(self.strand)} · {self._version}",
            dated=now(gate.session()).date(),
        )

    @property
    def file_name(self) -> str:
        """What the file is called, without its ending."""
        code = self.strand.review.state.code
        return f"{code}-{self.strand.instrument}-{self.version.number}".lower()

    @property
    def under_review(self) -> str:
        """The name of the State under review."""
        return present.state_name(self.strand.review.state)

    @property
    def sections(self) -> list[Section]:
        """The articles in the pack: those the reader's State takes, or all."""
        every, own = self._asked_in.sections, self.papers.own
        if not self.is_own or not self.papers.is_reviewing:
            return list(every)
        takers = self.papers.division.takers
        return [section for section in every if own in takers(section.article)]

    @property
    def _version(self) -> str:
        return _("version %(number)s", number=self.version.number)

    def _facts(self) -> Iterator[tuple[str, str]]:
        version, own = self.version, self.papers.own
        yield _("Instrument"), present.instrument_name(self.strand.instrument, "full")
        yield _("Part"), present.part_title(self.strand.phase.part)
        yield (
            _("Response"),
            _(
                "%(version)s, submitted on %(day)s",
                version=self._version,
                day=present.day(version.submitted_at),
            ),
        )
        yield _("Made for"), self._reader(present.state_name(own) if own else "")
        yield _("As of"), present.day(now(gate.session()))

    def _reader(self, own: str) -> str:
        if not own:
            return _("the secretariat")
        if self.papers.is_reviewing:
            return _("the reviewing experts of %(state)s", state=own)
        return _("the delegation of %(state)s", state=own)

    # Article by article

    @cached_property
    def _read(self) -> dict[str, tuple[Read, ...]]:
        version, values = self.version, self.version.values
        read = set_for_reading(
            applicable(self._asked_in, values),
            values,
            {law["id"]: law for law in version.laws},
            version.files,
            written=editions.answered_under_others(gate.session(), version),
        )
        return {each.label: each.read for each in by_article(self._asked_in, read)}

    @cached_property
    def _asked_in(self) -> Questionnaire:
        return responses.questionnaire(gate.session(), self.version.edition_id)

    @cached_property
    def _threads(self) -> dict[tuple[str, str | None], list[SupplementaryQuestion]]:
        found = defaultdict(list)
        for each in visible_questions(*self.papers.sight):
            if each.sent_at:
                found[each.article, each.question].append(each)
        return found

    @cached_property
    def _annotations(self) -> dict[tuple[str, str], list[Annotation]]:
        """The annotations the reader may read, by the kind of text and what names it."""
        found = defaultdict(list)
        for each in visible_annotations(*self.papers.sight):
            kind, _of, which = each.thing.split(":", 2)
            found[kind, which].append(each)
        return found

    def _article(self, section: Section) -> Blocks:
        article, title = section.article, section.title(present.language())
        if article:
            title = _("Article %(article)s: %(title)s", article=article, title=title)
        yield Heading(1, title, f"article-{sheets.in_address(article)}")
        file = self.version.file
        if file:
            yield Line(_("The response was received as a document: “%(name)s”.", name=file.name))
        asked = set()
        for read in () if file else self._read.get(article, ()):
            asked.add(read.asked.question.id)
            yield from self._question(read)
        yield from self._asked(article, asked)
        for release in self.papers.releases:
            if article in release.articles:
                yield from self._feedback(release, article)
        for each in self._annotations["feedback", article]:
            yield self._annotation(each)

    def _question(self, read: Read) -> Blocks:
        asked = read.asked
        title = f"{asked.number} {asked.title}" if asked.number else asked.title
        yield Heading(asked.level, title)
        named = " · ".join(part for part in (asked.provision, asked.duty) if part)
        if named:
            yield Line(named, "Provision")
        yield Line(asked.asks, "Asks")
        if read.given:
            yield from _answer(read.given)
        else:
            yield Line(_("Not answered."))
        if read.files:
            yield Line(_("Files"), "Label")
            yield from (_file(each) for each in read.files)
        for thread in self._threads[asked.question.article, asked.question.id]:
            yield from self._thread(thread)
        for each in self._annotations["answer", asked.question.id]:
            yield self._annotation(each)

    def _asked(self, article: str, shown: set[str]) -> Blocks:
        """Return what was asked on an article, and on answers that are no longer in it."""
        for (on, question), threads in list(self._threads.items()):
            if on == article and question not in shown:
                for thread in threads:
                    yield from self._thread(thread)

    def _thread(self, thread: SupplementaryQuestion) -> Iterator[Note]:
        _session, _strand, actor, case = self.papers.sight
        sent = [each for each in visible_messages(thread, actor, case) if each.sent_at]
        for place, each in enumerate(sent):
            said = {"state": present.state_name(each.state), "day": present.day(each.sent_at)}
            head = _("%(state)s, %(day)s", **said)
            if not place:
                stands = present.said(thread.state)
                head = _("Question of %(state)s, %(day)s (%(stands)s)", stands=stands, **said)
            yield Note(head, each.text, each.language)

    def _annotation(self, each: Annotation) -> Note:
        quote = sheets.isolated(" ".join(each.quote.split())[:LONGEST_QUOTE])
        said = {
            "state": present.state_name(each.state),
            "day": present.day(each.sent_at or each.written_at),
        }
        if quote:
            head = _("Annotation of %(state)s, %(day)s, on “%(quote)s”", quote=quote, **said)
        else:
            head = _("Annotation of %(state)s, %(day)s", **said)
        if self._is_older(each.thing):
            head = f"{head} · " + _("made on an earlier version")
        if each.sent_at is None:
            head = f"{head} · " + _("only %(state)s's team reads this", **said)
        return Note(head, each.text, each.language, is_internal=each.sent_at is None)

    def _is_older(self, thing: str) -> bool:
        kind, of, _which = thing.split(":", 2)
        return kind == "answer" and of != str(self.version.id)

    def _feedback(self, release: Release, article: str) -> Iterator[Note]:
        said = release.articles[article]
        state, day = present.state_name(release.state), present.day(release.released_at)
        head = _("Feedback of %(state)s, %(day)s", state=state, day=day)
        if said["no_remarks"]:
            yield Note(head, _("No remarks."))
        titles = {
            "measures": _("Measures taken"),
            "successes": _("Successes and good practices"),
            "challenges": _("Challenges"),
        }
        for name, title in titles.items():
            if said[name]:
                yield Note(f"{head} · {title}", said[name], said["language"])


def _answer(given: Given) -> Iterator[Block]:
    for choice in given.choices:
        yield Line(choice, "Choice")
    if given.text:
        yield Prose(given.text)
    if given.rows:
        yield Table(
            (_("Figure"), *given.years), tuple((label, *cells) for label, cells in given.rows)
        )
    if given.source:
        yield Line(_("Source: %(source)s", source=given.source))
    for need in given.needs:
        yield Line(_("Assistance needed"), "Label")
        for term, words in need:
            yield Line(_("%(label)s: %(words)s", label=term, words=words))
    yield from _laws(given)
    if given.remark:
        yield Line(_("Remark"), "Label")
        yield Prose(given.remark)


def _laws(given: Given) -> Iterator[Block]:
    if given.cited:
        yield Line(_("Laws cited"), "Label")
    for each in given.cited:
        article = _("art. %(article)s", article=each.article) if each.article else ""
        yield Line(", ".join(part for part in (each.title, article) if part), "Law", each.url)
        if each.quotation:
            yield Line(f"“{each.quotation}”", "Law")
    if given.elsewhere:
        yield Line(_("Given to another mechanism:"), "Label")
    for other in given.elsewhere:
        yield Line(other.words, "Law", other.url)


def _file(file: File) -> Line:
    return Line(f"{sheets.isolated(file.name)} ({file.size})", "File")
