"""What the tests of contributions share: somebody is invited, comes by the link, and writes."""

from __future__ import annotations

from typing import Any

from reviewmech.actions.contributions import contribute
from reviewmech.actions.contributors import invite_contributor
from reviewmech.records import contributions
from reviewmech.records.contributions import Contribution, ContributionRevision, Contributor
from reviewmech.records.laws import Law
from reviewmech.records.reviews import Strand
from tests.cast import Cast

OFFENCE, MISSING, NOTIFIED = "untoc-5-offence", "untoc-5-offence.missing", "untoc-5-notified"
FIGURES, NEEDS, TIP_OFFENCE = "untoc-5-figures", "untoc-part.needs", "tip-5-offence"
YES, NO = {"choice": "yes"}, {"choice": "no"}


def invite(
    cast: Cast, name: str = "Justine Justice", *sections: tuple[Strand, str], **given: Any
) -> tuple[Contributor, str]:
    """Let Arcadia's focal point invite somebody, to article 5 of the Convention; with the key."""
    words = {
        "name": name,
        "body": "Ministry of Justice",
        "address": name.lower().replace(" ", ".") + "@example.org",
        "language": "en",
        "sections": sections or ((cast.untoc, "5"),),
        **given,
    }
    focal_point = cast.acting(cast.arcadia.focal_point)
    invited = invite_contributor(cast.session, focal_point, cast.review, **words)
    return invited, invited.key


def write(
    cast: Cast,
    contributor: Contributor,
    value: object,
    question: str = OFFENCE,
    started_from: int = 0,
    strand: Strand | None = None,
    **given: Any,
) -> ContributionRevision | None:
    """Let a contributor write to a question."""
    kept: ContributionRevision | None = contribute(
        cast.session,
        contributions.actor(contributor),
        strand or cast.untoc,
        question=question,
        value=value,
        started_from=started_from,
        **{"language": "en", **given},
    )
    return kept


def written(cast: Cast, contributor: Contributor, question: str = OFFENCE) -> Contribution:
    """Return what a contributor wrote to a question of the Convention."""
    return contributions.own(cast.session, contributor.id, cast.untoc.id)[question]


def a_law(cast: Cast) -> Law:
    """Put a law into Arcadia's library."""
    law = Law(state_id=cast.arcadia.state.id, title="Penal Code")
    cast.session.add(law)
    cast.session.commit()
    return law
