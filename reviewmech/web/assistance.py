"""The register of needs for technical assistance, from what States submitted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from reviewmech.records import responses
from reviewmech.records.assistance import Need, visible_needs
from reviewmech.rules.purposes import Reading
from reviewmech.rules.values import PRIORITIES
from reviewmech.web import gate, present
from reviewmech.web.sheets import in_address

pages = gate.Pages("assistance", __name__)

ON_A_PAGE = 50

Link = tuple[str, str, bool, None]


@dataclass(frozen=True)
class Registered:
    """A need as the register shows it, in the reader's language."""

    need: Need
    kind: str
    asked_under: str

    @property
    def priority(self) -> str:
        """How urgent the State says it is, if it says."""
        word = PRIORITIES.get(self.need.priority)
        return _(word) if word else ""

    @property
    def instrument(self) -> str:
        """The code of the instrument it concerns."""
        return self.need.strand.instrument

    @property
    def place(self) -> str:
        """The article, as an address names it, where the need was named."""
        return in_address(self.asked_under)


@pages.get("/needs", may=Reading.STEERING)
def register() -> ResponseReturnValue:
    """Show the needs that States named in their newest versions, by State."""
    needs = [_registered(need) for need in visible_needs(gate.session(), gate.actor())]
    instrument, kind = request.args.get("instrument", ""), request.args.get("type", "")
    shown = [
        each
        for each in needs
        if instrument in {"", each.instrument} and kind in {"", each.need.kind}
    ]
    last = max(1, -(-len(shown) // ON_A_PAGE))
    page = max(1, min(request.args.get("page", 1, type=int), last))

    def at(number: int) -> str | None:
        if not 1 <= number <= last:
            return None
        return url_for(
            "assistance.register", instrument=instrument or None, type=kind or None, page=number
        )

    return render_template(
        "assistance/register.html",
        needs=shown[(page - 1) * ON_A_PAGE : page * ON_A_PAGE],
        before=at(page - 1),
        after=at(page + 1),
        by_instrument=_links(
            _("All instruments"),
            ((each.instrument, present.instrument_name(each.instrument)) for each in needs),
            instrument,
            lambda key: url_for("assistance.register", instrument=key or None, type=kind or None),
        ),
        by_kind=_links(
            _("All types"),
            ((each.need.kind, each.kind) for each in needs),
            kind,
            lambda key: url_for(
                "assistance.register", instrument=instrument or None, type=key or None
            ),
        ),
    )


def _registered(need: Need) -> Registered:
    """Say the type of a need in the words of the question it answered."""
    asked_in = responses.questionnaire(gate.session(), need.version.edition_id)
    question = asked_in.question(need.question)
    choices = question.words(present.language()).choices if question else {}
    article = question.article if question else need.article
    return Registered(need, choices.get(need.kind, need.kind), article)


def _links(
    everything: str, found: Iterable[tuple[str, str]], chosen: str, url: Callable[[str], str]
) -> list[Link]:
    """Return the links that filter a list by what is found in it, by name."""
    entries = sorted(set(found), key=lambda entry: entry[1].casefold())
    return [(words, url(key), key == chosen, None) for key, words in [("", everything), *entries]]
