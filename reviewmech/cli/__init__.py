"""The `reviewmech` command: setting up, serving, checking."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from click.exceptions import NoArgsIsHelpError
from sqlalchemy.exc import ArgumentError, DBAPIError

from reviewmech.cli import channels, checking, installing, questionnaires, serving, telling
from reviewmech.config import SettingsFault
from reviewmech.rules.mistakes import Mistakes
from reviewmech.rules.refusals import Refused


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="reviewmech")
def command() -> None:
    """Run the review of how States implement the Organized Crime Convention."""


@command.command()
@click.option("--port", default=8000, show_default=True, help="Where the demo will be served.")
def demo(port: int) -> None:
    """Prepare a demonstration with invented States, and say who may sign in."""
    installing.demonstrate(port)


@command.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Processes that serve pages.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the pages, and send letters as they are written."""
    serving.serve(host, port, workers)


@command.command()
@click.option("--name", prompt="Name of the first secretariat officer")
@click.option("--address", prompt="Their e-mail address")
def init(name: str, address: str) -> None:
    """Set up a real installation, with its first secretariat officer."""
    installing.initialise(name, address)


@command.command()
def upgrade() -> None:
    """Bring the database to this version, after a backup of an SQLite file."""
    installing.upgrade()


@command.command()
@click.option("--every", type=click.IntRange(min=1), help="Go on, every so many seconds.")
def deliver(every: int | None) -> None:
    """Do the regular work: end the silences that are over, send the letters that wait."""
    serving.deliver(every)


@command.command("check-questionnaires")
@click.argument("folder", required=False, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--coverage",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An outline: say which of its ids no question covers, and which are covered twice.",
)
@click.option("--words", is_flag=True, help="Say what each language still lacks.")
def check_questionnaires(folder: Path | None, coverage: Path | None, words: bool) -> None:
    """Check the Mechanism's files and questionnaires, naming file, line and mistake."""
    checking.check(folder, coverage, words)


@command.command()
@click.option("--channels", "also_channels", is_flag=True, help="Also by which channels.")
def policy(also_channels: bool) -> None:
    """Print who may do what, and who may see what."""
    click.echo(channels.policy_and_channels() if also_channels else telling.policy())


command.add_command(questionnaires.questionnaire)


def main() -> None:
    """Run the command; an error is one sentence that says what to do, and a failing status."""
    try:
        sys.exit(command(standalone_mode=False) or 0)
    except NoArgsIsHelpError as error:
        sys.exit(error.format_message())
    except click.Abort:
        sys.exit("Stopped, and nothing more was done.")
    except click.ClickException as error:
        sys.exit(f"{error.format_message()} See `reviewmech --help`.")
    except DBAPIError as error:
        sys.exit(of_database(error))
    except ArgumentError:
        sys.exit(
            "REVIEWMECH_DATABASE_URL is not the address of a database. "
            "Write it as postgresql+psycopg://user:password@host/name."
        )
    except Mistakes as error:
        where = os.environ.get("REVIEWMECH_MECHANISM")
        sys.exit(f"In {where}: {error}" if where else str(error))
    except OSError as error:
        sys.exit(f"{error.filename or 'A file'} cannot be used: {error.strerror or error}.")
    except (SettingsFault, Refused) as error:
        sys.exit(str(error))


def of_database(error: DBAPIError) -> str:
    """Say in a sentence what ails the database, and what to do."""
    said = str(error.orig).strip().splitlines()[0].rstrip(".?:")
    if "locked" in said:
        return "Another program is writing to the database. Try again in a moment."
    return (
        f"The database cannot be used: {said}. Look at REVIEWMECH_DATABASE_URL and at the "
        "instance folder; after an update run `reviewmech upgrade`."
    )
