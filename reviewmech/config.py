"""The settings of an installation: read once from the environment, then frozen.

A missing or weak secret stops the start, in words: sessions and forms would be worth nothing.
"""

from __future__ import annotations

import os
import secrets
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which

from reviewmech.places import QUESTIONNAIRES

SHORTEST_SECRET = 32
"""Characters a secret must have at the least."""

LARGEST_FILE = 20
"""Megabytes a file may have; an installation may take smaller ones only."""

LANGUAGES = ("en", "fr", "ar")
"""Languages of the interface; the first is that of who asks for none of them."""


class SettingsFault(Exception):
    """A setting is missing or wrong: one sentence that says what to do."""


@dataclass(frozen=True)
class Settings:
    """Everything an installation can set; the names in the environment begin with REVIEWMECH_.

    ``proxies`` says how many proxies stand before it: their word is taken for a reader's address.
    ``clamav`` is where ClamAV's daemon listens, ``host:port`` or the path of its socket; without it
    files are not scanned. ``largest_file`` is in megabytes. ``translator`` is a command of this
    machine that translates (see `actions/translators.py`); without it nothing is translated by
    machine.
    """

    instance: Path
    secret_key: str = field(repr=False)
    database_url: str = ""
    address: str = "http://127.0.0.1:8000"
    mechanism: Path = QUESTIONNAIRES
    smtp: str = ""
    sender: str = "reviewmech@localhost"
    proxies: int = 0
    clamav: str = ""
    largest_file: int = LARGEST_FILE
    translator: str = ""
    languages: tuple[str, ...] = LANGUAGES
    is_test: bool = False
    is_demo: bool = False

    @property
    def database(self) -> str:
        """The address of the database: the one set, or the SQLite file of the instance."""
        return self.database_url or f"sqlite:///{self.instance / 'reviewmech.sqlite3'}"

    @property
    def is_secure(self) -> bool:
        """Whether people come by https, so that cookies must never go another way."""
        return self.address.startswith("https://")


def instance_folder(given: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of this installation: ``instance`` here, unless set otherwise."""
    return Path(given.get("REVIEWMECH_INSTANCE", "instance")).absolute()


def from_environment(
    given: Mapping[str, str] = os.environ, *, host: str = "127.0.0.1", port: int = 8000
) -> Settings:
    """Read the settings; raise SettingsFault in words when one of them cannot stand.

    Where no address is set, people find it where it is served.
    """
    instance = instance_folder(given)
    return Settings(
        instance=instance,
        secret_key=_secret(given, instance),
        database_url=given.get("REVIEWMECH_DATABASE_URL", ""),
        address=given.get("REVIEWMECH_ADDRESS", f"http://{host}:{port}").rstrip("/"),
        mechanism=Path(given.get("REVIEWMECH_MECHANISM", QUESTIONNAIRES)),
        smtp=given.get("REVIEWMECH_SMTP", ""),
        sender=given.get("REVIEWMECH_SENDER", "reviewmech@localhost"),
        proxies=_whole_number(given, "REVIEWMECH_PROXIES"),
        clamav=given.get("REVIEWMECH_CLAMAV", ""),
        largest_file=_largest_file(given),
        translator=_command(given, "REVIEWMECH_TRANSLATOR"),
        is_demo=is_demo(instance),
    )


def _whole_number(given: Mapping[str, str], name: str) -> int:
    number = given.get(name, "0")
    if not number.isdecimal():
        raise SettingsFault(f"{name} must be a whole number, not “{number}”.")
    return int(number)


def _command(given: Mapping[str, str], name: str) -> str:
    command = given.get(name, "").strip()
    try:
        words = shlex.split(command)
    except ValueError as fault:
        raise SettingsFault(f"{name} cannot be read as a command: {fault}.") from fault
    if words and which(words[0]) is None:
        raise SettingsFault(f"{name} names “{words[0]}”, which is no program on this machine.")
    return command


def _largest_file(given: Mapping[str, str]) -> int:
    number = given.get("REVIEWMECH_LARGEST_FILE", str(LARGEST_FILE))
    if not number.isdecimal() or not 1 <= int(number) <= LARGEST_FILE:
        raise SettingsFault(
            f"REVIEWMECH_LARGEST_FILE must be megabytes from 1 to {LARGEST_FILE}, not “{number}”."
        )
    return int(number)


def _secret(given: Mapping[str, str], instance: Path) -> str:
    kept = secret_file(instance)
    found = given.get("REVIEWMECH_SECRET_KEY") or (kept.read_text() if kept.exists() else "")
    if not found.strip():
        raise SettingsFault(
            "There is no secret key. Set REVIEWMECH_SECRET_KEY to at least 32 random characters, "
            f"or run `reviewmech init`, which keeps one in {kept}."
        )
    if len(found.strip()) < SHORTEST_SECRET:
        raise SettingsFault(
            f"The secret key has fewer than {SHORTEST_SECRET} characters. Set "
            "REVIEWMECH_SECRET_KEY to a longer, random one."
        )
    return found.strip()


def secret_file(instance: Path) -> Path:
    """Return where an installation keeps the secret it made for itself."""
    return instance / "secret-key"


def keep_secret(instance: Path) -> None:
    """Make a secret for this installation, once, readable by its user alone."""
    place = secret_file(instance)
    instance.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))


def demo_mark(instance: Path) -> Path:
    """Return the file that marks an installation as a demonstration."""
    return instance / "demo"


def is_demo(instance: Path) -> bool:
    """Say whether this installation is a demonstration, with invented States and open doors."""
    return demo_mark(instance).exists()
