"""Files, kept by the SHA-256 of what is in them, behind a store of three methods."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from reviewmech.records.base import Base


class Attachment(Base):
    """A file as it was received or issued; the bytes are in the store under ``sha256``."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(300))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    kept_at: Mapped[datetime]
    kept_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Store(Protocol):
    """Where the bytes are: a folder today, an object store another day."""

    def put(self, content: bytes) -> str:
        """Keep the bytes and return their SHA-256 in hexadecimal."""

    def get(self, sha256: str) -> bytes:
        """Return the bytes kept under this SHA-256; raise KeyError when there are none."""

    def has(self, sha256: str) -> bool:
        """Say whether bytes are kept under this SHA-256."""


class FolderStore:
    """A store in a folder: one file for each content, written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _place(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def put(self, content: bytes) -> str:
        """Keep the bytes and return their SHA-256 in hexadecimal."""
        sha256 = hashlib.sha256(content).hexdigest()
        place = self._place(sha256)
        if not place.exists():
            for folder in (self.folder, place.parent):
                folder.mkdir(0o700, parents=True, exist_ok=True)
            part = place.with_name(f"{sha256}.{uuid4().hex}.part")
            try:
                _write(part, content)
                part.replace(place)
                _settle(place.parent)
            finally:
                part.unlink(missing_ok=True)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return the bytes kept under this SHA-256; raise KeyError when there are none."""
        try:
            return self._place(sha256).read_bytes()
        except FileNotFoundError:
            raise KeyError(sha256) from None

    def has(self, sha256: str) -> bool:
        """Say whether bytes are kept under this SHA-256."""
        return self._place(sha256).exists()


def _write(place: Path, content: bytes) -> None:
    """Write a file that only this user can read, down to the disk."""
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Bring the names in a folder down to the disk: a file is lost without its name."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
