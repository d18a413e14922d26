"""The command: each does what it says; an error is one sentence and a failing status."""

import signal
import socket
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from reviewmech import cli
from reviewmech.cli import telling
from reviewmech.places import MIGRATIONS
from reviewmech.records import database
from reviewmech.records.migrations import downgrade, is_current
from reviewmech.rules.purposes import Action

Run = Callable[..., tuple[int, str, str]]

COMMANDS = {
    "check-questionnaires",
    "deliver",
    "demo",
    "init",
    "policy",
    "questionnaire",
    "serve",
    "upgrade",
}
FIVE = Path(__file__).parents[1] / "questionnaires" / "five"
SISTER = Path(__file__).parents[1] / "mechanisms" / "sister"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give what runs the command over an instance of the test's own: status, said, faults."""
    for name in ("SECRET_KEY", "DATABASE_URL", "SMTP", "MECHANISM"):
        monkeypatch.delenv(f"REVIEWMECH_{name}", raising=False)
    monkeypatch.setenv("REVIEWMECH_INSTANCE", str(tmp_path / "instance"))

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["reviewmech", *words])
        status = 0
        try:
            cli.main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
            if isinstance(end.code, str):
                told = capsys.readouterr()
                return status, told.out, told.err + end.code
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


def begin(run: Run, name: str = "Olive Officer") -> str:
    status, said, faults = run("init", "--name", name, "--address", "olive@example.org")
    assert (status, faults) == (0, "")
    return said


def test_the_command_names_what_it_can_do(run: Run) -> None:
    status, said, _ = run("--help")
    assert status == 0
    assert {word for word in COMMANDS if f"  {word} " in said} == COMMANDS
    assert set(cli.command.commands) == COMMANDS


def test_every_command_explains_itself(run: Run) -> None:
    for name in COMMANDS:
        status, said, _ = run(name, "--help")
        assert status == 0
        assert cli.command.commands[name].help.splitlines()[0].rstrip(".") in " ".join(said.split())


def test_an_unknown_command_is_said_in_a_sentence(run: Run) -> None:
    status, _, faults = run("review")
    assert status != 0
    assert faults == "No such command 'review'. See `reviewmech --help`."


def test_an_unknown_option_is_said_in_a_sentence(run: Run) -> None:
    status, _, faults = run("serve", "--porch", "8000")
    assert status != 0
    assert faults.startswith("No such option") and "\n" not in faults


def test_a_command_without_words_says_what_it_can_do(run: Run) -> None:
    status, _, faults = run()
    assert status != 0
    assert "check-questionnaires" in faults


def test_the_policy_is_printed_as_the_docs_have_it(run: Run) -> None:
    status, said, _ = run("policy")
    assert status == 0
    assert said.strip() == telling.policy().strip()
    assert all(f"| {action.value} |" in said for action in Action)


def test_our_own_questionnaires_hold(run: Run) -> None:
    status, said, faults = run("check-questionnaires")
    assert (status, faults) == (0, "")
    assert "UNTOC cluster-1" in said and "TIP cluster-1" in said


