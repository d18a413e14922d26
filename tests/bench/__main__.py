"""Run the bench: `make bench`, `BENCH=quick make bench`, `python -m tests.bench [rows]`."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask

from reviewmech import create_app
from reviewmech.config import Settings, from_environment, keep_secret
from reviewmech.installation import open_installation
from reviewmech.places import MIGRATIONS
from reviewmech.records import migrations
from tests.bench import summaries, table
from tests.bench.big import fill_big, pages_of
from tests.bench.errands import FLOOR
from tests.bench.pages import whole
from tests.bench.review import Filled, fill
from tests.bench.rows import FULL, QUICK, ROWS, Bench, Sizes
from tests.bench.server import serving


def main(given: list[str]) -> None:
    """Fill, serve, measure, print."""
    reader = argparse.ArgumentParser(prog="python -m tests.bench")
    reader.add_argument("rows", nargs="*", metavar="row", help=f"of {', '.join(ROWS)}; or all")
    reader.add_argument("--quick", action="store_true", help="a short run, for a first look")
    said = reader.parse_args(given)
    unknown = set(said.rows) - set(ROWS)
    if unknown:
        reader.error(f"no such row: {', '.join(unknown)}")
    sizes = QUICK if said.quick or os.environ.get("BENCH") == "quick" else FULL
    with TemporaryDirectory() as folder, running(Path(folder), sizes) as bench:
        print(table.head(), flush=True)
        for name in said.rows or ROWS:
            getattr(bench, name)()


@contextmanager
def running(folder: Path, sizes: Sizes) -> Iterator[Bench]:
    """Serve the product and the floor over the same filled review."""
    filled = prepare(folder)
    apps = {at: _application(folder / name) for at, name in (("", "product"), (FLOOR, "floor"))}
    with (
        serving("product", folder / "product", "/healthz", sizes.workers) as product,
        serving("floor", folder / "floor", "/static/favicon.svg", sizes.workers) as floor,
    ):
        yield Bench(filled, sizes, product, floor, apps)


def prepare(folder: Path) -> Filled:
    """Make an installation with a filled review, and a copy of it for the floor."""
    keep_secret(folder / "product")
    settings = _settings(folder / "product")
    opened = open_installation(settings)
    migrations.upgrade(opened.engine, MIGRATIONS)
    with opened.sessions() as session:
        filled, review = fill(session)
        officer = summaries.the_officer(session)
        filled.to_compile = summaries.to_compile(session, review, officer, 8)
        first, many = filled.to_compile[0], 45
        filled.to_issue = summaries.to_issue(session, review, officer, first, many)
        big = fill_big(session)
        filled.big = pages_of(session, big)
        filled.whole = whole(create_app(settings), session, big)
    filled.write(settings.instance)
    opened.engine.dispose()
    shutil.copytree(settings.instance, folder / "floor")
    return filled


def _settings(instance: Path) -> Settings:
    return from_environment({"REVIEWMECH_INSTANCE": str(instance)})


def _application(instance: Path) -> Flask:
    return create_app(_settings(instance))


if __name__ == "__main__":
    main(sys.argv[1:])
