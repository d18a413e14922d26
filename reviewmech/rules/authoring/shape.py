"""The shape of a file: which keys it may have, and what stands under each.

A shape is written as plain data: `str`, `bool` or `int`; a set of the words allowed; `[shape]` for
a list; `Record` for fixed keys; `Table` for any keys; `object` for anything; or a function that
looks at the data and gives the shape.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from reviewmech.rules.mistakes import Fault, Mistake, Path, Source

Shape = Any
"""See above; Python's types cannot say it more closely."""

_NAMES = {str: "text (put it in quotes)", bool: "true or false", int: "a whole number"}


@dataclass(frozen=True)
class Record:
    """A mapping with keys that must be there and keys that may be."""

    needed: Mapping[str, Shape] = field(default_factory=dict)
    free: Mapping[str, Shape] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A mapping from names of the author's choosing to things of one shape."""

    of: Shape


def faults_of_shape(source: Source, shape: Shape) -> list[Mistake]:
    """Compare a file with its shape and name every difference with its place."""
    return [source.mistake(*fault) for fault in _faults(shape, source.data, ())]


def _faults(shape: Shape, data: Any, path: Path) -> Iterator[Fault]:
    if isinstance(shape, Record):
        yield from _record(shape, data, path)
    elif isinstance(shape, Table):
        yield from _table(shape, data, path)
    elif isinstance(shape, list):
        yield from _list(shape[0], data, path)
    elif isinstance(shape, frozenset):
        if not isinstance(data, str) or data not in shape:
            sentence = f"{called(path)} must be one of: {', '.join(sorted(shape))}."
            yield path, "unknown-word", sentence
    elif isinstance(shape, type):
        yield from _scalar(shape, data, path)
    else:
        yield from _faults(shape(data), data, path)


def _scalar(shape: type, data: Any, path: Path) -> Iterator[Fault]:
    if shape is object:
        return
    if type(data) is not shape:
        yield path, "wrong-type", f"{called(path)} must be {_NAMES[shape]}."


def _record(shape: Record, data: Any, path: Path) -> Iterator[Fault]:
    if not isinstance(data, dict):
        sentence = f"{called(path)} must have keys: {', '.join([*shape.needed, *shape.free])}."
        yield path, "wrong-type", sentence
        return
    known = {**shape.needed, **shape.free}
    for key in shape.needed:
        if data.get(key) is None:
            yield path, "missing-key", f"“{key}” is missing here."
    for key, value in data.items():
        if key not in known:
            sentence = f"The key “{key}” is not known here.{perhaps(key, known)}"
            yield (*path, key), "unknown-key", sentence
        elif value is not None:
            yield from _faults(known[key], value, (*path, key))


def _table(shape: Table, data: Any, path: Path) -> Iterator[Fault]:
    if not isinstance(data, dict):
        sentence = f"{called(path)} must have a name and a colon before each entry."
        yield path, "wrong-type", sentence
        return
    for key, value in data.items():
        yield from _faults(shape.of, value, (*path, key))


def _list(shape: Shape, data: Any, path: Path) -> Iterator[Fault]:
    if not isinstance(data, list):
        yield path, "wrong-type", f"{called(path)} must be a list."
        return
    for place, value in enumerate(data):
        yield from _faults(shape, value, (*path, place))


def called(path: Path) -> str:
    """Call a part by the last name on the way to it."""
    names = [step for step in path if isinstance(step, str)]
    return f"“{names[-1]}”" if names else "This file"


def perhaps(key: str, known: Iterable[str]) -> str:
    """Suggest the known key that is nearest to a misspelt one, if any is near."""
    near = get_close_matches(key, list(known), 1)
    return f" Perhaps “{near[0]}” was meant." if near else ""
