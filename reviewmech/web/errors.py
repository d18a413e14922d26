"""How refusals and accidents are told: a sentence that says what to do, with the right status."""

from __future__ import annotations

from flask import Flask, Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from reviewmech.rules.refusals import N_, Refused

SENTENCES = {
    400: N_("The request could not be understood. Go back, look at it and send it again."),
    404: N_("There is nothing at this address. Check it, or begin at the first page."),
    405: N_("This address does not take that kind of request. Go back and use the page's form."),
    413: N_("What was sent is larger than the limit of 2 MB for a form or 20 MB for a file."),
    500: N_("Something went wrong on our side and nothing was changed. Please try again."),
    503: N_("The database did not answer in time and nothing was changed. Please try again."),
}


OWN_FIELDS = frozenset(
    {
        "csrf_token",
        "request_id",
        "password",
        "current",
        "new_password",
        "code",
        "address",
        "token",
        "started_from",
        "language",
        "shown",
    }
)
"""Fields that are not a person's words, or that no page may show again."""


def tell(status: int, sentence: str) -> Response:
    """Return the page that tells a refusal; words typed into a form are given back on it."""
    words = {"sentence": sentence, "typed": typed() if status != 413 else []}
    return make_response(render_template("errors/refused.html", **words), status)


def typed() -> list[str]:
    """Return the words of the form that was sent, so that they can be copied."""
    sent = request.form.items(multi=True)
    return [text for name, text in sent if name not in OWN_FIELDS and text.strip()]


def refused(error: Refused) -> ResponseReturnValue:
    """Tell a refusal of the rules or the acts."""
    return tell(error.status, _(error.sentence) % error.details)


def form_expired(error: CSRFError) -> ResponseReturnValue:
    """Tell that a form was too old, and give back what was typed in it."""
    return render_template("errors/form_expired.html", typed=typed()), 400


def failed(error: HTTPException) -> ResponseReturnValue:
    """Tell any other answer that is not a page."""
    status = error.code or 500
    if status < 400:
        return error
    answer = tell(status, _(SENTENCES.get(status, SENTENCES[400 if status < 500 else 500])))
    if isinstance(error, MethodNotAllowed):
        answer.allow.update(error.valid_methods or ())
    return answer


def unavailable(error: OperationalError) -> ResponseReturnValue:
    """Tell that the database did not answer; the log has the reason."""
    current_app.logger.exception("The database did not answer.")
    return tell(503, _(SENTENCES[503]))


def tell_errors(app: Flask) -> None:
    """Register how errors are told."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(CSRFError, form_expired)
    app.register_error_handler(HTTPException, failed)
    app.register_error_handler(OperationalError, unavailable)
