"""What the page of a strand tells: the papers its reader may open, and the clearances so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _

from reviewmech.records import clearances
from reviewmech.records.feedback import visible_releases
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.responses import Version, visible_versions
from reviewmech.records.reviews import Strand, case
from reviewmech.records.summaries import Summary, visible_summaries
from reviewmech.rules.purposes import Reading
from reviewmech.rules.vocabulary import Clearing
from reviewmech.web import gate, labels, present
from reviewmech.web.waiting import address


@dataclass(frozen=True)
class Paper:
    """A paper of a strand the reader may open."""

    title: str
    url: str
    words: str


_PAPERS: tuple[tuple[Reading, str, Any, Any], ...] = (
    (
        Reading.DRAFT_RESPONSE,
        "responses.response",
        lazy_gettext("The response as it is being written"),
        lazy_gettext(
            "Your State's own paper: nobody else reads it before your focal point submits it."
        ),
    ),
    (
        Reading.QUESTIONNAIRE,
        "editions.strand",
        lazy_gettext("The questionnaire"),
        lazy_gettext("The version on which the response is written, and moves to newer ones."),
    ),
    (
        Reading.REVIEW,
        "stops.clock",
        lazy_gettext("Terms and the clock"),
        lazy_gettext("When the step is due, and the days that do not count."),
    ),
    (
        Reading.CONSULTATION,
        "consultation.consultation",
        lazy_gettext("How the review is held"),
        lazy_gettext("Working languages, who reads which articles, and by when."),
    ),
    (
        Reading.SUBMITTED_RESPONSE,
        "translations.start",
        lazy_gettext("Translations"),
        lazy_gettext("What is translated into which language, and what is missing."),
    ),
    (
        Reading.ANNOTATIONS,
        "annotations.on_strand",
        lazy_gettext("Annotations"),
        lazy_gettext("What was written beside the answers, the feedback and the wordings."),
    ),
    (
        Reading.DIALOGUE,
        "dialogue.questions",
        lazy_gettext("Supplementary questions"),
        lazy_gettext("What was asked on the response, and the replies."),
    ),
    (
        Reading.FEEDBACK,
        "feedback.feedback",
        lazy_gettext("Written feedback"),
        lazy_gettext("Article by article, as each reviewing State releases it."),
    ),
    (
        Reading.OBSERVATIONS,
        "observations.observations",
        LazyString(labels.title_of, "list"),
        lazy_gettext(
            "Gaps, good practices, suggestions and needs, and where the States stand on them."
        ),
    ),
    (
        Reading.OBSERVATIONS,
        "audiences.of_list",
        lazy_gettext("As others will read it"),
        lazy_gettext("What each audience reads of the list, and what is kept from it."),
    ),
    (
        Reading.SUMMARY,
        "summaries.summary",
        LazyString(labels.title_of, "summary"),
        lazy_gettext("Compiled for the whole phase from the adopted lists."),
    ),
)


def papers(strand: Strand, versions: list[Version]) -> list[Paper]:
    """Return the papers of a strand this reader may open now."""
    found = []
    for reading, endpoint, title, words in _PAPERS:
        subject = strand.phase if reading is Reading.SUMMARY else strand
        url = address(endpoint, strand_id=strand.id, phase_id=strand.phase_id)
        if url and gate.may(reading, subject):
            found.append(Paper(str(title), url, str(words)))
    own = int(gate.may(Reading.DRAFT_RESPONSE, strand))
    return [*found[:own], *map(_submitted, versions), *found[own:]]


def versions_of(strand: Strand) -> list[Version]:
    """Return the versions of the response this reader may read."""
    return visible_versions(gate.session(), strand.id, gate.actor(), case(strand))


def _submitted(version: Version) -> Paper:
    names = {"strand_id": version.strand_id, "number": version.number}
    return Paper(
        _("The response as submitted, version %(number)s", number=version.number),
        address("versions.version", **names) or "#",
        _("What was submitted never changes; a correction is a new version."),
    )


@dataclass(frozen=True)
class Given:
    """One clearance: of what, for which State, when, and by which note, if by one."""

    what: str
    state: str
    at: datetime
    note: NoteVerbale | None


def given(strand: Strand, versions: list[Version]) -> list[Given]:
    """Return the clearances so far, in their order, of what this reader may see."""
    found = [*_submissions(strand, versions), *_releases(strand)]
    standing = _standing(strand)
    subjects = {subject for _kind, subject, _content in standing}
    for each in clearances.given(gate.session(), list(Clearing), subjects):
        what = standing.get((each.kind, each.subject, each.digest))
        if what is not None:
            state = present.state_name(each.state)
            found.append(Given(what, state, each.cleared_at, each.note))
    return sorted(found, key=lambda each: each.at)


def _submissions(strand: Strand, versions: list[Version]) -> list[Given]:
    name = present.state_name(strand.review.state)
    return [Given(_("response"), name, each.submitted_at, each.note) for each in versions]


def _releases(strand: Strand) -> list[Given]:
    seen = visible_releases(gate.session(), strand.id, gate.actor(), case(strand))
    return [
        Given(
            _("written feedback"),
            present.state_name(each.state),
            each.released_at,
            each.note,
        )
        for each in seen
    ]


def _standing(strand: Strand) -> dict[tuple[Clearing, int, str], str]:
    """Return what can be cleared as it stands (kind, subject, digest), and what it is called."""
    facts, found = present.facts_of(strand), {}
    if facts.proposal is not None:
        key = (Clearing.CONSULTATION, strand.id, facts.proposal)
        found[key] = _("how the review is held")
    if gate.may(Reading.OBSERVATIONS, strand):
        found[Clearing.LIST, strand.id, facts.list_standing] = labels.label("list")
    summary = _summary(strand)
    if summary is not None:
        key = (Clearing.SUMMARY, summary.id, facts.summary_standing(summary.id))
        found[key] = labels.label("summary")
    return found


def _summary(strand: Strand) -> Summary | None:
    """Return the summary this strand went into, in preparation or issued."""
    found = visible_summaries(gate.session(), strand.phase, gate.actor(), case(strand.phase))
    return next((summary for summary in found if strand.id in summary.strands), None)
