"""The floor: what this machine can do at the best, with as little between as there can be.

Bare views under the same server, with the same sign-in and CSRF check, the same reads and the same
one durable commit in SQLAlchemy Core; for pages, the same template from ready data.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Flask, abort, before_render_template, g, jsonify, redirect, request
from flask import session as cookie
from flask_wtf import CSRFProtect
from jinja2 import Template
from sqlalchemy import Connection, Engine, select

from reviewmech import create_app
from reviewmech.config import Settings
from reviewmech.papers.summaries import to_markdown
from reviewmech.records.accounts import SignIn, fingerprint
from reviewmech.records.people import Appointment, Person
from reviewmech.records.reviews import ChangeCounter
from tests.bench import summaries, writing
from tests.bench.errands import FLOOR, sign
from tests.bench.papers import Alone
from tests.bench.review import Filled

ASKED = ("may", "strip_for", "pen_words")
"""What templates ask the product as they are rendered: the floor has the answers ready."""

Ready = Callable[[], str]


def create_floor(settings: Settings) -> Flask:
    """Make the bare application: the product's templates and words, and none of its work."""
    filled = Filled.read(settings.instance)
    kitchen = create_app(settings)
    app = create_app(settings, kitchen.extensions["surroundings"])
    _strip(app)
    for name in ASKED:
        app.jinja_env.globals[name] = kitchen.jinja_env.globals[name] = cache(
            kitchen.jinja_env.globals[name]
        )
    article = f"/strands/{filled.strand}/response/{filled.article}"
    strand = f"{FLOOR}/strands/<int:strand_id>"
    _page(app, f"{strand}/response/<article>", _ready(kitchen, app, article, filled.team[0]))
    _page(app, f"{FLOOR}/desk", _ready(kitchen, app, "/desk", filled.desks[0]))
    for name, (path, tokens) in filled.big.items():
        if name == "poll":
            _poll(app, FLOOR + path)
        elif path != "/desk":
            _page(app, FLOOR + path, _ready(kitchen, app, path, tokens[0]))
    _save(app, f"{strand}/response/<article>/<question>")
    _message(app, f"{strand}/questions/<key>/reply")
    if filled.to_compile:
        _summaries(app, filled)
    return app


def _strip(app: Flask) -> None:
    """Take the product's own work from before and after its pages, but for their compression."""
    compressing = [one for one in app.after_request_funcs[None] if one.__name__ == "pack"]
    for hooks in (app.before_request_funcs, app.after_request_funcs):
        hooks.clear()
    app.error_handler_spec.clear()
    app.after_request_funcs[None] = compressing
    app.template_context_processors[None] = app.template_context_processors[None][:1]
    app.extensions["babel"].locale_selector = lambda: "en"
    CSRFProtect(app)


def _ready(kitchen: Flask, app: Flask, path: str, token: str) -> Ready:
    """Open a page of the product once, and return what renders it again from the same data."""
    seen: list[tuple[Template, dict[str, Any], dict[str, Any]]] = []

    def look(sender: Flask, template: Template, context: dict[str, Any], **_given: Any) -> None:
        seen.append((template, dict(context), {"actor": g.actor, "subject": g.subject}))

    browser = kitchen.test_client()
    browser.set_cookie("session", sign(kitchen, token).cookie.partition("=")[2])
    with before_render_template.connected_to(look, kitchen):
        answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status)
    template, context, known = seen[-1]
    assert template.name
    own = app.jinja_env.get_template(template.name)

    def render() -> str:
        g.actor, g.subject = known["actor"], known["subject"]
        return own.render({**context, "g": g, "request": request, "session": cookie})

    return render


def signed_in(connection: Connection) -> Any:
    """Return the row of the session that the cookie names, and read the posts of its person."""
    row = connection.execute(
        select(SignIn.id, SignIn.person_id, SignIn.level)
        .join(Person)
        .where(
            SignIn.token_hash == fingerprint(cookie.get("_user_id", "")),
            SignIn.ended_at.is_(None),
            SignIn.expires_at > writing.now(),
            Person.left_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        abort(401)
    posts = connection.execute(
        select(Appointment.review_id, Appointment.state_id, Appointment.capacity).where(
            Appointment.person_id == row.person_id, Appointment.until.is_(None)
        )
    ).all()
    return row, posts[0]


def _page(app: Flask, rule: str, ready: Ready) -> None:
    @app.get(rule, endpoint=rule)
    def page(**_given: Any) -> str:
        with engine(app).connect() as connection:
            signed_in(connection)
        return ready()


def _poll(app: Flask, rule: str) -> None:
    @app.get(rule, endpoint=rule)
    def poll() -> Any:
        with engine(app).connect() as connection:
            signed_in(connection)
            connection.execute(select(ChangeCounter.value).limit(1)).scalar()
        found = app.response_class("")
        found.set_etag("1", weak=True)
        return found.make_conditional(request)


def _save(app: Flask, rule: str) -> None:
    @app.post(rule, endpoint=rule)
    def save(strand_id: int, article: str, question: str) -> Any:
        form = request.form
        with engine(app).connect() as connection:
            row, post = signed_in(connection)
            strand = writing.strand(connection, strand_id)
            writing.answer(connection, strand_id, question)
            writing.lock(connection)
            given, started_from = {"text": form["text"]}, int(form["started_from"])
            number = writing.revise(
                connection, strand, row, post, question, started_from, given, form
            )
            connection.commit()
        return jsonify(revision=number, saved=True)


def _message(app: Flask, rule: str) -> None:
    @app.post(rule, endpoint=rule)
    def message(strand_id: int, key: str) -> Any:
        with engine(app).connect() as connection:
            row, post = signed_in(connection)
            strand = writing.strand(connection, strand_id)
            thread = writing.thread(connection, key)
            writing.lock(connection)
            writing.say(connection, strand, row, post, thread, request.form)
            connection.commit()
        return redirect(f"/strands/{strand_id}/questions/{key}", 303)


def _summaries(app: Flask, filled: Filled) -> None:
    base = f"{FLOOR}/phases/<int:phase_id>/summary"
    with app.extensions["sessions"]() as session:
        paper = summaries.paper(session, filled.to_issue[0][0])
    alone, markdown = (
        cache(lambda: Alone(paper, app.extensions["settings"].instance)),
        to_markdown(paper),
    )
    ready = [
        {"place": place, "section": one.section, "level": one.level, "number": 1, "text": one.text}
        for place, one in enumerate(paper.paragraphs, start=1)
    ]

    @app.get(f"{base}/draft.md")
    def draft(phase_id: int) -> Any:
        with engine(app).connect() as connection:
            signed_in(connection)
            writing.phase(connection, phase_id)
        return app.response_class(markdown, mimetype="text/markdown")

    @app.post(f"{base}/compile")
    def compile(phase_id: int) -> Any:
        with engine(app).connect() as connection:
            row, post = signed_in(connection)
            about = writing.phase(connection, phase_id)
            writing.lock(connection)
            writing.items(connection, phase_id)
            writing.compile_from(connection, about, row, post, ready, request.form)
            connection.commit()
        return redirect(f"/phases/{phase_id}/summary", 303)

    @app.post(f"{base}/issue")
    def issue(phase_id: int) -> Any:
        with engine(app).connect() as connection:
            signed_in(connection)
        alone().docx()
        alone().pdf()
        return redirect(f"/phases/{phase_id}/summary", 303)


def engine(app: Flask) -> Engine:
    """Return the floor's own copy of the database."""
    found: Engine = app.extensions["engine"]
    return found
