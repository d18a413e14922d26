"""An installation: its database, its files and its Mechanism, opened from the settings."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from reviewmech.config import Settings
from reviewmech.places import TRANSLATIONS
from reviewmech.records import database
from reviewmech.records.attachments import FolderStore
from reviewmech.records.database import Surroundings
from reviewmech.records.library import mechanism, questionnaires, themes


@dataclass(frozen=True)
class Installation:
    """An opened installation."""

    engine: Engine
    surroundings: Surroundings
    sessions: sessionmaker[Session]


def read_surroundings(settings: Settings) -> Surroundings:
    """Read the Mechanism's data and name the folders of this installation."""
    return Surroundings(
        mechanism=mechanism.load(settings.mechanism),
        blueprints=mechanism.blueprints(settings.mechanism),
        questionnaires=questionnaires.load(settings.mechanism),
        themes=themes.load(settings.mechanism),
        store=FolderStore(settings.instance / "files"),
        folder=settings.instance,
        address=settings.address,
        translations=TRANSLATIONS,
        largest_file=settings.largest_file * 1024 * 1024,
        scanner=settings.clamav,
    )


def open_installation(settings: Settings, given: Surroundings | None = None) -> Installation:
    """Open the database of an installation; an SQLite file may be made, in a private folder."""
    if settings.database.startswith("sqlite"):
        database.private_folder(settings.instance)
    engine = database.engine(settings.database)
    surroundings = given or read_surroundings(settings)
    return Installation(engine, surroundings, database.sessions(engine, surroundings))
