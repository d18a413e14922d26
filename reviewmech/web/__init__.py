"""What people see: pages over the acts. A page names its permission, or it is no page.

A module with pages bears the noun of its staircase. Beside some of them stands what only they use:

    annotations          annotation_list
    changes, journal     journal_lines
    chain                chain_grounds
    consultation         proposals
    contributions        by_link, contributing, contributed, settling; sections (with contributors)
    dialogue             asking, threads, question_list, composing, enclosing, sending
    dossier              dossier_parts
    editions             browsing; comparing, formerly, moving, unasked (with responses)
    feedback             my_articles, remarks
    laws                 library
    nominations          naming
    observations         items, positions, observation_list, grounds, wordings, negotiated
    clearing             adoption
    packs                pack_parts
    passages, audiences  confidential
    questionnaires       blanks, printable
    responses            remaining
    reviews              strands
    secretariat          overview, corrections
    sheet                rows, pieces, once, saves, earlier, finding
    signin               devices
    summaries, public    compiled, issued
    translations         bilingual
    versions             submitted, amended

All pages share gate, forms, present, frame, errors (sent), headers (assets, packing), identity,
languages; and, where they need them, drafts, answers, differing, kept (the response as it is
written), sheets and reading (questions and answers in words), uploads and files, by_note (acts
recorded from a note), steering (forms of the secretariat), waiting and waits (the reader's next
act, what waits for their State), readership (who reads it), margins, whereabouts (what was
written beside a text, where it stands), writing, titles, themes, labels (what the Mechanism calls
its papers), paths.
"""

from __future__ import annotations

from importlib import import_module

from flask import Flask

PAGES = (
    "account",
    "annotations",
    "assistance",
    "audiences",
    "chain",
    "changes",
    "clearing",
    "comments",
    "consultation",
    "contributions",
    "contributors",
    "desk",
    "dialogue",
    "dossier",
    "editions",
    "evidence",
    "feedback",
    "health",
    "journal",
    "laws",
    "leave",
    "meetings",
    "nominations",
    "observations",
    "packs",
    "passages",
    "practices",
    "public",
    "questionnaires",
    "responses",
    "reviews",
    "secretariat",
    "sheet",
    "signin",
    "stops",
    "summaries",
    "translating",
    "translations",
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
