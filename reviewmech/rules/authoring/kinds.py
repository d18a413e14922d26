"""What each kind of question needs from its author, and which choices it then offers."""

from collections.abc import Iterator, Mapping
from typing import Any

from reviewmech.rules.questionnaire import ALWAYS, FIXED_CHOICES, OTHER, Kind

Lists = Mapping[str, list[str]]
Fault = tuple[str, str]
"""The key at fault, and the sentence."""

THEMES = "themes"
"""The list whose choices are the tags of questions."""

_LISTING = (Kind.ONE, Kind.MANY, Kind.ASSISTANCE)


def choices(data: Mapping[str, Any], lists: Lists) -> tuple[str, ...]:
    """Give the choices that a question as written offers, in order."""
    kind = Kind(data["kind"])
    if kind in FIXED_CHOICES:
        return FIXED_CHOICES[kind]
    offered = list(data.get("options") or lists.get(data.get("list") or "") or ())
    if data.get("other") and OTHER not in offered:
        offered.append(OTHER)
    return tuple(offered)


def faults_of_kind(data: Mapping[str, Any], lists: Lists) -> Iterator[Fault]:
    """Say what does not fit the kind of a question as written."""
    kind = data["kind"]
    options, named = data.get("options"), data.get("list")
    if kind in _LISTING and bool(options) == bool(named):
        yield "kind", f"A question of kind “{kind}” needs either “options” or a “list”."
    if kind not in _LISTING and (options or named):
        key = "options" if options else "list"
        yield key, f"A question of kind “{kind}” has no choices of its own; delete “{key}”."
    if named and named not in lists:
        yield "list", f"There is no list “{named}” in lists.yaml."
    if data.get("other") and kind not in (Kind.ONE, Kind.MANY):
        yield "other", f"A question of kind “{kind}” cannot offer “other”."
    if (kind == Kind.FIGURES) != bool(data.get("rows")):
        yield "rows", "A question of kind “figures” needs “rows”, and no other kind has them."
    for key in ("options", "rows"):
        listed = data.get(key) or []
        for twice in sorted({one for one in listed if listed.count(one) > 1}):
            yield key, f"“{twice}” stands twice in “{key}”."
    for tag in data.get("tags") or []:
        if tag not in lists.get(THEMES, ()):
            yield "tags", f"“{tag}” is not one of the “{THEMES}” in lists.yaml."
    yield from _faults_of_laws(data, choices(data, lists))


def _faults_of_laws(data: Mapping[str, Any], offered: tuple[str, ...]) -> Iterator[Fault]:
    laws = data.get("laws") or []
    if laws == ALWAYS:
        return
    for choice in laws:
        if choice not in offered:
            yield "laws", f"“{choice}” is not a choice of this question, so no law is asked for."
