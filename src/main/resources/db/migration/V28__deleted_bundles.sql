-- The same SQL for H2 (MODE=PostgreSQL) and PostgreSQL. Instants are milliseconds since 1970.

-- A bundle that was deleted has no files. Its row stays while a task names it, so that the task can still say what it was.
ALTER TABLE bundle ADD COLUMN deleted_at BIGINT;
