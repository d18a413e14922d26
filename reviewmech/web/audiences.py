"""What each audience would read of a list and of a summary: shown to those inside the review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reviewmech.actions.issuing import plain, reads
from reviewmech.records import summaries
from reviewmech.records.observations import visible_observations
from reviewmech.records.passages import marked, read_by
from reviewmech.records.reviews import Phase, Strand
from reviewmech.rules.audiences import INSIDE, where
from reviewmech.rules.mechanism import Paper, Readership, Shown
from reviewmech.rules.observations import enters
from reviewmech.rules.purposes import Reading
from reviewmech.rules.summaries import numbers
from reviewmech.web import compiled, confidential, gate, items, labels, present

pages = gate.Pages("audiences", __name__)

OFFERED = {
    "review": Readership.REVIEW,
    "states-parties": Readership.STATES_PARTIES,
    "public": Readership.PUBLIC,
}
"""The audiences that can be chosen, as addresses name them; inside the review all read alike."""


@dataclass(frozen=True)
class View:
    """A paper as one audience reads it, and by which rule."""

    paper: Paper
    chosen: str
    state: str

    @property
    def audience(self) -> Readership:
        """Whose view it is."""
        return OFFERED[self.chosen]

    @property
    def is_inside(self) -> bool:
        """Whether this audience takes part in the review."""
        return self.audience in INSIDE

    @property
    def shown(self) -> Shown:
        """What the Mechanism says about the paper and this audience."""
        return present.mechanism().papers[self.paper].shown[self.audience]

    @property
    def is_never(self) -> bool:
        """Whether this audience never reads the paper."""
        return self.shown is Shown.NEVER

    @property
    def rule(self) -> str:
        """The rule, in a sentence."""
        names = {"audience": _audience_name(self.chosen), "state": self.state}
        if self.is_inside:
            return _("Everybody who takes part reads the whole. What is confidential is marked.")
        if self.shown is Shown.ALWAYS:
            return _("Once adopted, it is always read by: %(audience)s.", **names)
        if self.shown is Shown.BY_CONSENT:
            return _("Only by consent of %(state)s it is read by: %(audience)s.", **names)
        return _("It is never read by: %(audience)s.", **names)


Entries = TypeVar("Entries")

ON_A_PAGE = 50
"""How many entries of a paper a page shows."""


def _share(found: list[Entries], view: View, address: str) -> dict[str, Any]:
    """Return the entries of this page, and the links to all pages if there are several."""
    asked = request.args.get("page", "1")
    last = max(1, -(-len(found) // ON_A_PAGE))
    page = min(int(asked), last) if asked.isascii() and asked.isdigit() and asked != "0" else 1
    links = [
        (
            _("%(first)s to %(last)s", first=first + 1, last=min(first + ON_A_PAGE, len(found))),
            f"{address}?as={view.chosen}&page={number}",
            number == page,
            None,
        )
        for number, first in enumerate(range(0, len(found), ON_A_PAGE), start=1)
    ]
    return {
        "entries": found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE],
        "shares": links if last > 1 else [],
    }


@pages.get("/strands/<int:strand_id>/observations/audiences", may=Reading.OBSERVATIONS)
def of_list(strand: Strand) -> ResponseReturnValue:
    """Show the list as each audience would read it."""
    view = _view(Paper.LIST, present.state_name(strand.review.state))
    listed = visible_observations(gate.session(), strand.id, gate.actor(), gate.situation())
    adopted = [item for item in listed if enters(item.outcome)]
    marks = marked(gate.session(), adopted)
    address = url_for("audiences.of_list", strand_id=strand.id)
    read = [] if view.is_never else read_by(view.audience, adopted, marks)
    return render_template(
        "passages/of_list.html",
        strand=strand,
        label=labels.title_of("list"),
        view=view,
        audiences=_links(address, view.chosen),
        withheld=[] if view.is_inside else confidential.withheld(adopted),
        still_open=len(listed) - len(adopted),
        confidential=confidential,
        items=items,
        **_share(read, view, address),
    )


@pages.get("/phases/<int:phase_id>/summary/audiences", may=Reading.SUMMARY)
def of_summary(phase: Phase) -> ResponseReturnValue:
    """Show the summary in preparation as each audience would read it."""
    view = _view(Paper.SUMMARY, present.state_name(phase.review.state))
    prepared = compiled.visible(phase)
    standing = summaries.paragraphs(gate.session(), prepared) if prepared else []
    address = url_for("audiences.of_summary", phase_id=phase.id)
    numbered = [] if view.is_never else list(zip(numbers(plain(standing)), standing, strict=True))
    return render_template(
        "passages/of_summary.html",
        phase=phase,
        strip=compiled.strip(phase),
        label=labels.title_of("summary"),
        view=view,
        audiences=_links(address, view.chosen),
        summary=prepared,
        is_read=prepared is not None
        and (view.is_inside or reads(gate.session(), prepared, view.audience)),
        unfound=_unfound,
        **_share(numbered, view, address),
    )


def _view(paper: Paper, state: str) -> View:
    asked = request.args.get("as", "")
    return View(paper, asked if asked in OFFERED else "states-parties", state)


def _links(address: str, chosen: str) -> list[tuple[str, str, bool, None]]:
    """Return the audiences as links, each to its own view of the page at an address."""
    return [(_audience_name(key), f"{address}?as={key}", key == chosen, None) for key in OFFERED]


def _audience_name(key: str) -> str:
    if key == "review":
        return _("the States in the review and the secretariat")
    return present.said(OFFERED[key])


def _unfound(paragraph: summaries.Paragraph) -> list[str]:
    """Return marked words that are not found in a paragraph somebody edited: it is to be read."""
    if paragraph.number == 1:
        return []
    return [each.quote for each in paragraph.left_out if not where(paragraph.kept, each)]
