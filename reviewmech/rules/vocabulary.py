"""The closed lists of the Mechanism: the words every floor uses, and the journal shows.

What the United Nations may word or number differently (instruments, parts, terms, regional
groups) is not here but in the mechanism's data file; see ``rules/mechanism.py``.
"""

from __future__ import annotations

from enum import StrEnum

from reviewmech.rules.refusals import N_


class Capacity(StrEnum):
    """In what capacity a person serves (resolution 9/1; the guidelines for focal points)."""

    FOCAL_POINT = N_("focal point")
    EXPERT = N_("expert")
    OBSERVER = N_("observer")
    OFFICER = N_("secretariat officer")


class Inquiry(StrEnum):
    """Where a supplementary question stands, and so who must act."""

    DRAFT = N_("draft")
    SET_ASIDE = N_("set aside")
    OPEN = N_("open")
    ANSWERED = N_("answered")
    FOLLOW_UP = N_("follow-up")
    CLOSED = N_("closed")


class ObservationKind(StrEnum):
    """The four kinds of observation a list may hold (resolution 10/1, blueprint)."""

    GAP = N_("gap or challenge")
    GOOD_PRACTICE = N_("good practice")
    SUGGESTION = N_("suggestion")
    NEED = N_("technical-assistance need")


class Stance(StrEnum):
    """What a State says of one wording, ad referendum. Silence is not a stance."""

    AGREES = N_("agrees")
    OBJECTS = N_("objects")


class Settlement(StrEnum):
    """What a State's team did with a contribution to an answer."""

    ADOPTED = N_("adopted")
    MERGED = N_("merged")
    SET_ASIDE = N_("set aside")


class Outcome(StrEnum):
    """How an observation ended, or that it has not."""

    OPEN = N_("open")
    AGREED = N_("agreed")
    LEFT_OUT = N_("left out")
    WITH_STATEMENT = N_("carried with a statement")


class Clearing(StrEnum):
    """The outputs a focal point certifies as agreeable to the State."""

    CONSULTATION = N_("consultation")
    LIST = N_("list of observations")
    SUMMARY = N_("executive summary")
    PUBLICATION = N_("publication")
