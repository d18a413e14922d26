"""The cast on a ground where acts really commit, for what two people do at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.cast import Cast, assemble


@pytest.fixture
def stage(sessions: sessionmaker[Session]) -> Iterator[Cast]:
    """Give the cast in a database where acts really commit."""
    with sessions() as session:
        yield assemble(session)
