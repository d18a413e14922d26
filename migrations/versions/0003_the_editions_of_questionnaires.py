"""What editions need: when they were published, moves between them, revisions that know theirs

Revision: 0003, after 0002
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""

    op.create_table(
        "move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("strand_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("left_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(), nullable=True),
        sa.Column("acknowledged_by_id", sa.Integer(), nullable=True),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["acknowledged_by_id"], ["person.id"], name=op.f("fk_move_acknowledged_by_id")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_move_edition_id")),
        sa.ForeignKeyConstraint(["left_id"], ["edition.id"], name=op.f("fk_move_left_id")),
        sa.ForeignKeyConstraint(["note_id"], ["note_verbale.id"], name=op.f("fk_move_note_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_move_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(["strand_id"], ["strand.id"], name=op.f("fk_move_strand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move")),
        sa.UniqueConstraint("strand_id", "number", name=op.f("uq_move_strand_id_number")),
    )
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("published_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("published_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_edition_published_by_id"), "person", ["published_by_id"], ["id"]
        )
        batch_op.create_index(
            "uq_edition_published_once",
            ["instrument", "part", "number"],
            unique=True,
            sqlite_where=sa.text("published_at IS NOT NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL"),
        )

    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition_id", sa.Integer(), nullable=True))
    # Until now a strand stayed on the edition it began with.
    op.execute(
        "UPDATE revision SET edition_id = (SELECT strand.edition_id FROM answer "
        "JOIN strand ON strand.id = answer.strand_id WHERE answer.id = revision.answer_id)"
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.alter_column("edition_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_revision_edition_id"), "edition", ["edition_id"], ["id"]
        )


def downgrade() -> None:
    """Go back."""

    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_revision_edition_id"), type_="foreignkey")
        batch_op.drop_column("edition_id")

    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_edition_published_once",
            sqlite_where=sa.text("published_at IS NOT NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL"),
        )
        batch_op.drop_constraint(batch_op.f("fk_edition_published_by_id"), type_="foreignkey")
        batch_op.drop_column("published_by_id")
        batch_op.drop_column("published_at")

    op.drop_table("move")
