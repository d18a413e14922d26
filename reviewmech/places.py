"""Where the folders that travel with the code are found."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    """Find a folder inside the package, as installed, or else beside it, as in a clone."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


TEMPLATES = _folder("templates")
STATIC = _folder("static")
QUESTIONNAIRES = _folder("questionnaires")
MIGRATIONS = _folder("migrations")
TRANSLATIONS = _PACKAGE / "translations"
