"""Whether the installation is well: for machines that watch it."""

from __future__ import annotations

from flask import current_app
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from reviewmech.places import MIGRATIONS
from reviewmech.records.migrations import is_current
from reviewmech.rules.purposes import Reading
from reviewmech.web.gate import Pages

pages = Pages("health", __name__)


@pages.get("/healthz", may=Reading.PUBLIC)
def health() -> ResponseReturnValue:
    """Say whether the database answers and is at the newest migration."""
    try:
        current = is_current(current_app.extensions["engine"], MIGRATIONS)
    except SQLAlchemyError:
        return {"database": "does not answer"}, 503
    if not current:
        return {"database": "not migrated; run `reviewmech upgrade`"}, 503
    return {"database": "ready"}
