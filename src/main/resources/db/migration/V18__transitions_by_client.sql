-- The same SQL for H2 (MODE=PostgreSQL) and PostgreSQL.

-- History is read by client only; each report wrote this index for nobody.
DROP INDEX transition_task;
