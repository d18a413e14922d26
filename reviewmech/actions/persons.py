"""People as they come and go: who is who by name and address, and who is out.

A person is an identity; an address is only where letters go, and may pass to another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import Session

from reviewmech.actions import invitations
from reviewmech.actions.notices import words, write_letter
from reviewmech.records.accounts import Invitation, close_invitations, end_sessions
from reviewmech.records.database import now, surroundings
from reviewmech.records.languages import isolated
from reviewmech.records.nominations import reviews_by_id, service
from reviewmech.records.people import Appointment, Person, address_key, holder_of
from reviewmech.records.reviews import Review
from reviewmech.records.states import State, sorted_states, state_name
from reviewmech.rules.mechanism import in_language
from reviewmech.rules.questionnaire import REFERENCE
from reviewmech.rules.refusals import N_, Conflict, Invalid
from reviewmech.rules.texts import LONGEST_LINE, checked, required
from reviewmech.rules.vocabulary import Capacity

LONGEST_PHONE, LONGEST_CODE = 60, 12

APPOINTED_SUBJECT = N_("You are named for the review of %(reviewed)s")
APPOINTED = N_("%(state)s has named you for the review of %(reviewed)s, as %(capacity)s.")
SIGN_IN = N_("Sign in with the password you have: %(address)s")
OFFICER = N_("You are named an officer of the secretariat.")

THE_MECHANISM = N_(
    "This is the %(mechanism)s. In a country review, States read how one of them has put the "
    "treaties into practice and agree with it on observations. Nothing here ranks or scores a "
    "State, and nothing leaves your State before its focal point clears it."
)
TASKS: Mapping[Capacity, str] = {
    Capacity.FOCAL_POINT: N_(
        "As focal point you coordinate the work of your State and clear what it sends to the "
        "others. First set your password; then your desk shows what waits for you, and from there "
        "you hand sections to your experts."
    ),
    Capacity.EXPERT: N_(
        "As expert you write for your State: answers, feedback, observations. Your focal point "
        "clears them. First set your password; then your desk shows what waits for you."
    ),
    Capacity.OBSERVER: N_(
        "As observer you read what your State may read, and write nothing. First set your "
        "password; then your desk shows the review."
    ),
}
HELP = N_(
    "If something is unclear, write to %(officer)s, who is in charge of this review in the "
    "secretariat: %(address)s"
)
HELP_AT_HOME = N_(
    "If something is unclear, turn to the focal point of your State or to the secretariat."
)


@dataclass(frozen=True)
class Named:
    """A person as a note names them."""

    name: str
    address: str
    title: str = ""
    phone: str = ""
    language: str = ""
    """Of their first letter; later they choose for themselves."""


def found_or_made(session: Session, named: Named, state: State | None) -> Person:
    """Return the person of this name and address, or make them; `state` None: an officer."""
    named = tidy(named)
    holder = holder_of(session, named.address)
    if holder is None:
        return _made(session, named)
    if not is_named(holder, named):
        raise Conflict(
            "The address %(address)s belongs to %(holder)s. If it passes to %(name)s, replace "
            "%(holder)s by %(name)s in the list of people; else give another address.",
            address=named.address,
            holder=holder.name,
            name=named.name,
        )
    _check_one_master(session, holder, state)
    holder.title = holder.title or named.title
    holder.phone = holder.phone or named.phone
    return holder


def tidy(named: Named) -> Named:
    """Return a name and an address as they are kept, or refuse what cannot be."""
    return Named(
        name=required(named.name, longest=LONGEST_LINE, field="name"),
        address=checked_address(named.address),
        title=checked(named.title, longest=LONGEST_LINE, field="title"),
        phone=checked(named.phone, longest=LONGEST_PHONE, field="phone"),
        language=checked(named.language, longest=LONGEST_CODE, field="language"),
    )


def _made(session: Session, named: Named) -> Person:
    person = Person(
        name=named.name,
        address=named.address,
        address_key=address_key(named.address),
        title=named.title,
        phone=named.phone,
        language=named.language or REFERENCE,
    )
    session.add(person)
    session.flush()
    return person


def _check_one_master(session: Session, person: Person, state: State | None) -> None:
    """Refuse to let one person serve two States, or a State and the secretariat."""
    posts = service(session, person)
    if any(post.state is None for post in posts) and state is not None:
        raise Conflict(
            "%(name)s, with this address, is an officer of the secretariat and cannot serve a "
            "State. Give another address.",
            name=person.name,
        )
    other = next((post.state for post in posts if post.state not in {None, state}), None)
    if other is not None:
        raise Conflict(
            "%(name)s, with this address, serves %(other)s. One person serves one State; give "
            "another address.",
            name=person.name,
            other=other,
        )


def checked_address(address: str) -> str:
    """Return the e-mail address in its plain form, or refuse it."""
    try:
        found = validate_email(address.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as fault:
        raise Invalid(
            "This is not an e-mail address that letters can reach. Look at it again: it has a "
            "name, an @ and a domain, as in name@example.org.",
            field="address",
        ) from fault
    return found.normalized


def holds(person: Person, named: Named) -> bool:
    """Say whether this person holds the address named."""
    return person.address_key == address_key(named.address)


def is_named(person: Person, named: Named) -> bool:
    """Say whether these are the name and the address of this person."""
    return holds(person, named) and _folded(person.name) == _folded(named.name)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def let_go(session: Session, person: Person) -> None:
    """Put out at once a person who serves nowhere any more; their address is free."""
    # Two reviews may end the last two appointments at once: each waits for the other here.
    session.refresh(person, with_for_update=True)
    if service(session, person):
        return
    person.left_at = now(session)
    end_sessions(session, person)
    close_invitations(session, person)
    session.flush()


def refuse_unless_gone(session: Session, person: Person) -> None:
    """Refuse to pass on the address of a person who still serves elsewhere."""
    if person.left_at is not None:
        return
    reviews = reviews_by_id(session, service(session, person)).values()
    raise Conflict(
        "%(name)s still serves with this address in the review of %(reviews)s, so it cannot pass "
        "on. Replace %(name)s in all reviews at once, or give the newcomer another address.",
        name=person.name,
        reviews=sorted_states({review.state for review in reviews}),
    )


def tell_of_appointment(session: Session, appointed: Appointment, review: Review) -> None:
    """Write to the person appointed; with a link when they have never signed in."""
    person, state = appointed.person, session.get_one(State, appointed.state_id)
    language = person.language
    said = words(session, language)
    details = {
        "state": isolated(state_name(state, language), language),
        "reviewed": isolated(state_name(review.state, language), language),
        "capacity": said.gettext(appointed.capacity.value),
    }
    opening = said.gettext(APPOINTED) % details
    if person.activated_at is None:
        invitations.send_link(
            session, person, _first_words(session, appointed, review, opening), review
        )
        return
    where = said.gettext(SIGN_IN) % {"address": surroundings(session).address}
    subject = said.gettext(APPOINTED_SUBJECT) % details
    write_letter(session, person, subject, f"{opening}\n\n{where}", review=review)


def _first_words(session: Session, appointed: Appointment, review: Review, opening: str) -> str:
    """Return what somebody new is told first: who named them, what this is, what to do, help."""
    person, officer = appointed.person, review.case_officer
    said = words(session, person.language)
    mechanism = in_language(surroundings(session).mechanism.name, person.language)
    told = said.gettext(THE_MECHANISM) % {"mechanism": isolated(mechanism, person.language)}
    helping = said.gettext(HELP_AT_HOME)
    if officer is not None:
        names = {"officer": officer.name, "address": officer.address}
        helping = said.gettext(HELP) % {
            name: isolated(word, person.language) for name, word in names.items()
        }
    return "\n\n".join((opening, told, said.gettext(TASKS[appointed.capacity]), helping))


def send_new_link(session: Session, person: Person) -> Invitation:
    """Send a link in a letter that says that the secretariat sends it."""
    opening = words(session, person.language).gettext(invitations.RENEWED_BY_OFFICER)
    return invitations.send_link(session, person, opening)
