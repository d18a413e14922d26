"""All records together: importing this module is what makes the metadata whole."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from reviewmech import records
from reviewmech.records.base import Base

for found in iter_modules(records.__path__, f"{records.__name__}."):
    if found.name != __name__:
        import_module(found.name)

METADATA = Base.metadata
