"""A translator on the machine: a command that reads a text and writes another."""

import sys
import threading
import time
from pathlib import Path

import pytest

from reviewmech.actions.translators import NotTranslated, translated
from reviewmech.config import SettingsFault, from_environment

UPPER = "import sys; sys.stdout.write(f'[{sys.argv[1]}>{sys.argv[2]}] ' + sys.stdin.read().upper())"


def command(folder: Path, code: str) -> str:
    """Write a small program and return the command that runs it."""
    place = folder / "translator.py"
    place.write_text(code, encoding="utf-8")
    return f"'{sys.executable}' '{place}'"


def test_each_part_is_given_to_the_command_with_both_languages(tmp_path: Path) -> None:
    made = translated(command(tmp_path, UPPER), {"text": "été", "remark": "b"}, "fr", "ar")
    assert made == {"text": "[fr>ar] ÉTÉ", "remark": "[fr>ar] B"}


def test_the_command_learns_nothing_of_the_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEWMECH_SECRET_KEY", "a secret")
    told = command(
        tmp_path, "import os; print(sorted(set(os.environ) - {'LC_CTYPE'}), os.getcwd())"
    )
    said = translated(told, {"text": "x"}, "en", "fr")["text"]
    assert said.startswith("['LC_ALL', 'PATH']")
    assert str(Path.cwd()) not in said


def test_words_of_a_text_are_never_words_of_the_command(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    words = f"$(touch {mark}); `touch {mark}` | touch {mark}"
    assert translated(command(tmp_path, UPPER), {"text": words}, "en", "fr")
    assert not mark.exists()


def test_a_command_that_takes_too_long_is_stopped_with_all_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    child = f"import time; time.sleep(2); open({str(mark)!r}, 'w')"
    slow = command(
        tmp_path,
        "import subprocess, sys, time\n"
        f"subprocess.Popen([sys.executable, '-c', {child!r}])\n"
        "time.sleep(60)",
    )
    began = time.monotonic()
    with pytest.raises(NotTranslated, match="took too long"):
        translated(slow, {"text": "x"}, "en", "fr", patience=0.5)
    assert time.monotonic() - began < 10
    time.sleep(2.5)
    assert not mark.exists()


def test_all_parts_of_a_text_share_one_time(tmp_path: Path) -> None:
    slow = command(tmp_path, "import time; time.sleep(0.4); print('x')")
    with pytest.raises(NotTranslated, match="took too long"):
        translated(slow, {str(number): "x" for number in range(9)}, "en", "fr", patience=1.0)


@pytest.mark.parametrize(
    "code",
    [
        "raise SystemExit(3)",
        "pass",
        "import sys; sys.stdout.buffer.write(bytes([0xff, 0xfe]))",
        "print('x' * 500_000)",
        "print('\\u202e\\x07')",
    ],
    ids=["fails", "says nothing", "is no text", "says too much", "cannot be seen"],
)
def test_what_is_no_translation_is_refused_in_words(tmp_path: Path, code: str) -> None:
    with pytest.raises(NotTranslated, match="The translator failed"):
        translated(command(tmp_path, code), {"text": "x"}, "en", "fr")


def test_a_command_that_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(NotTranslated, match="The translator failed"):
        translated("/nowhere/translator", {"text": "x"}, "en", "fr")


def test_no_log_holds_what_the_command_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    leaky = command(tmp_path, "import sys; sys.stderr.write(sys.stdin.read()); sys.exit(1)")
    with pytest.raises(NotTranslated):
        translated(leaky, {"text": "between ourselves"}, "en", "fr")
    assert caplog.text and "between ourselves" not in caplog.text


def test_a_long_text_goes_through_whole(tmp_path: Path) -> None:
    words = "word " * 19_000
    assert translated(command(tmp_path, UPPER), {"text": words}, "en", "fr")["text"].endswith(
        words.upper().strip()
    )


def test_one_text_is_translated_at_a_time(tmp_path: Path) -> None:
    slow = command(tmp_path, "import time; time.sleep(1.5); print('x')")
    other = threading.Thread(target=translated, args=(slow, {"text": "x"}, "en", "fr"))
    other.start()
    time.sleep(0.5)
    with pytest.raises(NotTranslated, match="at work on another text"):
        translated(slow, {"text": "x"}, "en", "fr")
    other.join()
    assert translated(slow, {"text": "x"}, "en", "fr") == {"text": "x"}


@pytest.mark.parametrize("command", ["no-such-program --fast", "'unclosed"])
def test_a_translator_that_cannot_be_run_stops_the_start_in_words(
    tmp_path: Path, command: str
) -> None:
    given = {
        "REVIEWMECH_INSTANCE": str(tmp_path),
        "REVIEWMECH_SECRET_KEY": "x" * 40,
        "REVIEWMECH_TRANSLATOR": command,
    }
    with pytest.raises(SettingsFault, match="REVIEWMECH_TRANSLATOR"):
        from_environment(given)
    assert from_environment({**given, "REVIEWMECH_TRANSLATOR": ""}).translator == ""
