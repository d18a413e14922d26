"""Coming in: signing in and out, setting a password by a link or a short code, a new link."""

from __future__ import annotations

from contextlib import suppress
from uuid import uuid4

from flask import flash, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user, login_user, logout_user
from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import InputRequired

from reviewmech.actions import accounts
from reviewmech.records.accounts import SignIn, fingerprint, invitation_kept, is_usable
from reviewmech.rules.passwords import ADVICE
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Invalid, NotPermitted
from reviewmech.web import devices, gate, kept, paths, present, sent
from reviewmech.web.forms import REQUIRED, ActForm, LineField
from reviewmech.web.gate import Pages
from reviewmech.web.identity import SignedIn

pages = Pages("signin", __name__)

ADDRESS = lazy_gettext("E-mail address")
PASSWORD = lazy_gettext("Password")
NEW_PASSWORD = lazy_gettext("New password")
LONG_ENOUGH = lazy_gettext(ADVICE)


class SignInForm(ActForm):
    """Who one is, and the proof of it."""

    address = LineField(ADDRESS, [InputRequired(REQUIRED)], longest=320)
    password = PasswordField(PASSWORD, [InputRequired(REQUIRED)])
    shared = BooleanField(
        lazy_gettext("This is a shared computer"),
        description=lazy_gettext(
            "Tick this where others use the same computer: you are signed out after 8 hours, and "
            "nothing you write is stored on it. If it is not ticked, answers that could not be "
            "sent are stored on this device until the line is back; they are removed when you "
            "sign out."
        ),
    )


class PasswordForm(ActForm):
    """The password of an account that is being opened by its link."""

    password = PasswordField(NEW_PASSWORD, [InputRequired(REQUIRED)], description=LONG_ENOUGH)


class CodeForm(ActForm):
    """The same, opened by the short code that was read out."""

    address = LineField(ADDRESS, [InputRequired(REQUIRED)], longest=320)
    code = StringField(lazy_gettext("Short code"), [InputRequired(REQUIRED)])
    password = PasswordField(NEW_PASSWORD, [InputRequired(REQUIRED)], description=LONG_ENOUGH)


class RenewalForm(ActForm):
    """Where a new link is to go."""

    address = LineField(ADDRESS, [InputRequired(REQUIRED)], longest=320)


@pages.route("/sign-in", methods=["GET", "POST"], may=Reading.SIGN_IN)
def sign_in() -> ResponseReturnValue:
    """Sign in, and go on to where one wanted to go."""
    onward = paths.local(request.args.get("next"), otherwise="")
    form = SignInForm(address=kept.known_address())
    if request.method == "GET" and gate.person() is not None:
        return redirect(onward or url_for("desk.desk"))
    if form.validate_on_submit():
        opened = _opened(form)
        if opened is not None:
            return _let_in(opened, onward, shared=form.shared.data)
        sentence = _("Address and password were not recognised. Look at both and try again.")
        form.form_errors.append(sentence)
    given = {"form": form, "onward": onward or None, **sent.carried()}
    page = render_template("signin/sign_in.html", **given)
    return page, 422 if form.errors else 200


def _opened(form: SignInForm) -> SignIn | None:
    return accounts.sign_in(
        gate.session(),
        gate.actor(),
        address=form.address.data or "",
        password=form.password.data or "",
        shared=form.shared.data,
        network=request.remote_addr or "",
        device=devices.named(request.user_agent.string),
    )


def _let_in(opened: SignIn, onward: str, *, shared: bool) -> ResponseReturnValue:
    # A fresh cookie: nothing that stood in it before can follow somebody in.
    cookie.clear()
    cookie.permanent = not shared
    login_user(SignedIn(opened.token, opened))
    sent.sign_forms(opened.person)
    carried = sent.carried()
    if carried["again"]:
        is_of_another = sent.is_of_another(opened.person, carried["writer"])
        words = render_template("signin/resumed.html", is_of_another=is_of_another, **carried)
        answer = make_response(words)
    else:
        answer = make_response(redirect(onward or url_for("desk.desk"), 303))
    return kept.tell(answer, opened.person, shared=shared)


