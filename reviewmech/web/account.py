"""One's own account: details, password, sessions, how one is told, and what one was told."""

from __future__ import annotations

from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user, logout_user
from wtforms import PasswordField, RadioField, SelectField
from wtforms.validators import InputRequired

from reviewmech.actions import accounts, sentences
from reviewmech.actions.notice_choices import choose_notices
from reviewmech.records.accounts import SignIn, sessions_of
from reviewmech.records.notices import Notice, chosen_paces, told
from reviewmech.records.people import Person
from reviewmech.rules.notices import Category, Pace, usual
from reviewmech.rules.passwords import ADVICE
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import Invalid
from reviewmech.web import gate, languages, paths, present
from reviewmech.web.forms import REQUIRED, ActForm, LineField
from reviewmech.web.gate import Pages

pages = Pages("account", __name__)


class DetailsForm(ActForm):
    """What a person may change of their own details."""

    title = LineField(lazy_gettext("Title or position"))
    phone = LineField(lazy_gettext("Telephone"), longest=60)
    language = SelectField(lazy_gettext("Language of pages and letters"))


class PasswordForm(ActForm):
    """The password one has, and the one to have."""

    password = PasswordField(lazy_gettext("Present password"), [InputRequired(REQUIRED)])
    new_password = PasswordField(
        lazy_gettext("New password"),
        [InputRequired(REQUIRED)],
        description=lazy_gettext(ADVICE),
    )


class NoticesForm(ActForm):
    """How soon one is told, category by category."""

    def offer(self) -> None:
        """Offer the paces, with the one that holds now chosen."""
        for category, field in self.by_category().items():
            said = present.said(category)
            field.label.text = said[:1].upper() + said[1:]
            field.choices = [(pace.value, present.said(pace)) for pace in Pace]

    def by_category(self) -> dict[Category, RadioField]:
        """Return the field of each category."""
        return {each: self[each.name.lower()] for each in Category}


for _category in Category:
    setattr(NoticesForm, _category.name.lower(), RadioField())


@pages.get("/account", may=Reading.OWN_ACCOUNT)
def account() -> ResponseReturnValue:
    """Show one's own account."""
    return _account(_details(obj=_reader()))


@pages.post("/account", may=Action.CHANGE_PROFILE)
def change_details() -> ResponseReturnValue:
    """Change one's own details."""
    form = _details()
    if not form.validate_on_submit():
        return _account(form), 422
    accounts.change_profile(
        gate.session(), gate.actor(), None, **form.given(), request_id=form.request_id.data
    )
    flash(_("Saved."))
    back = redirect(url_for("account.account"), 303)
    return languages.remember(back, form.language.data)


def _details(obj: Person | None = None) -> DetailsForm:
    form = DetailsForm(obj=obj)
    form.language.choices = [(code, languages.own_name(code)) for code in languages.offered()]
    return form


def _account(form: DetailsForm) -> str:
    person = _reader()
    return render_template(
        "account/account.html",
        form=form,
        person=person,
        sessions=sessions_of(gate.session(), person),
        here=current_user.row.id,
    )


def _reader() -> Person:
    found: Person = current_user.person
    return found


@pages.get("/account/password", may=Reading.OWN_ACCOUNT)
def password() -> ResponseReturnValue:
    """Show where to change one's password."""
    return render_template("account/password.html", form=PasswordForm())


@pages.post("/account/password", may=Action.CHANGE_PASSWORD)
def change_password() -> ResponseReturnValue:
    """Change one's password; one's other sessions end."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            changed = accounts.change_password(
                gate.session(),
                gate.actor(),
                current=form.password.data or "",
                new=form.new_password.data or "",
                keeping=current_user.row,
                request_id=form.request_id.data,
            )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            if changed is not None:
                flash(_("Your password is changed. Your other sessions have ended."))
                return redirect(url_for("account.account"), 303)
            wrong = _("This is not your present password. Look at it and try again.")
            form.password.errors = [*form.password.errors, wrong]
            # The failed try was an act; the next one is another.
            form.request_id.data = uuid4().hex
    return render_template("account/password.html", form=form), 422


@pages.get("/account/notices", may=Reading.OWN_ACCOUNT)
def notices() -> ResponseReturnValue:
    """Show how soon one is told of what."""
    person = _reader()
    chosen = chosen_paces(gate.session(), [person.id])
    otherwise = usual(officer=gate.actor().officer)
    held = {each: chosen.get((person.id, each), otherwise) for each in Category}
    form = NoticesForm(data={each.name.lower(): pace.value for each, pace in held.items()})
    form.offer()
    return render_template("account/notices.html", form=form)


@pages.post("/account/notices", may=Action.CHOOSE_NOTICES)
def change_notices() -> ResponseReturnValue:
    """Choose how soon one is told of what."""
    form = NoticesForm()
    form.offer()
    if not form.validate_on_submit():
        return render_template("account/notices.html", form=form), 422
    paces = {each: Pace(field.data) for each, field in form.by_category().items()}
    choose_notices(gate.session(), gate.actor(), None, paces=paces, request_id=form.request_id.data)
    flash(_("Saved. It holds for what happens from now on."))
    return redirect(url_for("account.notices"), 303)


A_PAGE = 50


@pages.get("/account/told", may=Reading.OWN_ACCOUNT)
def what_was_told() -> ResponseReturnValue:
    """Show what one was told, and by which letter: one's own alone."""
    number = min(max(1, request.args.get("page", 1, type=int)), 10_000)
    after = (number - 1) * A_PAGE
    found = told(gate.session(), gate.actor(), after=after, most=A_PAGE + 1)
    return render_template(
        "account/told.html",
        notices=[(each, _sentence(each)) for each in found[:A_PAGE]],
        newer=url_for("account.what_was_told", page=number - 1) if number > 1 else None,
        older=url_for("account.what_was_told", page=number + 1) if len(found) > A_PAGE else None,
    )


def _sentence(notice: Notice) -> str:
    return sentences.told(gate.session(), notice, present.language())[0]


@pages.post("/account/sessions/<int:sign_in_id>/end", may=Action.END_SESSION)
def end_session(sign_in_id: int) -> ResponseReturnValue:
    """End one of one's own sessions."""
    ended = gate.session().get(SignIn, sign_in_id)
    gate.belongs(ended, ended is not None and ended.person_id == _reader().id)
    accounts.end_session(
        gate.session(),
        gate.actor(),
        None,
        ended=ended,
        request_id=request.form.get("request_id"),
    )
    if sign_in_id == current_user.row.id:
        logout_user()
        return redirect(url_for("signin.sign_in"), 303)
    flash(_("That session has ended."))
    return redirect(url_for("account.account", _anchor="sessions"), 303)


@pages.get("/language/<language>", may=Reading.SIGN_IN)
def choose_language(language: str) -> ResponseReturnValue:
    """Show the pages in another language from now on."""
    gate.belongs(language, language in languages.offered())
    onward = redirect(paths.local(request.args.get("next"), otherwise="/"))
    return languages.remember(onward, language)
