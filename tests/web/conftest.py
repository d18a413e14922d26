"""Where the tests of pages begin."""

from __future__ import annotations

import pytest

from reviewmech.rules.steps import Step
from tests.cast import Cast


@pytest.fixture
def talks(cast: Cast) -> Cast:
    """Give the cast with the Convention at the step of observations."""
    cast.put(Step.OBSERVATIONS)
    return cast
