"""The Mechanism of a folder: what it says, the working lists beside it, and its blueprints.

mechanism.yaml                        what the Mechanism says
states.csv, participation.csv         the States, and what they are party to
names.csv                             names of States in other languages; it may be left out
blueprints/<paper>.yaml               the headings of a paper
"""

import csv
import io
from pathlib import Path

from reviewmech.records.library.reading import read, text_of
from reviewmech.rules.authoring.blueprints import compose_blueprint
from reviewmech.rules.authoring.mechanism import compose_mechanism
from reviewmech.rules.authoring.parties import (
    NAME_COLUMNS,
    PARTICIPATION_COLUMNS,
    STATE_COLUMNS,
    compose_participation,
    compose_states,
    with_names,
)
from reviewmech.rules.blueprints import Blueprint
from reviewmech.rules.mechanism import Mechanism, Paper
from reviewmech.rules.mistakes import Mistake, Mistakes, Source
from reviewmech.rules.mistakes import Path as Place
from reviewmech.rules.parties import ListedParticipation, ListedState
from reviewmech.rules.questionnaire import REFERENCE


def load(folder: Path) -> Mechanism:
    """Read what the Mechanism says; raise Mistakes that name everything wrong with its file."""
    return compose_mechanism(read(folder / "mechanism.yaml", "mechanism.yaml"))


def states(folder: Path) -> tuple[ListedState, ...]:
    """Read the list of States and that of their names; raise Mistakes that name file and line."""
    mechanism = load(folder)
    listed = compose_states(_table(folder, "states.csv", STATE_COLUMNS), mechanism)
    if not (folder / "names.csv").exists():
        return listed
    return with_names(listed, _table(folder, "names.csv", NAME_COLUMNS), mechanism)


def participation(folder: Path) -> tuple[ListedParticipation, ...]:
    """Read who is party to what; raise Mistakes that name file and line."""
    table = _table(folder, "participation.csv", PARTICIPATION_COLUMNS)
    return compose_participation(table, load(folder), states(folder))


def blueprints(folder: Path, language: str = REFERENCE) -> dict[Paper, Blueprint]:
    """Read the headings of the papers in a language; raise Mistakes that name file and line."""
    mechanism = load(folder)
    found: list[Mistake] = []
    read_so_far: dict[Paper, Blueprint] = {}
    for file in sorted((folder / "blueprints").glob("*.yaml")):
        name = f"blueprints/{file.name}"
        try:
            paper, blueprint = compose_blueprint(read(file, name), mechanism, language)
        except Mistakes as mistakes:
            found += mistakes.found
            continue
        if paper in read_so_far:
            sentence = f"There is a blueprint of the {paper} already."
            found.append(Mistake(name, 1, "duplicate-name", sentence))
        read_so_far[paper] = blueprint
    if found:
        raise Mistakes(found)
    return read_so_far


def check(folder: Path) -> list[Mistake]:
    """List everything wrong with the Mechanism of a folder."""
    found: set[Mistake] = set()
    for reading in (load, states, participation, blueprints):
        try:
            reading(folder)
        except Mistakes as mistakes:
            found.update(mistakes.found)
    return sorted(found)


def _table(folder: Path, name: str, columns: tuple[str, ...]) -> Source:
    """Read a table with these columns as plain data, with the line of every row."""
    rows = csv.reader(io.StringIO(text_of(folder / name, name), newline=""), strict=True)
    data: list[dict[str, str | None]] = []
    lines: dict[Place, int] = {}
    found: list[Mistake] = []
    try:
        if tuple(next(rows, ())) != columns:
            sentence = f"The first line must be: {','.join(columns)}"
            found.append(Mistake(name, 1, "wrong-columns", sentence))
        for row in rows:
            if row and len(row) != len(columns):
                sentence = f"This line has {len(row)} cells; there are {len(columns)} columns."
                found.append(Mistake(name, rows.line_num, "wrong-columns", sentence))
            elif row:
                lines[(len(data),)] = rows.line_num
                cells = (cell.strip() or None for cell in row)
                data.append(dict(zip(columns, cells, strict=True)))
    except csv.Error as error:
        sentence = f"This line cannot be read ({error})."
        found.append(Mistake(name, rows.line_num, "wrong-form", sentence))
    if found:
        raise Mistakes(found)
    return Source(name, data, lines)
