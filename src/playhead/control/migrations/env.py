"""What Alembic runs: the steps, in the transaction that `migrate` opened and will commit."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
