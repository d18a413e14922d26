"""Issuing an executive summary: its files are made first, then it is issued, for good."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.actions.notices import words
from reviewmech.papers import summaries as papers
from reviewmech.records.attachments import Attachment
from reviewmech.records.clearances import Clearance, cleared_by, keep_clearance
from reviewmech.records.database import now, surroundings
from reviewmech.records.facts import summary_cleared
from reviewmech.records.reviews import Phase
from reviewmech.records.summaries import (
    Issue,
    Summary,
    in_preparation,
    paragraphs,
    with_symbol,
)
from reviewmech.records.summaries import Paragraph as Kept
from reviewmech.records.summaries import digest as digest_of
from reviewmech.rules import summaries as rules
from reviewmech.rules.access import Actor
from reviewmech.rules.mechanism import Paper, Readership, Shown, in_language
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import N_, Conflict, Invalid, NotFound
from reviewmech.rules.vocabulary import Clearing

SYMBOL = re.compile(r"[A-Za-z0-9][A-Za-z0-9./()*-]{0,119}")
"""A document symbol, as "CTOC/COP/WG.9/2027/1"; never a low line, which addresses use for "/"."""


class Format(StrEnum):
    """The forms in which a summary is issued, by the ending of the file."""

    MARKDOWN = "md"
    DOCX = "docx"
    PDF = "pdf"


MEDIA_TYPES: Mapping[Format, str] = {
    Format.MARKDOWN: "text/markdown",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
}

Files = Mapping[str, bytes]
"""The bytes of an issue, by their format."""


def plain(standing: list[Kept]) -> tuple[rules.Paragraph, ...]:
    """Return the paragraphs as the papers and the numbering take them."""
    return tuple(rules.Paragraph(each.section, each.level, each.text) for each in standing)


def draft(session: Session, summary: Summary) -> str:
    """Write the summary in preparation as Markdown, named a draft and bearing no symbol."""
    return papers.to_markdown(
        _paper(session, summary, "Draft", now(session).date(), N_("Restricted"))
    )


def prepare(session: Session, summary: Summary, *, digest: str, symbol: str, dated: date) -> Files:
    """Make the files of an issue of the text read; it takes long, so it is done before the act."""
    _check_read(session, summary, digest)
    check_ready(session, summary, symbol)
    is_public = reads(session, summary)
    distribution = N_("General") if is_public else N_("Restricted")
    paper = _paper(session, summary, symbol, dated, distribution)
    return {
        Format.MARKDOWN: papers.to_markdown(paper).encode(),
        Format.DOCX: papers.to_docx(paper),
        Format.PDF: papers.to_pdf(paper),
    }


@act(Action.CONSENT_TO_PUBLICATION)
def consent_to_publication(
    session: Session, actor: Actor, phase: Phase, *, summary: Summary, digest: str
) -> Clearance:
    """Consent to the publication of the summary exactly as it was read; it may come after issue."""
    newest = in_preparation(session, phase.id)
    if summary.phase_id != phase.id or (summary.issue is None and summary is not newest):
        raise NotFound("There is no such summary in this phase.")
    if _publication_rule(session) is not Shown.BY_CONSENT:
        raise Conflict("By the Mechanism's rules no consent is asked for this paper.")
    _check_read(session, summary, digest)
    given = keep_clearance(
        session, Clearing.PUBLICATION, summary.id, digest, phase.review.state_id, actor
    )
    if summary.issue is not None:
        summary.issue.is_published = True
    return given


@act(Action.ISSUE_SUMMARY)
def issue_summary(
    session: Session,
    actor: Actor,
    phase: Phase,
    *,
    summary: Summary,
    digest: str,
    symbol: str,
    dated: date,
    files: Files,
) -> Issue:
    """Issue the summary under its symbol, with the files made of it; it never changes again."""
    if summary is not in_preparation(session, phase.id):
        raise NotFound("This summary is not in preparation. Open the page again, please.")
    _check_read(session, summary, digest)
    check_ready(session, summary, symbol)
    kept = {form: _keep(session, actor, symbol, form, files[form]) for form in Format}
    issue = Issue(
        summary=summary,
        symbol=symbol,
        language=summary.language,
        title=summary.title,
        dated=dated,
        issued_at=now(session),
        markdown=kept[Format.MARKDOWN],
        docx=kept[Format.DOCX],
        pdf=kept[Format.PDF],
        is_published=reads(session, summary),
    )
    session.add(issue)
    return issue


def check_ready(session: Session, summary: Summary, symbol: str) -> None:
    """Refuse an issue unless all States have cleared the summary and the symbol is free."""
    if not SYMBOL.fullmatch(symbol):
        raise Invalid(
            "A symbol has letters, figures and the signs / . - ( ) *, and no spaces.",
            field="symbol",
        )
    if with_symbol(session, symbol) is not None:
        raise Invalid("Another paper bears this symbol already; choose another.", field="symbol")
    cleared = summary_cleared(session, summary)
    missing = [state for state in summary.participants if state.id not in cleared]
    if missing:
        raise Invalid(
            "The summary is issued once every State has cleared it; %(states)s not yet.",
            states=missing,
        )


def reads(session: Session, summary: Summary, audience: Readership = Readership.PUBLIC) -> bool:
    """Say whether an audience reads this summary, by the Mechanism's rule and the consent given."""
    rule = surroundings(session).mechanism.papers[Paper.SUMMARY]
    return rule.reads(audience, consented=has_consent(session, summary))


def has_consent(session: Session, summary: Summary) -> bool:
    """Say whether the State under review consented to the publication of just this text."""
    standing = digest_of(paragraphs(session, summary))
    return bool(cleared_by(session, Clearing.PUBLICATION, summary.id, standing))


def file_of(issue: Issue, form: Format) -> Attachment:
    """Return the file of an issue in one of its forms."""
    return {Format.MARKDOWN: issue.markdown, Format.DOCX: issue.docx, Format.PDF: issue.pdf}[form]


def in_address(symbol: str) -> str:
    """Return a symbol as an address and a file's name can bear it."""
    return symbol.replace("/", "_")


def from_address(name: str) -> str:
    """Return the symbol that an address names."""
    return name.replace("_", "/")


def _publication_rule(session: Session) -> Shown:
    return surroundings(session).mechanism.papers[Paper.SUMMARY].shown[Readership.PUBLIC]


def _check_read(session: Session, summary: Summary, digest: str) -> None:
    if digest != digest_of(paragraphs(session, summary)):
        raise Conflict("The summary has changed since you read it. Read it again, please.")


def _keep(session: Session, actor: Actor, symbol: str, form: Format, made: bytes) -> Attachment:
    attachment = Attachment(
        sha256=surroundings(session).store.put(made),
        name=f"{in_address(symbol)}.{form}",
        media_type=MEDIA_TYPES[form],
        size=len(made),
        kept_at=now(session),
        kept_by_id=actor.person,
    )
    session.add(attachment)
    return attachment


def _paper(
    session: Session, summary: Summary, symbol: str, dated: date, distribution: str
) -> papers.Paper:
    part = surroundings(session).mechanism.part(summary.phase.part)
    return papers.Paper(
        symbol=symbol,
        distribution=distribution,
        dated=dated,
        language=summary.language,
        title=summary.title,
        paragraphs=plain(paragraphs(session, summary)),
        subtitle=in_language(part.title, summary.language),
        words=words(session, summary.language),
    )
