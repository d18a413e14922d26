"""Handing files out: to be kept, and never run or shown in the page."""

from __future__ import annotations

from io import BytesIO

from flask import Response, send_file

from reviewmech.records.attachments import Attachment
from reviewmech.records.database import surroundings
from reviewmech.rules.refusals import NotFound
from reviewmech.web import gate

POLICY = "sandbox; default-src 'none'"
"""What a file may do where a browser opens it after all: nothing."""


def hand_out(file: Attachment) -> Response:
    """Return a file as it was received, as what was found in it, under its own name."""
    try:
        content = surroundings(gate.session()).store.get(file.sha256)
    except KeyError:
        raise NotFound(
            "“%(name)s” is on record, but the file itself is not in the store of this "
            "installation. Tell the secretariat, who can bring it back from a backup.",
            name=file.name,
        ) from None
    answer = send_file(
        BytesIO(content), mimetype=file.media_type, as_attachment=True, download_name=file.name
    )
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
