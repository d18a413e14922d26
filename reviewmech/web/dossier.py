"""The dossier for somebody new in a review: where it stands, who is who, what is next."""

from __future__ import annotations

from io import BytesIO

from flask import render_template, send_file
from flask.typing import ResponseReturnValue

from reviewmech.papers.dossiers import to_docx
from reviewmech.records.database import surroundings
from reviewmech.records.reviews import Review
from reviewmech.rules.purposes import Reading
from reviewmech.web import gate
from reviewmech.web.dossier_parts import dossier_of
from reviewmech.web.gate import Pages

pages = Pages("dossier", __name__)

DOSSIER = "/reviews/<int:review_id>/dossier"


@pages.get(DOSSIER, may=Reading.REVIEW)
def dossier(review: Review) -> ResponseReturnValue:
    """Show what somebody new in a review needs to know, from what they may read alone."""
    return render_template("dossier/dossier.html", review=review, dossier=dossier_of(review))


@pages.get(DOSSIER + ".docx", may=Reading.REVIEW)
def document(review: Review) -> ResponseReturnValue:
    """Give the same as a Word file."""
    made = to_docx(dossier_of(review), surroundings(gate.session()).address)
    answer = send_file(
        BytesIO(made),
        mimetype="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        as_attachment=True,
        download_name=f"dossier-{review.state.code.lower()}.docx",
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
