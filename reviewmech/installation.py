"""An installation: its database, its files and its Mechanism, opened from the settings."""

from __future__ import annotations

from flask import Flask

from reviewmech.config import Settings
from reviewmech.places import TRANSLATIONS
from reviewmech.records import database
from reviewmech.records.attachments import FolderStore
from reviewmech.records.database import Surroundings
from reviewmech.records.library import mechanism, questionnaires


def surroundings(settings: Settings) -> Surroundings:
    """Read the Mechanism's data and the folders of this installation."""
    return Surroundings(
        mechanism=mechanism.load(settings.mechanism),
        questionnaires=questionnaires.load(settings.mechanism),
        store=FolderStore(settings.instance / "files"),
        folder=settings.instance,
        address=settings.address,
        translations=TRANSLATIONS,
    )


def open_database(app: Flask, settings: Settings, given: Surroundings | None = None) -> None:
    """Give the application its engine and its sessions."""
    if settings.database.startswith("sqlite"):
        database.private_folder(settings.instance)
    engine = database.engine(settings.database)
    app.extensions["engine"] = engine
    app.extensions["surroundings"] = given or surroundings(settings)
    app.extensions["sessions"] = database.sessions(engine, app.extensions["surroundings"])
