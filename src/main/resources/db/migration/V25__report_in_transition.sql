-- The same SQL for H2 (MODE=PostgreSQL) and PostgreSQL.

-- Most reports move their client: the fingerprint of such a report stands in the row of that step. report has the others.
-- The task of a step is that of its client.
ALTER TABLE transition ADD COLUMN fingerprint VARCHAR(64);
ALTER TABLE transition DROP COLUMN task;
