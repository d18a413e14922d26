"""The reading pack: what there is to read on one's articles, as one file to take along."""

from __future__ import annotations

from io import BytesIO

from flask import request, send_file
from flask.typing import ResponseReturnValue

from reviewmech.papers import packs
from reviewmech.papers.packs import Format
from reviewmech.papers.questionnaires import MEDIA_TYPES
from reviewmech.papers.questionnaires import Format as Form
from reviewmech.records.reviews import Strand
from reviewmech.rules.purposes import Reading
from reviewmech.web import gate
from reviewmech.web.files import POLICY
from reviewmech.web.pack_parts import Gathering

pages = gate.Pages("packs", __name__)

_MEDIA_TYPES = {Format.DOCX: MEDIA_TYPES[Form.DOCX], Format.HTML: "text/html"}


@pages.get("/strands/<int:strand_id>/papers/pack.<form>", may=Reading.SUBMITTED_RESPONSE)
def pack(strand: Strand, form: str) -> ResponseReturnValue:
    """Hand out a reading pack on the articles of the reader's State, or on all of them."""
    gate.belongs(form, form in set(Format))
    kind = Format(form)
    gathering = Gathering(strand, request.args.get("articles") != "all")
    answer = send_file(
        BytesIO(packs.made(gathering.pack, kind)),
        mimetype=_MEDIA_TYPES[kind],
        as_attachment=True,
        download_name=f"{gathering.file_name}.{kind}",
    )
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
