"""Translators' files: texts are written with what is known of them, and read as they were given."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewmech.papers.catalogues import LARGEST_FILE, read, write
from reviewmech.rules.authoring.texts import Text
from reviewmech.rules.mistakes import Mistakes
from tests.authored import AWKWARD

TEXT = Text(
    "UNTOC/cluster-1",
    ("questions", "untoc-5-offence", "asks"),
    "Is it 50 % of an offence?",
    "¿Es un delito al 50 %?",
    ("Article 5, paragraph 1 (a).", "How to answer: Cite it."),
    "untoc/text/en/cluster-1.yaml",
    12,
)
FILE = b"""\
msgid ""
msgstr ""
"Language: es\\n"
"Content-Type: text/plain; charset=utf-8\\n"

#. Article 5.
msgctxt "UNTOC/cluster-1 untoc-5-offence asks"
msgid "Is it an offence?"
msgstr "\xc2\xbfEs un delito?"

#, fuzzy
msgctxt "UNTOC/cluster-1 untoc-5-offence title"
msgid "Offence"
msgstr "Delito"
"""


def test_a_text_stands_with_its_place_its_notes_and_its_translation() -> None:
    written = write([TEXT], "es").decode()
    assert '"Language: es\\n"' in written
    assert (
        "#. Article 5, paragraph 1 (a).\n"
        "#. How to answer: Cite it.\n"
        "#: untoc/text/en/cluster-1.yaml:12\n"
        'msgctxt "UNTOC/cluster-1 untoc-5-offence asks"\n'
        'msgid "Is it 50 % of an offence?"\n'
        'msgstr "¿Es un delito al 50 %?"\n'
    ) in written


@pytest.mark.parametrize("language", ["ar", "zh", "fr", "ru", "es"])
@settings(deadline=None)
@given(english=st.text(min_size=1), said=st.one_of(st.sampled_from(AWKWARD), st.text()))
def test_a_translation_is_read_as_it_was_written(language: str, english: str, said: str) -> None:
    english, said = (text.encode("utf-8", "ignore").decode() for text in (english, said))
    found, given_back = read(write([Text("A/b", ("x",), english or "-", said)], language), "a.po")
    assert found == language
    assert [(one.context, one.english, one.said) for one in given_back] == [
        ("A/b x", english or "-", said)
    ]


def test_what_a_translator_gives_has_its_line_and_whether_it_is_sure() -> None:
    language, given_back = read(FILE, "es.po")
    assert language == "es"
    assert [(one.context, one.said, one.line, one.is_unsure) for one in given_back] == [
        ("UNTOC/cluster-1 untoc-5-offence asks", "¿Es un delito?", 8, False),
        ("UNTOC/cluster-1 untoc-5-offence title", "Delito", 13, True),
    ]


@pytest.mark.parametrize(
    ("content", "mistake"),
    [
        (FILE + b"msgidd\n", "es.po, line 15, broken-file: This file cannot be read here: Unknown"),
        (FILE.replace(b'msgstr "D', b'"D'), "es.po, line"),
        (FILE.replace(b"\xc2\xbf", b"\xbf"), "es.po, line 1, broken-file: This is no translators'"),
        (FILE.replace(b"utf-8", b"no-such"), "es.po, line 1, broken-file:"),
        (b"\x00\x01PK", "es.po, line 1, broken-file: "),
        (FILE + FILE[FILE.index(b"#. ") :], "es.po, line 1, text-twice: A text stands here twice"),
        (b"#" * (LARGEST_FILE + 1), "es.po, line 1, too-large: This file is larger than"),
    ],
)
def test_a_broken_file_is_refused_by_name(content: bytes, mistake: str) -> None:
    with pytest.raises(Mistakes) as caught:
        read(content, "es.po")
    assert str(caught.value).startswith(mistake), str(caught.value)
