"""Contributors: people without an account who help a State with sections, by a link of their own.

A link works until it is ended or a newer one is sent. Only its fingerprint is kept; whoever holds
it writes in that contributor's name, in those sections, and sees nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from reviewmech.actions.act import act
from reviewmech.actions.invitations import new_token
from reviewmech.actions.notices import part_words, words, write_letter
from reviewmech.actions.persons import checked_address
from reviewmech.actions.responses import check_language
from reviewmech.actions.sections import hand
from reviewmech.records.accounts import fingerprint
from reviewmech.records.contributions import Contributor, contributors_of, delegations
from reviewmech.records.database import now, surroundings
from reviewmech.records.people import Person, address_key
from reviewmech.records.responses import questionnaire
from reviewmech.records.reviews import Review, Strand, case
from reviewmech.records.states import state_name
from reviewmech.rules.access import Actor, may
from reviewmech.rules.mechanism import in_language
from reviewmech.rules.purposes import Action
from reviewmech.rules.refusals import N_, Invalid, NotFound
from reviewmech.rules.texts import LONGEST_LINE, checked, required

Section = tuple[Strand, str]
"""A section: the strand and the article."""

SUBJECT = N_("%(state)s asks for your contribution")
BODY = N_(
    "%(person)s asks you, for %(state)s, to contribute to its self-assessment in the review of "
    "%(state)s (%(mechanism)s). These are the sections you are asked about:\n\n%(sections)s\n\n"
    "Open this address; you need no account:\n\n%(link)s\n\n"
    "The address is meant for you alone: whoever has it writes in your name. It works until "
    "%(person)s ends it."
)
SECTION = N_("– %(strand)s: Article %(article)s, %(title)s")
WHOLE = N_("– %(strand)s: %(title)s")
RENEWED = N_("The address sent to you before no longer works. What you wrote is all there.")


@act(Action.INVITE_CONTRIBUTOR)
def invite_contributor(
    session: Session,
    actor: Actor,
    review: Review,
    *,
    contributor: Contributor | None = None,
    name: str = "",
    body: str = "",
    address: str = "",
    language: str = "",
    sections: Iterable[Section] = (),
) -> Contributor:
    """Invite somebody to write in sections, or send who was invited a new link; the old one ends.

    The link's secret is the contributor's ``key``, this once: a request sent twice finds it empty.
    """
    person = session.get_one(Person, actor.person)
    if contributor is not None:
        return _send_anew(session, person, review, contributor)
    named = Contributor(
        review_id=review.id,
        state_id=review.state_id,
        name=required(name, longest=LONGEST_LINE, field="name"),
        body=checked(body, longest=LONGEST_LINE, field="body"),
        address=checked_address(address),
        language=language,
        invited_by_id=person.id,
        invited_at=now(session),
    )
    check_language(session, language)
    _check_new(session, review, named)
    chosen = _checked_sections(actor, review, sections)
    key = _new_key(named)
    session.add(named)
    session.flush()
    for strand, article in chosen:
        hand(session, actor, strand, article, named)
    _write(session, person, review, named, key)
    return named


def _check_new(session: Session, review: Review, named: Contributor) -> None:
    for other in contributors_of(session, review.id, review.state_id):
        if address_key(other.address) == address_key(named.address):
            raise Invalid(
                "%(name)s was invited with this address already. Send a new link from the list, "
                "and change the sections there.",
                field="address",
                name=other.name,
            )


def _checked_sections(actor: Actor, review: Review, sections: Iterable[Section]) -> list[Section]:
    chosen = list(sections)
    if not chosen:
        raise Invalid("Choose at least one section.", field="sections")
    for strand, _ in chosen:
        inside = strand.review.id == review.id
        if not inside or not may(Action.DELEGATE_SECTION, actor, case(strand)):
            raise Invalid(
                "One of these sections is not open for contributions at this step. Choose others.",
                field="sections",
            )
    return chosen


def _send_anew(
    session: Session, person: Person, review: Review, contributor: Contributor
) -> Contributor:
    _check_of_review(review, contributor)
    contributor.revoked_at = None
    key = _new_key(contributor)
    _write(session, person, review, contributor, key, RENEWED)
    return contributor


def _check_of_review(review: Review, contributor: Contributor) -> None:
    if contributor.review_id != review.id:
        raise NotFound("This contributor is not invited to this review. Check the address.")


def _new_key(contributor: Contributor) -> str:
    """Give a contributor a new key; whatever they had before opens nothing any more."""
    key = new_token()
    contributor.key_hash, contributor.key = fingerprint(key), key
    return key


def link(session: Session, key: str) -> str:
    """Return the address at which a key opens its sections."""
    return f"{surroundings(session).address}/contribute/{key}"


def _write(
    session: Session,
    person: Person,
    review: Review,
    contributor: Contributor,
    key: str,
    opening: str = "",
) -> None:
    """Write the letter that carries the link, in the contributor's language."""
    said = words(session, contributor.language)
    state = state_name(review.state, contributor.language)
    mechanism = in_language(surroundings(session).mechanism.name, contributor.language)
    details = {
        "person": person.name,
        "state": state,
        "mechanism": mechanism,
        "sections": _sections(session, review, contributor),
        "link": link(session, key),
    }
    parts = [said.gettext(opening)] if opening else []
    write_letter(
        session,
        contributor,
        said.gettext(SUBJECT) % details,
        "\n\n".join([*parts, said.gettext(BODY) % details]),
        review=review,
        has_secret=True,
    )


def _sections(session: Session, review: Review, contributor: Contributor) -> str:
    """Name the sections a contributor is asked about, a line each, in their language."""
    language = contributor.language
    said, lines = words(session, language), []
    for strand in (strand for phase in review.phases for strand in phase.strands):
        asked = questionnaire(session, strand.edition_id)
        handed = delegations(session, strand.id)
        held = {each.article for each in handed if each.contributor_id == contributor.id}
        for section in (each for each in asked.sections if each.article in held):
            line = said.gettext(SECTION if section.article else WHOLE)
            title = section.title(language)
            named = {"strand": part_words(session, strand, language), "article": section.article}
            lines.append(line % {**named, "title": title})
    return "\n".join(lines)


@act(Action.REVOKE_CONTRIBUTOR)
def revoke_contributor(
    session: Session, actor: Actor, review: Review, *, contributor: Contributor
) -> Contributor:
    """End the link of a contributor at once; what they wrote stays."""
    _check_of_review(review, contributor)
    contributor.revoked_at = contributor.revoked_at or now(session)
    return contributor
