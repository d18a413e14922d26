"""The cross-cutting themes of a folder's questionnaires, in their order, with their words."""

from pathlib import Path

from reviewmech.records.library.questionnaires import load_shared
from reviewmech.rules.authoring.kinds import THEMES
from reviewmech.rules.mechanism import Text


def load(folder: Path) -> dict[str, Text]:
    """Read the themes of a folder; raise Mistakes that name everything wrong with its lists."""
    shared = load_shared(folder)
    return {
        theme: {
            language: words
            for language in shared.words_files
            if (words := shared.word(language, "lists", THEMES, theme))
        }
        for theme in shared.lists.get(THEMES, ())
    }
