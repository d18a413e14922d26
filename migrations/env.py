"""How Alembic runs here: on the connection it is given, over all records."""

from alembic import context

from reviewmech.records.base import Moment
from reviewmech.records.every import METADATA


def plain_type(kind: str, item: object, autogen_context: object) -> str | bool:
    """Write our own column types as the plain types beneath: a migration depends on no code."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime()"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=plain_type,
)
with context.begin_transaction():
    context.run_migrations()
