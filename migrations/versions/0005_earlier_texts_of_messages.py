"""What drafts of messages said before they were written anew; forms of meetings by their keys

Revision: 0005, after 0004
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

FORMS = {
    "telephone": "by telephone",
    "video": "by video",
    "in_person": "in person",
    "in_writing": "in writing",
}
"""The keys of forms of meetings in the Mechanism's file, and the words kept in their stead before."""

MEETING = sa.table("meeting", sa.column("form", sa.String))


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "message_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("citations", sa.JSON(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_message_revision_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["person.id"], name=op.f("fk_message_revision_saved_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_revision")),
        sa.UniqueConstraint(
            "message_id", "number", name=op.f("uq_message_revision_message_id_number")
        ),
    )
    for key, words in FORMS.items():
        op.execute(MEETING.update().where(MEETING.c.form == words).values(form=key))


def downgrade() -> None:
    """Go back."""
    for key, words in FORMS.items():
        op.execute(MEETING.update().where(MEETING.c.form == key).values(form=words))
    # The code of before knows these four forms alone.
    held = MEETING.c.form.not_in(list(FORMS.values()))
    op.execute(MEETING.update().where(held).values(form=FORMS["in_person"]))
    op.drop_table("message_revision")
