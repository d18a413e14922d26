"""Who reads what is sent, in words beside the button that sends it."""

from __future__ import annotations

from flask_babel import gettext as _

from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.web import gate, present


def own_state(strand: Strand) -> State | None:
    """Return the State the reader serves in this strand; none for the secretariat."""
    post = gate.actor().post_in(strand.review.id)
    if post is None or gate.actor().officer:
        return None
    return gate.session().get(State, post.state) if post.state in strand.scope else None


def others(strand: Strand) -> str:
    """Name those who read what the reader's State sends: the other States and the secretariat."""
    own = own_state(strand)
    return present.names(
        [*(state for state in strand.participants if state != own), _("the secretariat")]
    )


def of_response(strand: Strand) -> str:
    """Name those who read what is submitted: the reviewing States and the secretariat."""
    return present.names([*strand.reviewing_states, _("the secretariat")])
