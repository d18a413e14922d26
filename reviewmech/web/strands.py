"""What the page of a strand tells: the papers its reader may open, and the clearances so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from reviewmech.records.clearances import clearances
from reviewmech.records.consultation import current
from reviewmech.records.feedback import visible_releases
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.observations import digest as list_digest
from reviewmech.records.observations import visible_observations
from reviewmech.records.responses import visible_versions
from reviewmech.records.reviews import Strand, case
from reviewmech.records.summaries import Summary, paragraphs, visible_issues, visible_summary
from reviewmech.records.summaries import digest as summary_digest
from reviewmech.rules.purposes import Reading
from reviewmech.rules.vocabulary import Clearing
from reviewmech.web import gate, present
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
        Reading.CONSULTATION,
        "consultation.consultation",
        lazy_gettext("How the review is held"),
        lazy_gettext("Working languages, who reads which articles, and by when."),
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
        lazy_gettext("List of observations"),
        lazy_gettext(
            "Gaps, good practices, suggestions and needs, and where the States stand on them."
        ),
    ),
    (
        Reading.SUMMARY,
        "summaries.summary",
        lazy_gettext("Executive summary"),
        lazy_gettext("Compiled for the whole phase from the adopted lists."),
    ),
)


def papers(strand: Strand) -> list[Paper]:
    """Return the papers of a strand this reader may open now."""
    found = []
    for reading, endpoint, title, words in _PAPERS:
        subject = strand.phase if reading is Reading.SUMMARY else strand
        url = address(endpoint, strand_id=strand.id, phase_id=strand.phase_id)
        if url and gate.may(reading, subject):
            found.append(Paper(str(title), url, str(words)))
    own = int(gate.may(Reading.DRAFT_RESPONSE, strand))
    return [*found[:own], *_versions(strand), *found[own:]]


def _versions(strand: Strand) -> list[Paper]:
    versions = visible_versions(gate.session(), strand.id, gate.actor(), case(strand))
    return [
        Paper(
            _("The response as submitted, version %(number)s", number=version.number),
            address("versions.version", strand_id=strand.id, number=version.number) or "#",
            _("What was submitted never changes; a correction is a new version."),
        )
        for version in versions
    ]


@dataclass(frozen=True)
class Given:
    """One clearance: of what, for which State, when, and by which note, if by one."""

    what: str
    state: str
    at: datetime
    note: NoteVerbale | None


def given(strand: Strand) -> list[Given]:
    """Return the clearances so far, in their order, of what this reader may see."""
    found = [*_submissions(strand), *_releases(strand)]
    for what, kind, subject, digest in _cleared(strand):
        for one in clearances(gate.session(), kind, subject, digest):
            found.append(Given(what, present.state_name(one.state), one.cleared_at, one.note))
    return sorted(found, key=lambda each: each.at)


def _submissions(strand: Strand) -> list[Given]:
    versions = visible_versions(gate.session(), strand.id, gate.actor(), case(strand))
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


def _cleared(strand: Strand) -> list[tuple[str, Clearing, int, str]]:
    """Return what can be cleared as it now stands: its name, kind, subject and digest."""
    session, found = gate.session(), []
    proposal = current(session, strand.id)
    if proposal:
        what = _("how the review is held")
        found.append((what, Clearing.CONSULTATION, strand.id, str(proposal.number)))
    if gate.may(Reading.OBSERVATIONS, strand):
        items = visible_observations(session, strand.id, gate.actor(), case(strand))
        found.append((_("list of observations"), Clearing.LIST, strand.id, list_digest(items)))
    summary = _summary(strand)
    if summary is not None:
        standing = summary_digest(paragraphs(session, summary))
        found.append((_("executive summary"), Clearing.SUMMARY, summary.id, standing))
    return found


def _summary(strand: Strand) -> Summary | None:
    """Return the summary this strand went into, in preparation or issued."""
    seen = (gate.session(), strand.phase, gate.actor(), case(strand.phase))
    prepared, issued = visible_summary(*seen), visible_issues(*seen)
    found = ([prepared] if prepared else []) + [issue.summary for issue in issued]
    return next((summary for summary in found if strand.id in summary.strands), None)
