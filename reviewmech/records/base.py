"""What every record shares: the declarative base, moments in UTC, closed lists held by CHECK."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A point in time, kept in UTC and given back with its zone on both engines."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Keep the moment in UTC; a moment without a zone is a programming error."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone.")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back with its zone."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The base of all records."""

    metadata = MetaData(naming_convention=CONVENTION)
    type_annotation_map = {
        datetime: Moment,
        str: Text,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        list[str]: JSON,
    }

    id: Any


def closed_list(kind: type[StrEnum], name: str, *, held: bool = True) -> Enum:
    """Return a column type that keeps the words of a closed list, held by a CHECK of that name.

    A list that grows with the product (``held=False``) is held by the code alone.
    """
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=held,
        length=80,
        values_callable=lambda members: [member.value for member in members],
    )


def short(length: int = 60, **given: Any) -> Any:
    """Return a column for a short key: an instrument, a part, an article, a language."""
    return mapped_column(String(length), **given)
