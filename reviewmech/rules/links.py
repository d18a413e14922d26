"""Addresses of pages, as people write them: readers will follow them, so only http and https."""

from urllib.parse import urlsplit

from reviewmech.rules.refusals import Invalid
from reviewmech.rules.texts import checked as checked_text

LONGEST = 1000


def checked(written: str, *, field: str) -> str:
    """Take the address of a page, or none; refuse anything else."""
    address = checked_text(written, longest=LONGEST, field=field)
    if address and not _leads_to_a_page(address):
        raise Invalid(
            "A link begins with http:// or https:// and names a site, such as "
            "https://laws.example.org/.",
            field=field,
        )
    return address


def _leads_to_a_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    is_whole = not any(sign.isspace() for sign in address)
    return is_whole and parts.scheme in {"http", "https"} and bool(parts.hostname)
