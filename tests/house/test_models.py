"""The records: each is whole, found by its module, and held by the database."""

from sqlalchemy import Boolean, DateTime, ForeignKeyConstraint

from reviewmech.records.base import Base, Moment
from reviewmech.records.every import METADATA


def test_every_moment_is_kept_in_utc() -> None:
    plain = [
        str(column)
        for table in METADATA.tables.values()
        for column in table.columns
        if isinstance(column.type, DateTime) and not isinstance(column.type, Moment)
    ]
    assert not plain, "Use Mapped[datetime], which the base keeps in UTC."


def test_what_is_yes_or_no_is_never_unknown() -> None:
    unknown = [
        str(column)
        for table in METADATA.tables.values()
        for column in table.columns
        if isinstance(column.type, Boolean) and column.nullable
    ]
    assert not unknown


def test_nothing_vanishes_with_something_else() -> None:
    vanishing = [
        str(constraint.name)
        for table in METADATA.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, ForeignKeyConstraint) and constraint.ondelete
    ]
    assert not vanishing, "A record goes by an act, never because another went."


def test_every_record_says_what_it_is() -> None:
    assert all((mapper.class_.__doc__ or "").strip() for mapper in Base.registry.mappers)
