"""How refusals and accidents are told: a sentence that says what to do, with the right status."""

from __future__ import annotations

from flask import (
    Flask,
    Response,
    current_app,
    jsonify,
    make_response,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from reviewmech.rules.refusals import N_, Refused, SentBefore
from reviewmech.web import gate, kept, languages, saves, sent

SENTENCES = {
    400: N_("The request could not be understood. Go back, look at it and send it again."),
    404: N_("There is nothing at this address. Check it, or begin at the first page."),
    405: N_("This address does not take that kind of request. Go back and use the page's form."),
    413: N_(
        "What was sent is larger than the limit of 2 MB for a form or 20 MB for a file. Nothing "
        "was changed. Go back: what you typed is still there, to be shortened."
    ),
    500: N_("Something went wrong on our side and nothing was changed. Please try again."),
    503: N_("The database did not answer in time and nothing was changed. Please try again."),
}


def tell(status: int, sentence: str) -> Response:
    """Return the page that tells a refusal; words typed into a form are given back on it."""
    if saves.by_script():
        return make_response(jsonify(sentence=sentence), status)
    words = {"sentence": sentence, "typed": sent.typed() if status != 413 else []}
    return make_response(render_template("errors/refused.html", **words), status)


def refused(error: Refused) -> ResponseReturnValue:
    """Tell a refusal of the rules or the acts."""
    if isinstance(error, SentBefore) and sent.again() and not saves.by_script():
        return _sent_before(error)
    return tell(error.status, languages.told(error))


def _sent_before(error: SentBefore) -> ResponseReturnValue:
    """Tell that a form was sent before with other words, and offer to send these as well."""
    given = {"sentence": languages.told(error), **sent.given_back()}
    return render_template("errors/sent_before.html", **given), error.status


def form_expired(error: CSRFError) -> ResponseReturnValue:
    """Tell that a form was too old, and let what was typed in it be sent by one press."""
    if saves.by_script():
        return _expired_for_a_script()
    page = render_template(
        "errors/form_expired.html",
        is_of_another=sent.is_of_another(gate.person(), sent.writer()),
        needs_no_sign_in=sent.needs_no_sign_in(),
        known_address=kept.known_address(),
        **sent.given_back(),
    )
    return page, 400


def _expired_for_a_script() -> ResponseReturnValue:
    """Tell a page to let its reader sign in, or give it a fresh token if they still are."""
    person = gate.person()
    if gate.PURPOSES.get(request.endpoint or "") in gate.BY_LINK:
        return jsonify(sentence=_("This page was too old."), token=generate_csrf()), 400
    if person is None:
        sentence = _("You were signed out, so this was not sent.")
        return jsonify(sentence=sentence, sign_in=url_for("signin.sign_in")), 401
    if request.form.get("owner") != kept.owner(person):
        sentence = _("Somebody else is signed in here now, so this was not sent.")
        return jsonify(sentence=sentence), 403
    return jsonify(sentence=_("This page was too old."), token=generate_csrf()), 400


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
