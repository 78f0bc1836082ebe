-- The same SQL for H2 (MODE=PostgreSQL) and PostgreSQL. Instants are milliseconds since 1970.

-- When a draft starts by itself; NULL: an operator starts it.
ALTER TABLE task ADD COLUMN start_at BIGINT;
CREATE INDEX task_start_at ON task (start_at);
