"""How a State's team works in a review: what its focal point has settled for it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from reviewmech.records.base import Base
from reviewmech.records.database import surroundings
from reviewmech.rules.mechanism import Switch


class Practice(Base):
    """A State's own settings in one review.

    ``shares_positions`` says whether positions ad referendum of its experts are shown to the
    others before the focal point clears them; a State without a practice has left it to the
    Mechanism's switch. Which experts may send without clearance stands with their appointment.
    """

    __tablename__ = "practice"
    __table_args__ = (UniqueConstraint("review_id", "state_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    shares_positions: Mapped[bool]


def practice(session: Session, review_id: int, state_id: int) -> Practice | None:
    """Return what a State has settled in a review, if anything."""
    return session.scalar(
        select(Practice).where(Practice.review_id == review_id, Practice.state_id == state_id)
    )


def shares_positions(session: Session, review_id: int, state_id: int) -> bool:
    """Say whether what experts of a State take ad referendum is shown to the others."""
    settled = practice(session, review_id, state_id)
    if settled is not None:
        return settled.shares_positions
    return surroundings(session).mechanism.switches[Switch.AD_REFERENDUM_SHARING]
