"""Forms that take a file: sent in slices before the form, or with it where no script runs."""

from __future__ import annotations

import hashlib
from uuid import uuid4

from flask import request
from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import HiddenField

from reviewmech.actions import uploads as acts
from reviewmech.actions.uploads import MEGABYTE, Upload
from reviewmech.records.database import surroundings
from reviewmech.records.reviews import Review
from reviewmech.web import gate
from reviewmech.web.forms import ActForm

FIELDS = ("file", "file_key", "file_name", "file_size", "file_sha256")

MOST_FIGURES = 12


def largest() -> int:
    """Return how many megabytes a file may have."""
    return surroundings(gate.session()).largest_file // MEGABYTE


class FileForm(ActForm):
    """A form with a file, which is named by what it arrived under."""

    file = FileField(lazy_gettext("File"))
    file_key = HiddenField()
    file_name = HiddenField()
    file_size = HiddenField()
    file_sha256 = HiddenField()

    def upload(self, review: Review) -> Upload | None:
        """Return the file that was sent; one that came with the form is kept if it is refused."""
        if self.file.data:
            self._keep(review)
        if not self.file_key.data:
            return None
        size = self.file_size.data or ""
        is_number = size.isdecimal() and len(size) < MOST_FIGURES
        return Upload(
            self.file_key.data,
            self.file_name.data or "",
            int(size) if is_number else 0,
            self.file_sha256.data or "",
        )

    def drop(self) -> None:
        """Name no file any more: the one that was sent is not taken."""
        for name in FIELDS[1:]:
            self._fields[name].data = ""

    def _keep(self, review: Review) -> None:
        content = self.file.data.read()
        sha256 = hashlib.sha256(content).hexdigest()
        upload = Upload(uuid4().hex, self.file.data.filename or "", len(content), sha256)
        acts.keep_whole(gate.session(), gate.actor(), review, upload, content)
        given = (upload.key, upload.name, str(upload.size), upload.sha256)
        for name, value in zip(FIELDS[1:], given, strict=True):
            self._fields[name].data = value


def announced() -> Upload:
    """Return the file that a request with a slice speaks of."""
    return Upload(
        request.args.get("key", ""),
        request.args.get("name", ""),
        request.args.get("size", 0, type=int),
    )
