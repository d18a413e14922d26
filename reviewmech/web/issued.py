"""Issued summaries as pages hand them out: the same files to the public and to participants."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask import Response

from reviewmech.actions.issuing import Format, file_of
from reviewmech.records.summaries import Issue
from reviewmech.web import gate
from reviewmech.web.files import hand_out


def give(issues: Iterable[Issue], is_meant: Callable[[Issue], bool], form: str) -> Response:
    """Hand out a file of the one that is meant, of those the reader may read."""
    found = next(filter(is_meant, issues), None)
    gate.belongs(found, form in list(Format))
    assert found is not None
    return hand_out(file_of(found, Format(form)))


def links(address: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return the forms in which an issue can be had, each with its address."""
    return [(form.value, address(form.value)) for form in Format]
