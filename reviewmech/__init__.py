"""reviewmech runs country reviews, in which States review how States implement a convention."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from reviewmech.places import STATIC, TEMPLATES

if TYPE_CHECKING:
    from flask import Flask

    from reviewmech.config import Settings
    from reviewmech.records.database import Surroundings

LARGEST_FORM = 2 * 1024 * 1024
"""Bytes of the fields of one form: a whole article with its longest answers."""

LARGEST_REQUEST = 22 * 1024 * 1024
"""Bytes of a request with a file."""


def create_app(settings: Settings, given: Surroundings | None = None) -> Flask:
    """Wire the application together, and nothing else."""
    from flask import Flask
    from flask_wtf import CSRFProtect
    from werkzeug.middleware.proxy_fix import ProxyFix

    from reviewmech import web
    from reviewmech.installation import open_installation

    app = Flask("reviewmech", template_folder=str(TEMPLATES), static_folder=str(STATIC))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        # A picture that arrives late must not bring back the cookie of a session since ended.
        SESSION_REFRESH_EACH_REQUEST=False,
        # A form may lie open for a week: the session, not a clock, says whether it still counts.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.is_secure,
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies
        )
    opened = open_installation(settings, given)
    app.before_request(_limit_form)
    app.extensions.update(
        settings=settings,
        engine=opened.engine,
        sessions=opened.sessions,
        surroundings=opened.surroundings,
    )
    CSRFProtect(app)
    web.prepare(app)
    return app


def _limit_form() -> None:
    """Hold plain forms to their limit too: the framework knows it for forms with files alone."""
    from flask import request

    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = LARGEST_FORM
