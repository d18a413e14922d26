"""Setting up: a real installation, a newer version, or a demonstration."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy import Engine, inspect
from sqlalchemy.orm import Session

from reviewmech import config
from reviewmech.actions import editions, invitations, persons
from reviewmech.actions.officers import appoint_officer
from reviewmech.actions.states import load_mechanism
from reviewmech.cli import story
from reviewmech.config import Settings, SettingsFault
from reviewmech.installation import Installation, open_installation
from reviewmech.places import MIGRATIONS
from reviewmech.records import migrations, people
from reviewmech.records.library import mechanism
from reviewmech.rules.access import THE_SYSTEM


def initialise(name: str, address: str) -> None:
    """Make the secret, the database and the first officer, and print how they come in."""
    address = _checked(name, address)
    instance = config.instance_folder()
    config.keep_secret(instance)
    settings = config.from_environment()
    opened = open_installation(settings)
    _refuse_an_earlier_one(opened.engine)
    migrations.upgrade(opened.engine, MIGRATIONS)
    with opened.sessions() as session:
        _load(session, settings)
        if people.officers(session):
            raise SettingsFault(
                "This installation has its first officer already, who appoints others under "
                "Reviews, Officers."
            )
        invitation = appoint_officer(session, THE_SYSTEM, name=name, address=address)
        days = opened.surroundings.mechanism.activation_link.days
        click.echo(f"Ready. {name} opens this link within {days} days and chooses a password:")
        click.echo(f"  {invitations.link(session, invitation.secret)}")
        click.echo("Then start it with `reviewmech serve`.")


def _checked(name: str, address: str) -> str:
    """Return the address in its plain form; refuse before anything is made."""
    if not name.strip():
        raise SettingsFault("Give the name of the first officer: --name 'Given Family'.")
    return persons.checked_address(address)


def _refuse_an_earlier_one(engine: Engine) -> None:
    """Leave a database of an earlier version to `upgrade`, which makes a copy first."""
    if inspect(engine).has_table("person") and not migrations.is_current(engine, MIGRATIONS):
        raise SettingsFault(
            "There is an installation of an earlier version here. Run `reviewmech upgrade`."
        )


def upgrade() -> None:
    """Back up an SQLite file, migrate, and load the Mechanism's data."""
    settings = config.from_environment()
    opened = open_installation(settings)
    kept = backup(opened.engine)
    if kept:
        click.echo(f"The database was copied to {kept}.")
    migrations.upgrade(opened.engine, MIGRATIONS)
    with opened.sessions() as session:
        _load(session, settings)
    click.echo("The database is at the newest version.")


def backup(engine: Engine) -> str | None:
    """Copy the SQLite file beside itself before a migration; None when nothing is to be done."""
    if engine.dialect.name != "sqlite" or migrations.is_current(engine, MIGRATIONS):
        return None
    return migrations.copy_file(engine)


def demonstrate(port: int) -> None:
    """Make a demonstration once, and say who may sign in with what."""
    instance = config.instance_folder()
    _refuse_a_real_one(instance)
    config.keep_secret(instance)
    config.demo_mark(instance).touch()
    settings = config.from_environment(port=port)
    opened = open_installation(settings)
    _refuse_another_mechanism(opened)
    migrations.upgrade(opened.engine, MIGRATIONS)
    with opened.sessions() as session:
        if not people.officers(session):
            click.echo("Preparing the demonstration; this takes a few seconds.")
            _load(session, settings)
            story.tell(session)
    _introduce(opened, settings.address)


def _refuse_a_real_one(instance: Path) -> None:
    if config.secret_file(instance).exists() and not config.is_demo(instance):
        raise SettingsFault(
            f"{instance} holds a real installation; a demonstration would open its doors. "
            "Set REVIEWMECH_INSTANCE to another folder."
        )


def _refuse_another_mechanism(opened: Installation) -> None:
    if opened.surroundings.mechanism.key != story.MECHANISM:
        raise SettingsFault(
            "The demonstration tells a story of the Mechanism that comes with reviewmech. Unset "
            "REVIEWMECH_MECHANISM for it, or run `reviewmech init` to begin with your own."
        )


def _load(session: Session, settings: Settings) -> None:
    load_mechanism(
        session,
        THE_SYSTEM,
        states=mechanism.states(settings.mechanism),
        participation=mechanism.participation(settings.mechanism),
    )
    editions.publish_the_first(session)


def _introduce(opened: Installation, address: str) -> None:
    click.echo(f"\nThe demonstration is at {address}")
    click.echo(f"All its people sign in with the password: {story.PASSWORD}\n")
    for address, role in story.WHO:
        click.echo(f"  {address:<34} {role}")
    click.echo("\nArcadia, Belmora, Cordania and Delmar are invented; so is all they say.")
    click.echo(f"Letters are written to {opened.surroundings.folder / 'letters'}.\n")
