"""What people see: pages over the acts. A page names its permission, or it is no page.

A module with pages bears the noun of its staircase. Beside some of them stands what only they use:

    signin          devices                     consultation    proposals
    nominations     naming                      dialogue        asking, threads
    reviews         strands                     feedback        remarks
    secretariat     overview, corrections       observations    items, positions
    responses       remaining                   summaries       compiled
    versions        submitted                   laws            library
    sheet           rows, pieces, once, saves, earlier, finding
    editions        browsing; comparing, formerly, moving, unasked (with responses)
    questionnaires  blanks, printable
    contributions   by_link, contributing, contributed, settling; sections (with contributors)

All pages share gate, forms, present, frame, errors (sent), headers (assets, packing), identity,
languages; and, where they need them, drafts, answers, differing, kept (the response as it is
written), sheets and reading (questions and answers in words), uploads and files, by_note (acts
recorded from a note), steering (forms of the secretariat), waiting (the reader's next act),
readership (who reads it), writing, titles, themes, labels (what the Mechanism calls its papers),
paths.
"""

from __future__ import annotations

from importlib import import_module

from flask import Flask

PAGES = (
    "account",
    "assistance",
    "comments",
    "consultation",
    "contributions",
    "contributors",
    "desk",
    "dialogue",
    "editions",
    "evidence",
    "feedback",
    "health",
    "journal",
    "laws",
    "nominations",
    "observations",
    "public",
    "questionnaires",
    "responses",
    "reviews",
    "secretariat",
    "sheet",
    "signin",
    "summaries",
    "versions",
)
"""The modules with pages, one a subject."""


def prepare(app: Flask) -> None:
    """Give the application its pages, its gate, its languages and its manners."""
    from reviewmech.web import errors, frame, gate, headers, identity, languages, present

    identity.recognise(app)
    languages.speak(app)
    gate.keep_watch(app)
    present.present(app)
    frame.frame(app)
    headers.protect(app)
    errors.tell_errors(app)
    for name in PAGES:
        app.register_blueprint(import_module(f"reviewmech.web.{name}").pages)
