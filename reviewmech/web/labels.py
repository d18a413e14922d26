"""What the Mechanism calls itself, its papers and the acts on them, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _

from reviewmech.rules.mechanism import in_language
from reviewmech.rules.purposes import Action
from reviewmech.rules.told import TOLD
from reviewmech.web import present


def mechanism_name() -> str:
    """Return the full name of the Mechanism."""
    return in_language(present.mechanism().name, present.language())


def label(key: str) -> str:
    """Return what the Mechanism calls its `part`, `list` or `summary`."""
    return present.mechanism().label(key, present.language())


def title_of(key: str) -> str:
    """Return what the Mechanism calls a thing, as a title."""
    words = label(key)
    return words[:1].upper() + words[1:]


def papers() -> dict[str, str]:
    """Return what a sentence that names the list or the summary is filled in with."""
    return {key: label(key) for key in ("list", "summary")}


def act(action: Action) -> str:
    """Return what was done, as the journal tells it."""
    return _(TOLD[action], **papers())
