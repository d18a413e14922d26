"""Dates as far as they are known: a day, a month, or a year (2024-05-31, 2024-05, 2024)."""

from datetime import date
from re import fullmatch

from reviewmech.rules.refusals import Invalid
from reviewmech.rules.texts import in_plain_figures


def checked(written: str, *, field: str) -> str:
    """Take a day, a month or a year, in the figures of any script; refuse anything else."""
    plain = in_plain_figures(written)
    if written and first_day(plain) is None:
        raise Invalid(
            "“%(date)s” is not a date; write it as 2024-05-31, 2024-05 or 2024.",
            field=field,
            date=written[:30],
        )
    return plain


def first_day(written: str) -> date | None:
    """Return the first day that such a date can mean; None for what is no date."""
    shape = fullmatch(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?", written)
    try:
        return date(*(int(part or 1) for part in shape.groups())) if shape else None
    except ValueError:
        return None
