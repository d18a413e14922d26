"""Reading YAML: plain data with the line of every part, and faults named in their line."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewmech.records.library.reading import LIMIT_BYTES, read
from reviewmech.rules.mistakes import Mistakes


def written(folder: Path, text: str | bytes) -> Path:
    file = folder / "file.yaml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def test_only_true_and_false_are_booleans_and_only_whole_numbers_are_numbers(
    tmp_path: Path,
) -> None:
    text = "[yes, no, on, off, true, false, ~, 12, 012, 1.5, 2024-05-01, '7', 'true', 1_0]"
    assert read(written(tmp_path, text)).data == [
        "yes",
        "no",
        "on",
        "off",
        True,
        False,
        None,
        12,
        "012",
        "1.5",
        "2024-05-01",
        "7",
        "true",
        "1_0",
    ]


def test_every_part_knows_its_line_and_a_missing_part_the_line_around_it(tmp_path: Path) -> None:
    source = read(written(tmp_path, "# A file.\na: 1\nb:\n  - c\n  - d: e\n    f: >\n      g\n"))
    assert source.data == {"a": 1, "b": ["c", {"d": "e", "f": "g\n"}]}
    assert [source.line(path) for path in [("a",), ("b",), ("b", 0), ("b", 1, "f")]] == [2, 3, 4, 6]
    assert source.line(("b", 1, "missing", 7)) == 5
    assert str(source.mistake(("b", 0), "wrong", "This is so.")).endswith(
        "line 4, wrong: This is so."
    )


def test_keys_are_words_whatever_they_look_like(tmp_path: Path) -> None:
    assert read(written(tmp_path, "5: a\ntrue: b\nno: c\n")).data == {
        "5": "a",
        "true": "b",
        "no": "c",
    }


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    assert read(written(tmp_path, "# Nothing yet.\n")).data is None


BOMB = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in pairwise("abcdefgh"))

FAULTS = [
    ("a: 1\nb: 2\na: 3\n", 3, "duplicate-key", "“a” stands here a second time"),
    ("a: &x 1\nb: 2\n", 1, "anchor", "Anchors"),
    ("a: [&x [], *x]\n", 1, "anchor", "Anchors"),
    ("a: 1\nb: *x\n", 2, "anchor", "Anchors"),
    ("a: 1\nb: {<<: *x}\n", 2, "anchor", "Anchors"),
    (BOMB, 1, "anchor", "Anchors"),
    ("a: 1\n*x : 2\n", 2, "strange-key", "plain word"),
    ("a:\n  ? [b]\n  : c\n", 2, "strange-key", "plain word"),
    ("a: !!python/object:os.system ls\n", 1, "tag", "Tags"),
    ("a: 1\n---\nb: 2\n", 2, "second-document", "second document"),
    ("a:\n\tb: 1\n", 2, "tab", "indented with a tab"),
    ("a: 1\nb: [1, 2\nc: 3\n", 3, "syntax", "cannot be read here"),
    ('a: 1\nb: "open\n', 3, "syntax", "cannot be read here"),
    ("a: 1\nb: \x07\n", 2, "control-character", "control character"),
    ('a: 1\nb: "x\\0y"\n', 2, "control-character", "control character"),
    ('a: 1\nb: "\\ud800"\n', 2, "syntax", "Unicode"),
    (b"a: 1\nb: caf\xe9\n", 2, "wrong-encoding", "not in UTF-8"),
    ("a: café\n".encode("utf-16"), 1, "wrong-encoding", "not in UTF-8"),
    ("[" * 40 + "]" * 40, 1, "deep-nesting", "nested more than 30"),
    ("[" * 100_000, 1, "deep-nesting", "nested more than 30"),
    ("{a: " * 40 + "}" * 40, 1, "deep-nesting", "nested more than 30"),
    (b"# " + b"x" * LIMIT_BYTES, 1, "huge-file", "larger than"),
]


@pytest.mark.parametrize(("text", "line", "name", "sentence"), FAULTS)
def test_a_fault_is_named_in_its_line(
    tmp_path: Path, text: str | bytes, line: int, name: str, sentence: str
) -> None:
    with pytest.raises(Mistakes) as caught:
        read(written(tmp_path, text), "file.yaml")
    (mistake,) = caught.value.found
    assert (mistake.file, mistake.line, mistake.name) == ("file.yaml", line, name)
    assert sentence in mistake.sentence


@given(
    st.text(max_size=200)
    | st.binary(max_size=200)
    | st.text("[]{}:,-?&*!|>'\"%@` \t\nab", max_size=60)
)
def test_whatever_a_file_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, text: str | bytes
) -> None:
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_bytes(raw)
    try:
        source = read(file, "any.yaml")
    except Mistakes as mistakes:
        assert all(each.line >= 1 and each.sentence for each in mistakes.found)
    else:
        assert source.file == "any.yaml"


def test_a_file_that_is_not_there_is_a_mistake_too(tmp_path: Path) -> None:
    with pytest.raises(Mistakes, match="cannot be read"):
        read(tmp_path / "absent.yaml")
