"""Checking the files of the Mechanism from the command line."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.library import completeness, mechanism, questionnaires
from reviewmech.rules.mechanism import Mechanism


def check(folder: Path | None, outline: Path | None, words: bool = False) -> None:
    """Print every mistake, or how many questions there are; exit with 1 when something is wrong."""
    folder = folder or QUESTIONNAIRES
    mistakes = mechanism.check(folder) if (folder / "mechanism.yaml").exists() else []
    mistakes += questionnaires.check(folder, None if mistakes else _mechanism(folder))
    for mistake in mistakes:
        click.echo(str(mistake), err=True)
    if mistakes:
        many = "One mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        sys.exit(f"{many} found. Mend what is named above and check again.")
    for (instrument, part), found in sorted(questionnaires.load(folder).items()):
        articles = [section for section in found.sections if section.article]
        click.echo(
            f"{instrument} {part}: {len(found.questions)} questions on {len(articles)} articles, "
            f"{found.source} wording, in {', '.join(found.languages)}"
        )
    if words:
        _untranslated(folder)
    if outline is not None:
        _cover(folder, outline)


def _mechanism(folder: Path) -> Mechanism | None:
    return mechanism.load(folder) if (folder / "mechanism.yaml").exists() else None


def _untranslated(folder: Path) -> None:
    found = completeness.untranslated(folder)
    for each in found:
        click.echo(str(each))
    click.echo(f"{len(found)} things are not translated yet." if found else "All is translated.")


def _cover(folder: Path, outline: Path) -> None:
    found = completeness.coverage(folder, outline)
    for title, ids in (
        ("Covered by no question", found.missing),
        ("Covered more than once", found.twice),
        ("Not in the outline", found.unknown),
    ):
        for each in ids:
            click.echo(f"{title}: {each}", err=True)
    for part in found.absent:
        click.echo(f"Without a questionnaire: {part}")
    if found.missing or found.twice or found.unknown:
        sys.exit("The questionnaires do not cover the outline exactly.")
    click.echo(f"All {found.expected} items of the outline are covered exactly once.")
