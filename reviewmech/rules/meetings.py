"""How a meeting is held: much of a review is agreed without anybody travelling."""

from __future__ import annotations

from enum import StrEnum

from reviewmech.rules.refusals import N_


class MeetingForm(StrEnum):
    """The form of a meeting."""

    TELEPHONE = N_("by telephone")
    VIDEO = N_("by video")
    IN_PERSON = N_("in person")
    IN_WRITING = N_("in writing")
