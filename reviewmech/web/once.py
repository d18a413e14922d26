"""What is the same however often it is shown is set once: a question's words, a saved answer.

A piece is remembered under everything it was made from, so it can neither grow stale nor be shown
to anybody it was not made for. The token and the request ids of its forms are put in anew each
time. Each process remembers its own, and forgets what was not asked for longest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from cachetools import LRUCache
from markupsafe import Markup

from reviewmech.web import forms

MOST_REMEMBERED = 32 * 1024 * 1024
"""Characters a process remembers."""

_REMEMBERED: LRUCache[tuple[object, ...], str] = LRUCache(MOST_REMEMBERED, getsizeof=len)
_ALONE = Lock()


def once(key: tuple[object, ...], make: Callable[..., Markup], *given: object) -> Markup:
    """Return what ``make`` makes of what is given; ``key`` says all of that in short."""
    with _ALONE:
        found = _REMEMBERED.get(key)
    if found is None:
        with forms.marked():
            found = str(make(*given))
        if len(found) < MOST_REMEMBERED // 100:
            with _ALONE:
                _REMEMBERED[key] = found
    return Markup(forms.with_keys(found))


def digest(value: Mapping[str, Any]) -> str:
    """Return an answer in short: two that differ in anything have different ones."""
    written = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