def test_a_questionnaire_with_a_mistake_is_named_with_its_line(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "five"
    for path in FIVE.rglob("*.yaml"):
        place = folder / path.relative_to(FIVE)
        place.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        if place.parts[-2:] == ("tip", "cluster-1.yaml"):
            text = text.replace("kind: ", "kind: no_such_", 1)
        place.write_text(text, encoding="utf-8")
    status, _, faults = run("check-questionnaires", str(folder))
    assert status == 1
    assert "tip/cluster-1.yaml, line 13" in faults and "must be one of" in faults
    assert "Traceback" not in faults


def test_an_installation_begins_with_its_first_officer(run: Run, tmp_path: Path) -> None:
    said = begin(run)
    instance = tmp_path / "instance"
    assert "Olive Officer" in said and "http://127.0.0.1:8000/" in said
    assert stat.S_IMODE(instance.stat().st_mode) == 0o700
    assert stat.S_IMODE((instance / "secret-key").stat().st_mode) == 0o600
    opened = database.engine(f"sqlite:///{instance / 'reviewmech.sqlite3'}")
    assert is_current(opened, MIGRATIONS)
    opened.dispose()


def test_an_installation_has_one_first_officer(run: Run) -> None:
    begin(run)
    status, _, faults = run("init", "--name", "Second", "--address", "second@example.org")
    assert status != 0
    assert "already" in faults and "Traceback" not in faults


def test_a_demonstration_tells_of_no_other_mechanism(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEWMECH_MECHANISM", str(SISTER))
    status, _, faults = run("demo")
    assert status != 0
    assert "Unset REVIEWMECH_MECHANISM" in faults


def test_the_first_link_lives_as_long_as_the_mechanism_says(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEWMECH_MECHANISM", str(SISTER))
    assert "within 5 days" in begin(run)


def test_a_demonstration_is_not_made_of_a_real_installation(run: Run) -> None:
    begin(run)
    status, _, faults = run("demo")
    assert status != 0
    assert "real installation" in faults


def test_without_a_secret_nothing_starts(run: Run) -> None:
    for name in ("serve", "deliver", "upgrade"):
        status, _, faults = run(name)
        assert status != 0
        assert "secret" in faults and "reviewmech init" in faults


def test_a_weak_secret_stops_the_start(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEWMECH_SECRET_KEY", "short")
    status, _, faults = run("serve")
    assert status != 0
    assert "longer" in faults and "Traceback" not in faults


def test_a_newer_version_is_reached_after_a_backup(run: Run, tmp_path: Path) -> None:
    begin(run)
    file = tmp_path / "instance" / "reviewmech.sqlite3"
    opened = database.engine(f"sqlite:///{file}")
    downgrade(opened, MIGRATIONS, "base")
    opened.dispose()
    status, said, faults = run("upgrade")
    assert (status, faults) == (0, "")
    (kept,) = [path for path in file.parent.iterdir() if path.name in said and path != file]
    with sqlite3.connect(kept) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copy.close()
    opened = database.engine(f"sqlite:///{file}")
    assert is_current(opened, MIGRATIONS)
    opened.dispose()


def test_an_upgrade_of_a_current_database_copies_nothing(run: Run, tmp_path: Path) -> None:
    begin(run)
    status, said, _ = run("upgrade")
    assert status == 0
    assert "copied" not in said
    assert "newest version" in said


def test_a_database_that_does_not_answer_is_told_in_a_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEWMECH_SECRET_KEY", "x" * 40)
    monkeypatch.setenv("REVIEWMECH_DATABASE_URL", "sqlite:////no/such/folder/at/all.sqlite3")
    status, _, faults = run("upgrade")
    assert status != 0
    assert faults.startswith("The database cannot be used") and "\n" not in faults


def test_an_address_that_is_no_database_is_told_in_a_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEWMECH_SECRET_KEY", "x" * 40)
    monkeypatch.setenv("REVIEWMECH_DATABASE_URL", "nonsense")
    status, _, faults = run("deliver")
    assert status != 0
    assert faults.startswith("REVIEWMECH_DATABASE_URL is not") and "\n" not in faults


def test_a_file_that_is_no_database_is_told_in_a_sentence(run: Run, tmp_path: Path) -> None:
    begin(run)
    for file in (tmp_path / "instance").glob("reviewmech.sqlite3*"):
        file.unlink()
    (tmp_path / "instance" / "reviewmech.sqlite3").write_text("nothing of ours\n" * 100)
    for name in ("deliver", "upgrade"):
        status, _, faults = run(name)
        assert status != 0
        assert "not a database" in faults and "\n" not in faults


def test_a_locked_database_is_told_in_a_sentence() -> None:
    locked = sqlite3.OperationalError("database is locked")
    told = cli.of_database(OperationalError("BEGIN IMMEDIATE", {}, locked))
    assert told == "Another program is writing to the database. Try again in a moment."


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file")
    monkeypatch.setenv("REVIEWMECH_INSTANCE", str(taken))
    status, _, faults = run("init", "--name", "Olive", "--address", "olive@example.org")
    assert status != 0
    assert faults.startswith(str(taken)) and "\n" not in faults


def test_a_mechanism_s_folder_that_is_not_there_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(run)
    monkeypatch.setenv("REVIEWMECH_MECHANISM", "/no/such/folder")
    status, _, faults = run("deliver")
    assert status != 0
    assert "/no/such/folder" in faults and "Traceback" not in faults


def test_nothing_is_made_for_an_officer_who_cannot_be_reached(run: Run, tmp_path: Path) -> None:
    for name, address in (("", "olive@example.org"), ("Olive", "olive at example")):
        status, _, faults = run("init", "--name", name, "--address", address)
        assert status != 0
        assert faults.endswith(".") and "\n" not in faults
    assert not (tmp_path / "instance").exists()


def test_what_is_served_has_a_database_of_this_version(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEWMECH_SECRET_KEY", "x" * 40)
    for name in ("serve", "deliver"):
        status, _, faults = run(name)
        assert status != 0
        assert "reviewmech init" in faults and "\n" not in faults


def test_a_port_in_use_is_told_in_a_sentence(run: Run) -> None:
    begin(run)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        status, _, faults = run("serve", "--port", str(taken.getsockname()[1]))
    assert status != 0
    assert "--port" in faults and "\n" not in faults


def test_waiting_letters_are_delivered_into_the_instance_s_folder(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signal, "signal", lambda *given: None)
    begin(run)
    status, said, faults = run("deliver")
    assert (status, faults) == (0, "")
    assert said == "Letters sent: 1.\n"
