"""Tiny questionnaires for the tests of the rules: a file of `tests/questionnaires` shows one thing.

Such a file holds the structure and the words side by side; what is shared comes from `five/`.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from reviewmech.records.library.questionnaires import load_shared
from reviewmech.records.library.reading import read
from reviewmech.records.library.shapes import Shape, faults_of_file
from reviewmech.rules.authoring.composing import compose
from reviewmech.rules.mistakes import Mistakes, Source
from reviewmech.rules.questionnaire import Questionnaire

FOLDER = Path(__file__).parents[1] / "questionnaires"


def part_of(source: Source, key: str) -> Source:
    """Give what stands under one key of a file as a source of its own, with the file's lines."""
    lines = {path[1:]: line for path, line in source.lines.items() if path[:1] == (key,)}
    return Source(source.file, source.data[key], lines)


@pytest.fixture(scope="session")
def tiny() -> Callable[[str], Questionnaire]:
    """Compose the tiny questionnaire of a name."""
    shared = load_shared(FOLDER / "five")

    def composed(name: str) -> Questionnaire:
        source = read(FOLDER / f"{name}.yaml", name)
        structure = part_of(source, "structure")
        words = [part_of(source, key) for key in source.data if key.startswith("words")]
        found = faults_of_file(structure, Shape.STRUCTURE)
        for each in words:
            found += faults_of_file(each, Shape.WORDS)
        if found:
            raise Mistakes(found)
        return compose(structure, words, shared)

    return composed
