"""Taking questionnaires out for lawyers and translators, and putting back what they changed."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from reviewmech.papers import catalogues, opening, workbooks
from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.library import authored, translating
from reviewmech.records.library.questionnaires import load_shared
from reviewmech.records.library.replacing import replace
from reviewmech.rules.authoring.authored import Authored
from reviewmech.rules.authoring.texts import take
from reviewmech.rules.mistakes import Mistake, Mistakes
from reviewmech.rules.questionnaire import REFERENCE
from reviewmech.rules.workbook.codes import codes_of, guide
from reviewmech.rules.workbook.from_sheets import authored_in
from reviewmech.rules.workbook.sheets import sheets_of

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

folder_from = click.option(
    "--from",
    "folder",
    type=FOLDER,
    default=QUESTIONNAIRES,
    envvar="REVIEWMECH_MECHANISM",
    help="The folder of questionnaires; those of the Mechanism if none is named.",
)
folder_into = click.option(
    "--into",
    "folder",
    type=FOLDER,
    default=QUESTIONNAIRES,
    envvar="REVIEWMECH_MECHANISM",
    help="The folder of questionnaires; those of the Mechanism if none is named.",
)
of = click.option(
    "--of",
    "wanted",
    multiple=True,
    help="Only this questionnaire, as UNTOC/cluster-1, or those of an instrument, as UNTOC.",
)
overwrite = click.option("--overwrite", is_flag=True, help="Write over a file that is there.")
dry_run = click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")


@click.group()
def questionnaire() -> None:
    """Take questionnaires out to be edited or translated, and put them back."""


@questionnaire.command("export")
@click.argument("file", type=NEW_FILE)
@of
@click.option("--language", "languages", multiple=True, help="Columns for this language as well.")
@folder_from
@overwrite
def export(
    file: Path, wanted: Sequence[str], languages: Sequence[str], folder: Path, overwrite: bool
) -> None:
    """Write questionnaires as a workbook that people can edit."""
    chosen = _chosen(folder, wanted)
    for language in languages:
        _refuse(translating.fault_of_language(folder, language))
    spoken = {language for each in chosen for language in each.words} | {*languages}
    sheets = sheets_of(chosen, [REFERENCE, *sorted(spoken - {REFERENCE})])
    known = authored.mechanism_of(folder)
    turned = {one.code for one in known.languages if one.is_right_to_left} if known else set()
    content = workbooks.write([*sheets, codes_of(load_shared(folder)), guide()], turned)
    _write(file, content, overwrite)
    click.echo(f"{_many(len(chosen), 'questionnaire')} written to {file}.")


@questionnaire.command("import")
@click.argument("file", type=FILE)
@folder_into
@dry_run
def import_(file: Path, folder: Path, dry_run: bool) -> None:
    """Check a workbook and put its questionnaires back, all of it or nothing."""
    known = authored.mechanism_of(folder)
    languages = [one.code for one in known.languages] if known else []
    found, places = authored_in(opening.grids_in(_read(file, opening.LARGEST_FILE)), languages)
    authored.check(folder, found, places)
    changes = [change for change in authored.changes(folder, found) if change.files]
    for change in changes:
        _tell(change)
    if not dry_run:
        authored.put_back(folder, changes)
    _tell_of_files([each.name for change in changes for each in change.files], folder, dry_run)


@questionnaire.command("words")
@click.argument("file", type=NEW_FILE)
@click.option("--language", required=True, help="The language of the translation, as es.")
@of
@folder_from
@overwrite
def words(file: Path, language: str, wanted: Sequence[str], folder: Path, overwrite: bool) -> None:
    """Write the words of questionnaires as a translators' file (PO)."""
    _refuse(translating.fault_of_language(folder, language))
    texts = translating.texts(folder, language, _chosen(folder, wanted))
    _write(file, catalogues.write(texts, language), overwrite)
    done = sum(bool(text.said) for text in texts)
    click.echo(f"{_many(len(texts), 'text')} written to {file}, {done} of them translated.")


@questionnaire.command("read-words")
@click.argument("file", type=FILE)
@folder_into
@dry_run
def read_words(file: Path, folder: Path, dry_run: bool) -> None:
    """Check a translators' file (PO) and put its words back, all of it or nothing."""
    content = _read(file, catalogues.LARGEST_FILE)
    language, given = catalogues.read(content, file.name)
    if fault := translating.fault_of_language(folder, language):
        raise Mistakes([Mistake(file.name, 1, "wrong-language", fault)])
    named = translating.named_in(folder, given)
    taken = take(translating.texts(folder, language, named), given, file.name)
    if taken.found:
        raise Mistakes(taken.found)
    made = translating.translated(folder, language, named, taken.texts, file.name)
    for one in taken.changed:
        click.echo(f"Left out, since the English has changed: {one.context}")
    for name in made.left_out:
        click.echo(f"Left out until its title and its question are translated: {name}")
    if not dry_run:
        replace(folder, made.files)
    _tell_of_files([each.name for each in made.files], folder, dry_run)


def _chosen(folder: Path, wanted: Sequence[str]) -> list[Authored]:
    """Give the questionnaires of a folder that are wanted, or all of them."""
    if unknown := authored.unknown(folder, wanted):
        sys.exit(
            f"There is no questionnaire {unknown[0]} in {folder}; write it as UNTOC/cluster-1."
        )
    return authored.authored(folder, wanted)


def _refuse(fault: str) -> None:
    if fault:
        sys.exit(fault)


def _read(file: Path, limit: int) -> bytes:
    """Read a file, and only one byte more than it may have: then it is refused as too large."""
    with file.open("rb") as opened:
        return opened.read(limit + 1)


def _write(file: Path, content: bytes, overwrite: bool) -> None:
    """Write a file as a whole or not at all, and over another only if that is wanted."""
    if file.exists() and not overwrite:
        sys.exit(f"{file} is there already. Choose another name, or add --overwrite.")
    opened, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(opened, "wb") as made:
            os.fchmod(opened, 0o644)
            made.write(content)
        Path(name).replace(file)
    finally:
        Path(name).unlink(missing_ok=True)


def _tell(change: authored.Change) -> None:
    told = (("added", change.added), ("changed", change.altered), ("removed", change.removed))
    parts = [f"{len(ids)} {what} ({', '.join(ids)})" for what, ids in told if ids]
    click.echo(f"{change.name}: {'; '.join(parts) or 'no question changed'}.")
    if not change.is_version_raised:
        click.echo("  Its version is still the same; raise it if what is asked has changed.")


def _tell_of_files(names: Iterable[str], folder: Path, dry_run: bool) -> None:
    names = list(names)
    for name in names:
        click.echo(f"  {'would write' if dry_run else 'wrote'} {name}")
    if not names:
        click.echo("Nothing has changed.")
    elif dry_run:
        click.echo(f"Nothing was written: {_many(len(names), 'file')} of {folder} would change.")
    else:
        click.echo(f"{_many(len(names), 'file')} of {folder} changed.")


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
