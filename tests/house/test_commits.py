"""There is one commit, in one place; nothing leaves a test; letters leave after the act."""

import re
import smtplib
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "reviewmech"


def places(pattern: str) -> set[str]:
    """Return the modules in which a pattern stands."""
    return {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if re.search(pattern, path.read_text(encoding="utf-8"))
    }


def test_there_is_one_commit() -> None:
    assert places(r"\.commit\(") == {"actions/act.py"}
    text = (PACKAGE / "actions" / "act.py").read_text(encoding="utf-8")
    assert text.count(".commit(") == 1


def test_only_the_act_locks_and_takes_back() -> None:
    assert places(r"\block\(session\)") <= {"actions/act.py"}
    assert places(r"\.rollback\(\)") <= {"actions/act.py", "records/database.py"}


def test_transactions_are_begun_by_acts_and_migrations_alone() -> None:
    assert places(r"engine\.begin\(|\.begin\(\)") <= {"records/migrations.py"}


def test_only_letters_speak_to_a_mail_server() -> None:
    assert len(places(r"\bsmtplib\b")) == 1


def test_no_letter_leaves_a_test() -> None:
    with pytest.raises(AssertionError, match="mark it `post`"):
        smtplib.SMTP("127.0.0.1", 9)
    with pytest.raises(AssertionError, match="mark it `post`"):
        smtplib.SMTP_SSL("127.0.0.1", 9)


def test_the_journal_is_written_by_the_act_alone() -> None:
    assert places(r"\bappend\(session, chain") <= {"actions/act.py", "records/journal.py"}
    assert not {path for path in places(r"import .*\bChain\b") if path.startswith("web/")}
