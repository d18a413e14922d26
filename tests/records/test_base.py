"""What every record shares: moments in UTC and closed lists that the database holds."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Enum, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from reviewmech.records.every import METADATA
from reviewmech.records.people import Person
from tests.cast import Cast


def test_a_moment_is_kept_in_utc_and_given_back_with_its_zone(cast: Cast, session: Session) -> None:
    noon_in_the_east = datetime(2027, 3, 1, 12, 0, 0, 123456, timezone(timedelta(hours=5)))
    cast.arcadia.expert.activated_at = noon_in_the_east
    session.commit()
    kept = cast.arcadia.expert.activated_at
    assert kept == noon_in_the_east
    assert kept.tzinfo is UTC and kept.hour == 7
    plain = text("SELECT activated_at FROM person WHERE id = :id")
    row = session.execute(plain, {"id": cast.arcadia.expert.id}).scalar_one()
    assert str(row).startswith("2027-03-01 07:00:00.123456")


def test_a_moment_without_a_zone_is_refused(cast: Cast, session: Session) -> None:
    cast.arcadia.expert.activated_at = datetime(2027, 3, 1, 12)  # noqa: DTZ001
    with pytest.raises(StatementError, match="time zone"):
        session.flush()


@pytest.mark.parametrize(("table", "column"), [("strand", "step"), ("appointment", "capacity")])
def test_a_word_outside_a_closed_list_is_refused_by_the_database(
    table: str, column: str, cast: Cast, session: Session
) -> None:
    with pytest.raises(IntegrityError):
        session.execute(text(f"UPDATE {table} SET {column} = 'nonsense'"))


def test_every_closed_list_is_held_by_the_database_but_those_that_grow_with_the_product() -> None:
    open_to_nonsense = {
        f"{table.name}.{column.name}"
        for table in METADATA.tables.values()
        for column in table.columns
        if isinstance(column.type, Enum) and not column.type.create_constraint
    }
    assert open_to_nonsense == {
        "journal_entry.action",
        "notice.category",
        "notice.reading",
        "notice_choice.category",
    }


def test_every_constraint_has_a_name_so_that_a_migration_can_change_it() -> None:
    for table in METADATA.tables.values():
        assert all(constraint.name for constraint in table.constraints), table.name


def test_a_record_that_points_nowhere_is_refused_by_the_database(
    cast: Cast, session: Session
) -> None:
    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE strand SET phase_id = 987654"))


def test_a_name_in_any_script_comes_back_as_it_was(session: Session) -> None:
    for name in ("Ольга Петрова", "سارة أحمد", "李小龙", "Ana 👩‍⚖️ Ruiz"):
        session.add(Person(name=name, title="", address=name, address_key=name))
        session.flush()
        session.expire_all()
        assert session.query(Person).filter_by(address_key=name).one().name == name
