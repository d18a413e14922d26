"""What the sheet needs: contributors, comments, evidence, a fuller library of laws

Revision: 0002, after 0001
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""

    op.create_table(
        "contributor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("state_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("body", sa.String(length=300), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["person.id"], name=op.f("fk_contributor_invited_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_contributor_review_id")
        ),
        sa.ForeignKeyConstraint(["state_id"], ["state.id"], name=op.f("fk_contributor_state_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributor")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_contributor_key_hash")),
    )
    with op.batch_alter_table("contributor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contributor_review_id"), ["review_id"], unique=False)

    op.create_table(
        "law_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("law_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["law_id"], ["law.id"], name=op.f("fk_law_revision_law_id")),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["person.id"], name=op.f("fk_law_revision_saved_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_revision")),
        sa.UniqueConstraint("law_id", "number", name=op.f("uq_law_revision_law_id_number")),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("strand_id", sa.Integer(), nullable=False),
        sa.Column("state_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_to_do", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_comment_author_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["person.id"], name=op.f("fk_comment_done_by_id")),
        sa.ForeignKeyConstraint(["state_id"], ["state.id"], name=op.f("fk_comment_state_id")),
        sa.ForeignKeyConstraint(["strand_id"], ["strand.id"], name=op.f("fk_comment_strand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(
            "ix_comment_strand_id_state_id", ["strand_id", "state_id"], unique=False
        )

    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("strand_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=120), nullable=False),
        sa.Column("contributor_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("settled_number", sa.Integer(), nullable=False),
        sa.Column(
            "settlement",
            sa.Enum(
                "adopted",
                "merged",
                "set aside",
                name="settlement",
                native_enum=False,
                create_constraint=True,
                length=80,
            ),
            nullable=True,
        ),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contributor_id"], ["contributor.id"], name=op.f("fk_contribution_contributor_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_contribution_settled_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["strand_id"], ["strand.id"], name=op.f("fk_contribution_strand_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint(
            "strand_id",
            "question",
            "contributor_id",
            name=op.f("uq_contribution_strand_id_question_contributor_id"),
        ),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contribution_contributor_id"), ["contributor_id"], unique=False
        )

    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("strand_id", sa.Integer(), nullable=False),
        sa.Column("article", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("contributor_id", sa.Integer(), nullable=True),
        sa.Column("delegated_by_id", sa.Integer(), nullable=False),
        sa.Column("delegated_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(person_id IS NULL) != (contributor_id IS NULL)",
            name=op.f("ck_delegation_to_a_person_or_a_contributor"),
        ),
        sa.ForeignKeyConstraint(
            ["contributor_id"], ["contributor.id"], name=op.f("fk_delegation_contributor_id")
        ),
        sa.ForeignKeyConstraint(
            ["delegated_by_id"], ["person.id"], name=op.f("fk_delegation_delegated_by_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_delegation_person_id")),
        sa.ForeignKeyConstraint(["strand_id"], ["strand.id"], name=op.f("fk_delegation_strand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.create_index(
            "uq_delegation_contributor_once",
            ["strand_id", "article", "contributor_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_delegation_person_once",
            ["strand_id", "article", "person_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("strand_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=120), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("attached_at", sa.DateTime(), nullable=False),
        sa.Column("attached_by_id", sa.Integer(), nullable=True),
        sa.Column("detached_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attached_by_id"], ["person.id"], name=op.f("fk_evidence_attached_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_evidence_attachment_id")
        ),
        sa.ForeignKeyConstraint(["strand_id"], ["strand.id"], name=op.f("fk_evidence_strand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(
            "ix_evidence_strand_id_question", ["strand_id", "question"], unique=False
        )

    op.create_table(
        "contribution_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_contribution_revision_contribution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_revision")),
        sa.UniqueConstraint(
            "contribution_id",
            "number",
            name=op.f("uq_contribution_revision_contribution_id_number"),
        ),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("look_again", sa.String(length=200), server_default="", nullable=False)
        )

    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contributor_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_journal_entry_contributor_id"), "contributor", ["contributor_id"], ["id"]
        )

    with op.batch_alter_table("law", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("language", sa.String(length=12), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("articles", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("provisions", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("file_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
        batch_op.create_foreign_key(batch_op.f("fk_law_file_id"), "attachment", ["file_id"], ["id"])

    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contributor_id", sa.Integer(), nullable=True))
        batch_op.alter_column("person_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_foreign_key(
            batch_op.f("fk_letter_contributor_id"), "contributor", ["contributor_id"], ["id"]
        )

    with op.batch_alter_table("version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("files", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    """Go back."""

    with op.batch_alter_table("version", schema=None) as batch_op:
        batch_op.drop_column("files")

    # A letter to a contributor has no person, so it cannot stay.
    op.execute("DELETE FROM letter WHERE person_id IS NULL")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_letter_contributor_id"), type_="foreignkey")
        batch_op.alter_column("person_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("contributor_id")

    with op.batch_alter_table("law", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_law_file_id"), type_="foreignkey")
        batch_op.drop_column("revision")
        batch_op.drop_column("file_id")
        batch_op.drop_column("provisions")
        batch_op.drop_column("articles")
        batch_op.drop_column("language")

    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_journal_entry_contributor_id"), type_="foreignkey")
        batch_op.drop_column("contributor_id")

    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_column("look_again")

    op.drop_table("contribution_revision")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index("ix_evidence_strand_id_question")

    op.drop_table("evidence")
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_delegation_person_once",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_delegation_contributor_once",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("delegation")
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contribution_contributor_id"))

    op.drop_table("contribution")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index("ix_comment_strand_id_state_id")

    op.drop_table("comment")
    op.drop_table("law_revision")
    with op.batch_alter_table("contributor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contributor_review_id"))

    op.drop_table("contributor")
