-- The same SQL for H2 (MODE=PostgreSQL) and PostgreSQL.

-- H2 writes all indexes of a row that changes, and a client's row changes at every step. Sessions are written down by the
-- client's row id; one unique index finds a client by its key, in all tasks or in one.
DROP INDEX client_session;
DROP INDEX client_everywhere;
ALTER TABLE client DROP CONSTRAINT client_once;
ALTER TABLE client ADD CONSTRAINT client_key UNIQUE (client_id, task);
