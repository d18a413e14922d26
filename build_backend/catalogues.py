"""Compile the catalogues of translations: each .po beside its .mo, which is never committed.

What a translator has not looked at (a fuzzy entry) is left out, so that nobody reads a guess.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).resolve().parent.parent / "reviewmech" / "translations"


def compile() -> None:
    """Compile every catalogue."""
    for written in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po")):
        with written.open("rb") as file:
            catalogue = read_po(file, locale=written.parents[1].name)
        with written.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue, use_fuzzy=False)


if __name__ == "__main__":
    compile()
