"""What the guards of the house share: every sentence that can be translated."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Gather every sentence to translate, as `make translations` does."""
    keywords = re.search(r'--keywords="([^"]*)"', (ROOT / "Makefile").read_text(encoding="utf-8"))
    template = tmp_path_factory.mktemp("sentences") / "messages.pot"
    arguments = ["pybabel", "-q", "extract", f"--mapping={ROOT / 'pyproject.toml'}"]
    arguments += [f"--keywords={keywords.group(1)}", f"--output-file={template}", str(ROOT)]
    CommandLineInterface().run(arguments)
    return read_po(BytesIO(template.read_bytes()))
