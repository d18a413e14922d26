"""The migrations make exactly the shape the records have, and can be taken back."""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Engine, create_engine, inspect, make_url, text
from sqlalchemy.exc import IntegrityError

from reviewmech.places import MIGRATIONS
from reviewmech.records import database
from reviewmech.records.every import METADATA
from reviewmech.records.migrations import downgrade, is_current, upgrade


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Give an empty database of each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'a % b.sqlite3'}"
    else:
        server = make_url(request.getfixturevalue("postgresql"))
        maker = create_engine(server, isolation_level="AUTOCOMMIT")
        with maker.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS migrations"))
            connection.execute(text("CREATE DATABASE migrations"))
        maker.dispose()
        url = server.set(database="migrations").render_as_string(hide_password=False)
    made = database.engine(url)
    yield made
    made.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_the_records_and_the_migrations_agree(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        difference = compare_metadata(context, METADATA)
    assert not difference, "Write a migration for what changed in the records."


def test_every_check_of_the_records_is_in_the_database(engine: Engine) -> None:
    found = inspect(engine)
    for table in METADATA.tables.values():
        wanted = {each.name for each in table.constraints if isinstance(each, CheckConstraint)}
        held = {each["name"] for each in found.get_check_constraints(table.name)}
        assert wanted <= held, f"Write a migration for the CHECK of {table.name}."


def test_the_migrations_go_forward_back_and_forward_again(empty: Engine) -> None:
    assert not is_current(empty, MIGRATIONS)
    upgrade(empty, MIGRATIONS)
    assert is_current(empty, MIGRATIONS)
    assert tables(empty) == set(METADATA.tables)
    downgrade(empty, MIGRATIONS, "base")
    assert tables(empty) == set()
    upgrade(empty, MIGRATIONS)
    assert is_current(empty, MIGRATIONS)
    assert tables(empty) == set(METADATA.tables)


def test_each_migration_can_be_taken_back_alone(empty: Engine) -> None:
    revisions = [each.revision for each in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
    upgrade(empty, MIGRATIONS)
    for revision in [*revisions[1:], "base"]:
        downgrade(empty, MIGRATIONS, revision)
        upgrade(empty, MIGRATIONS, "+1")
        downgrade(empty, MIGRATIONS, revision)
    assert tables(empty) == set()


def test_an_upgrade_of_a_current_database_changes_nothing(engine: Engine) -> None:
    before = tables(engine)
    upgrade(engine, MIGRATIONS)
    assert is_current(engine, MIGRATIONS)
    assert tables(engine) == before


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(empty: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text((MIGRATIONS / "env.py").read_text(encoding="utf-8"))
    (folder / "versions" / "0001_half.py").write_text(
        "from alembic import op\n"
        "revision, down_revision, branch_labels, depends_on = '0001', None, None, None\n"
        "def upgrade():\n"
        "    op.execute('CREATE TABLE half (id INTEGER)')\n"
        "    op.execute('CREATE NONSENSE')\n"
    )
    with pytest.raises(Exception, match="NONSENSE"):
        upgrade(empty, folder)
    assert tables(empty) == set()


def test_an_upgrade_that_would_break_a_reference_is_taken_back(
    empty: Engine, tmp_path: Path
) -> None:
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text((MIGRATIONS / "env.py").read_text(encoding="utf-8"))
    (folder / "versions" / "0001_broken.py").write_text(
        "from alembic import op\n"
        "revision, down_revision, branch_labels, depends_on = '0001', None, None, None\n"
        "def upgrade():\n"
        "    op.execute('CREATE TABLE one (id INTEGER PRIMARY KEY)')\n"
        "    op.execute('CREATE TABLE two (one INTEGER REFERENCES one)')\n"
        "    op.execute('INSERT INTO two VALUES (7)')\n"
    )
    with pytest.raises((RuntimeError, IntegrityError)):
        upgrade(empty, folder)
    assert tables(empty) == set()
    with empty.connect() as connection:
        if empty.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_there_is_one_line_of_migrations_each_with_words() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert len(scripts.get_heads()) == 1
    assert all(each.doc.strip() for each in scripts.walk_revisions())


def test_what_stood_before_the_sheet_stands_after_it_and_after_going_back(empty: Engine) -> None:
    upgrade(empty, MIGRATIONS, "0001")
    moment = "2027-01-01 00:00:00"
    before = {
        "person": {"id": 1, "name": "Ana", "title": "", "phone": "", "address": "a@example.org"}
        | {"address_key": "a@example.org", "language": "en"},
        "letter": {"id": 1, "person_id": 1, "address": "a@example.org", "language": "en"}
        | {"subject": "S", "body": "B", "written_at": moment, "tries": 0, "last_fault": ""},
        "state": {"id": 1, "code": "XAR", "alpha2": "", "kind": "State", "as_of": "2027-01-01"}
        | {"source": "invented"},
        "law": {"id": 1, "state_id": 1, "title": "Penal Code", "translated_title": ""}
        | {"number": "5", "dated": "2001", "link": ""},
    }
    flags = {"letter": {"has_secret": False}, "state": {"verified": False}}
    for table, row in before.items():
        keep(empty, table, row | flags.get(table, {}))
    upgrade(empty, MIGRATIONS, "0002")
    assert read(empty, "SELECT title, revision, articles, file_id FROM law") == [
        ("Penal Code", 1, [], None)
    ]
    keep(empty, "letter", before["letter"] | {"id": 2, "person_id": None, "has_secret": False})
    downgrade(empty, MIGRATIONS, "0001")
    assert read(empty, "SELECT id, person_id FROM letter") == [(1, 1)]
    assert read(empty, "SELECT title, number FROM law") == [("Penal Code", "5")]


def test_every_revision_of_before_knows_the_edition_its_strand_was_on(empty: Engine) -> None:
    upgrade(empty, MIGRATIONS, "0002")
    for table, rows in THE_FIRST_SUBMISSION.items():
        for row in rows:
            keep(empty, table, row)
    upgrade(empty, MIGRATIONS, "0003")
    assert read(empty, "SELECT id, edition_id FROM revision ORDER BY id") == [(1, 2), (2, 2)]
    unpublished = "SELECT id, number FROM edition WHERE published_at IS NULL ORDER BY id"
    assert read(empty, unpublished) == [(1, "1"), (2, "1")]
    with pytest.raises(IntegrityError):
        keep(empty, "revision", A_REVISION | {"id": 3, "number": 3, "edition_id": None})
    with pytest.raises(IntegrityError):
        keep(empty, "revision", A_REVISION | {"id": 3, "number": 3, "edition_id": 99})
    for edition in (1, 2):
        published = f"UPDATE edition SET published_at = '2027-01-01' WHERE id = {edition}"
        with pytest.raises(IntegrityError) if edition == 2 else nullcontext():
            write(empty, published)
    downgrade(empty, MIGRATIONS, "0002")
    assert read(empty, "SELECT id, number FROM revision ORDER BY id") == [(1, 1), (2, 2)]
    assert read(empty, "SELECT version_id, revision_id FROM version_answer") == [(1, 2)]
    assert read(empty, "SELECT id, edition_id FROM strand") == [(1, 2)]


def test_going_back_lets_no_uncleared_position_bind(empty: Engine) -> None:
    upgrade(empty, MIGRATIONS, "0003")
    for table, rows in [*THE_FIRST_SUBMISSION.items(), *AN_OBSERVATION.items()]:
        for row in rows:
            keep(empty, table, row | ({"edition_id": 2} if table == "revision" else {}))
    upgrade(empty, MIGRATIONS, "0004")
    bound = "SELECT id FROM position WHERE cleared_at IS NOT NULL ORDER BY id"
    assert read(empty, bound) == [(1,), (2,)]
    for row in (
        A_POSITION | {"id": 3, "reason": "We shall give way.", "is_internal": True},
        A_POSITION | {"id": 4, "stance": "agrees", "is_internal": False},
        A_POSITION | {"id": 5, "is_internal": False, "cleared_at": MOMENT, "cleared_by_id": 1},
    ):
        keep(empty, "position", row)
    downgrade(empty, MIGRATIONS, "0003")
    assert read(empty, "SELECT id FROM position ORDER BY id") == [(1,), (2,), (5,)]
    upgrade(empty, MIGRATIONS, "0004")
    assert read(empty, bound) == [(1,), (2,), (5,)]


MOMENT = "2027-01-01 00:00:00"
A_POSITION: dict[str, object] = {
    **{"id": 1, "wording_id": 1, "state_id": 2, "stance": "objects", "reason": "No."},
    **{"person_id": 1, "taken_at": MOMENT},
}
A_REVISION: dict[str, object] = {
    **{"id": 1, "answer_id": 1, "number": 1, "started_from": 0, "value": "{}"},
    **{"language": "en", "saved_at": MOMENT},
}
THE_FIRST_SUBMISSION: dict[str, list[dict[str, object]]] = {
    "state": [
        {"id": 1, "code": "XAR", "alpha2": "", "kind": "State", "as_of": "2027-01-01"}
        | {"source": "invented", "verified": False}
    ],
    "cycle": [{"id": 1, "name": "First cycle", "starts_on": "2027-01-01"}],
    "review": [{"id": 1, "cycle_id": 1, "state_id": 1, "opened_at": MOMENT}],
    "phase": [
        {"id": 1, "review_id": 1, "part": "cluster-1", "starts_on": "2027-01-01"}
        | {"ends_on": "2028-01-01"}
    ],
    "edition": [
        {"id": each, "instrument": "UNTOC", "part": "cluster-1", "number": "1"}
        | {"digest": str(each), "content": "{}"}
        for each in (1, 2)
    ],
    "strand": [
        {"id": 1, "phase_id": 1, "instrument": "UNTOC", "edition_id": 2}
        | {"step": "consultation", "step_since": MOMENT}
    ],
    "answer": [{"id": 1, "strand_id": 1, "question": "untoc-5-offence", "number": 2}],
    "revision": [A_REVISION, A_REVISION | {"id": 2, "number": 2, "started_from": 1}],
    "version": [
        {"id": 1, "strand_id": 1, "number": 1, "edition_id": 2, "language": "en", "laws": "[]"}
        | {"unanswered": "[]", "submitted_at": MOMENT}
    ],
    "version_answer": [
        {"id": 1, "version_id": 1, "question": "untoc-5-offence", "revision_id": 2}
        | {"value": "{}", "language": "en"}
    ],
}
"""A response submitted before editions were published: its questionnaire had changed once."""


AN_OBSERVATION: dict[str, list[dict[str, object]]] = {
    "state": [
        {"id": 2, "code": "XBE", "alpha2": "", "kind": "State", "as_of": "2027-01-01"}
        | {"source": "invented", "verified": False}
    ],
    "person": [
        {"id": 1, "name": "Ana", "title": "", "phone": "", "address": "a@example.org"}
        | {"address_key": "a@example.org", "language": "en"}
    ],
    "observation": [
        {"id": 1, "strand_id": 1, "number": 1, "kind": "gap or challenge", "article": "5"}
        | {"paragraph": "", "proposed_by_id": 2, "proposed_at": MOMENT, "outcome": "open"}
        | {"statement": "", "is_confidential": False}
    ],
    "wording": [
        {"id": 1, "observation_id": 1, "number": 1, "text": "A gap.", "language": "en"}
        | {"state_id": 2, "proposed_at": MOMENT}
    ],
    "position": [A_POSITION, A_POSITION | {"id": 2, "state_id": 1}],
}
"""An observation under discussion when every position still bound its State."""


def write(engine: Engine, statement: str) -> None:
    """Change rows as any program could."""
    with engine.begin() as connection:
        connection.execute(text(statement))


def keep(engine: Engine, table: str, row: dict[str, object]) -> None:
    """Write a row as any program could."""
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    with engine.connect() as connection:
        connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)
        connection.commit()


def read(engine: Engine, statement: str) -> list[tuple[object, ...]]:
    """Read rows as any program could; JSON reads alike on both engines."""
    with engine.connect() as connection:
        rows = connection.execute(text(statement)).all()
    return [tuple([] if value == "[]" else value for value in row) for row in rows]


def test_forms_of_meetings_are_kept_by_their_keys_and_go_back_to_words(empty: Engine) -> None:
    upgrade(empty, MIGRATIONS, "0004")
    for table in ("state", "cycle", "review"):
        for row in THE_FIRST_SUBMISSION[table]:
            keep(empty, table, row)
    keep(empty, "person", AN_OBSERVATION["person"][0])
    forms = ["by telephone", "by video", "in person", "in writing"]
    for place, form in enumerate(forms, 1):
        keep(empty, "meeting", A_MEETING | {"id": place, "form": form})
    upgrade(empty, MIGRATIONS, "0005")
    kept = "SELECT form FROM meeting ORDER BY id"
    keys = [("telephone",), ("video",), ("in_person",), ("in_writing",)]
    assert read(empty, kept) == keys
    keep(empty, "meeting", A_MEETING | {"id": 5, "form": "visit"})
    downgrade(empty, MIGRATIONS, "0004")
    assert read(empty, kept) == [*((form,) for form in forms), ("in person",)]


A_MEETING: dict[str, object] = {
    **{"review_id": 1, "held_on": "2027-01-01", "present": "Ana", "agreed": "Dates."},
    **{"next_dates": "", "language": "en", "recorded_by_id": 1, "recorded_at": MOMENT},
}
