-- The same SQL for H2 (MODE=PostgreSQL) and PostgreSQL.

-- Who has deleted a task. From then on nobody sees it; its rows are removed some at a time, its own row as the last one.
ALTER TABLE task ADD COLUMN deleted_by VARCHAR(128);
