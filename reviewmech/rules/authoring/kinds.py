"""What each kind of question needs from its author, and which choices it then offers."""

from collections.abc import Iterator, Mapping
from typing import Any

from reviewmech.rules.questionnaire import ALWAYS, FIXED_CHOICES, OTHER, Kind

Lists = Mapping[str, list[str]]
FaultOfKind = tuple[str, str, str]
"""The key at fault, the name of the mistake, and the sentence."""

THEMES = "themes"
"""The list whose choices are the tags of questions."""

_LISTING = (Kind.ONE, Kind.MANY, Kind.ASSISTANCE)


def choices(data: Mapping[str, Any], lists: Lists) -> tuple[str, ...]:
    """Give the choices that a question as written offers, in order."""
    kind = Kind(data["kind"])
    if kind in FIXED_CHOICES:
        return FIXED_CHOICES[kind]
    offered = list(data.get("options") or lists.get(data.get("list", "")) or ())
    if data.get("other") and OTHER not in offered:
        offered.append(OTHER)
    return tuple(offered)


def faults_of_kind(data: Mapping[str, Any], lists: Lists) -> Iterator[FaultOfKind]:
    """Say what does not fit the kind of a question as written."""
    kind = data["kind"]
    options, named = data.get("options"), data.get("list")
    if kind in _LISTING and bool(options) == bool(named):
        sentence = f"A question of kind “{kind}” needs either “options” or a “list”."
        yield "kind", "missing-choices", sentence
    if kind not in _LISTING and (options or named):
        key = "options" if options else "list"
        sentence = f"A question of kind “{kind}” has no choices of its own; delete “{key}”."
        yield key, "needless-choices", sentence
    if named and named not in lists:
        yield "list", "unknown-list", f"There is no list “{named}” in lists.yaml."
    if data.get("other") and kind not in (Kind.ONE, Kind.MANY):
        yield "other", "needless-other", f"A question of kind “{kind}” cannot offer “other”."
    if (kind == Kind.FIGURES) != bool(data.get("rows")):
        sentence = "A question of kind “figures” needs “rows”, and no other kind has them."
        yield "rows", "wrong-rows", sentence
    for key in ("options", "rows"):
        listed = data.get(key) or []
        for twice in sorted({one for one in listed if listed.count(one) > 1}):
            yield key, "duplicate-choice", f"“{twice}” stands twice in “{key}”."
    for tag in data.get("tags", []):
        if tag not in lists.get(THEMES, ()):
            yield "tags", "unknown-theme", f"“{tag}” is not one of the “{THEMES}” in lists.yaml."
    yield from _faults_of_laws(data, choices(data, lists))


def _faults_of_laws(data: Mapping[str, Any], offered: tuple[str, ...]) -> Iterator[FaultOfKind]:
    laws = data.get("laws", [])
    if laws == ALWAYS:
        return
    for choice in laws:
        if choice not in offered:
            sentence = f"“{choice}” is not a choice of this question, so no law is asked for."
            yield "laws", "unknown-choice", sentence
