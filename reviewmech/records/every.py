"""All records together: importing this module is what makes the metadata whole."""

from __future__ import annotations

from reviewmech.records import (
    accounts,
    assistance,
    attachments,
    base,
    clearances,
    consultation,
    dialogue,
    feedback,
    journal,
    letters,
    notes,
    observations,
    people,
    responses,
    reviews,
    states,
    summaries,
)

MODULES = (
    accounts,
    assistance,
    attachments,
    clearances,
    consultation,
    dialogue,
    feedback,
    journal,
    letters,
    notes,
    observations,
    people,
    responses,
    reviews,
    states,
    summaries,
)
METADATA = base.Base.metadata
