"""The library of laws of a State, cited from its answers."""

from __future__ import annotations

from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.records.laws import Law
from reviewmech.records.reviews import Strand
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import Invalid
from reviewmech.rules.texts import checked, required

LONGEST_TITLE, LONGEST_NUMBER, LONGEST_DATE, LONGEST_LINK = 500, 120, 60, 1000


@act(Action.ADD_LAW)
def add_law(
    session: Session,
    actor: Actor,
    strand: Strand,
    *,
    title: str,
    translated_title: str = "",
    number: str = "",
    dated: str = "",
    link: str = "",
) -> Law:
    """Add a law to the library of the State under review, so that answers can cite it."""
    law = Law(
        state_id=strand.review.state_id,
        title=required(title, longest=LONGEST_TITLE, field="title"),
        translated_title=checked(translated_title, longest=LONGEST_TITLE, field="translated_title"),
        number=checked(number, longest=LONGEST_NUMBER, field="number"),
        dated=checked(dated, longest=LONGEST_DATE, field="dated"),
        link=_web_address(link),
    )
    session.add(law)
    return law


def _web_address(link: str) -> str:
    """Take the address of a page: readers will follow it, so nothing but http and https."""
    address = checked(link, longest=LONGEST_LINK, field="link")
    if address and not _leads_to_a_page(address):
        raise Invalid(
            "A link begins with http:// or https:// and names a site, such as "
            "https://sherloc.unodc.org/.",
            field="link",
        )
    return address


def _leads_to_a_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    is_whole = not any(sign.isspace() for sign in address)
    return is_whole and parts.scheme in {"http", "https"} and bool(parts.hostname)