@pages.post("/sign-out", may=Reading.SIGN_IN)
def sign_out() -> ResponseReturnValue:
    """Sign out: this session ends, on this device and in the records."""
    if current_user.is_authenticated:
        # Another window may have ended it a moment ago.
        with suppress(NotPermitted):
            accounts.end_session(gate.session(), gate.actor(), None, ended=current_user.row)
        logout_user()
    cookie.clear()
    flash(_("You are signed out."))
    return kept.signed_out(make_response(redirect(url_for("signin.sign_in"), 303)))


@pages.get("/activate/<token>", may=Reading.SIGN_IN)
def activate(token: str) -> ResponseReturnValue:
    """Show where to set a password, or how to get a link that works."""
    found = invitation_kept(gate.session(), fingerprint(token))
    if found is None or not is_usable(gate.session(), found):
        return _link_is_over(token if found else "")
    form = PasswordForm()
    return render_template("signin/activate.html", form=form, token=token, person=found.person)


@pages.post("/activate/<token>", may=Action.ACTIVATE_ACCOUNT)
def activate_by_link(token: str) -> ResponseReturnValue:
    """Set the password of the account this link opens."""
    form = PasswordForm()
    found = invitation_kept(gate.session(), fingerprint(token))
    if form.validate_on_submit():
        try:
            person = accounts.activate_by_link(
                gate.session(),
                gate.actor(),
                token=token,
                password=form.password.data or "",
                network=request.remote_addr or "",
                language=present.language(),
                request_id=form.request_id.data,
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return _welcome() if person else _link_is_over(token if found else "")
    person = found.person if found else None
    page = render_template("signin/activate.html", form=form, token=token, person=person)
    return page, 422


def _welcome() -> ResponseReturnValue:
    flash(_("Your password is set. Sign in with it now."))
    return redirect(url_for("signin.sign_in"), 303)


def _link_is_over(token: str) -> ResponseReturnValue:
    return render_template("signin/over.html", token=token, form=RenewalForm()), 410


@pages.get("/activate", may=Reading.SIGN_IN)
def code() -> ResponseReturnValue:
    """Show where to type a short code."""
    return render_template("signin/code.html", form=CodeForm())


@pages.post("/activate", may=Action.ACTIVATE_ACCOUNT)
def activate_by_code() -> ResponseReturnValue:
    """Set the password of the account this short code opens."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            person = accounts.activate_by_code(
                gate.session(),
                gate.actor(),
                address=form.address.data or "",
                code=form.code.data or "",
                password=form.password.data or "",
                network=request.remote_addr or "",
                language=present.language(),
                request_id=form.request_id.data,
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            if person is not None:
                return _welcome()
            sentence = _(
                "Address and code were not recognised, or the code was used or has expired. Look "
                "at both and try again, or ask the secretariat for a new code."
            )
            form.form_errors.append(sentence)
            # The failed try was an act; the next one is another.
            form.request_id.data = uuid4().hex
    return render_template("signin/code.html", form=form), 422


@pages.get("/activation/renew", may=Reading.SIGN_IN)
def renewal() -> ResponseReturnValue:
    """Show where to ask for a new link, also when a password is forgotten."""
    return render_template("signin/renew.html", form=RenewalForm())


@pages.post("/activation/renew", may=Action.RENEW_INVITATION)
def renew() -> ResponseReturnValue:
    """Send a new link to whom it belongs; the answer is the same when it belongs to nobody."""
    form, token = RenewalForm(), request.form.get("token", "")
    if not token and not form.validate_on_submit():
        return render_template("signin/renew.html", form=form), 422
    accounts.renew_invitation(
        gate.session(),
        gate.actor(),
        None,
        address=form.address.data or "",
        token=token,
        network=request.remote_addr or "",
        request_id=form.request_id.data,
    )
    return render_template("signin/renewed.html")
