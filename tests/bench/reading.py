"""Reading the questionnaires at the start, and its floor: the YAML alone, with nothing checked."""

from __future__ import annotations

import yaml

from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.library import mechanism, questionnaires


def files() -> list[str]:
    """Return the text of every file that is read."""
    paths = QUESTIONNAIRES.rglob("*.yaml")
    return [path.read_text(encoding="utf-8") for path in sorted(paths)]


def product() -> str:
    """Read and check the Mechanism and all questionnaires, as at the start."""
    mechanism.load(QUESTIONNAIRES)
    mechanism.blueprints(QUESTIONNAIRES)
    questionnaires.load(QUESTIONNAIRES)
    return "".join(files())


def floor() -> str:
    """Parse the same files by PyYAML's C loader."""
    texts = files()
    for text in texts:
        yaml.load(text, Loader=yaml.CSafeLoader)
    return "".join(texts)
