-- The same SQL for H2 (MODE=PostgreSQL) and PostgreSQL.

-- Which client an event is about, by its row id; none when it is about the task itself.
ALTER TABLE event ADD COLUMN client VARCHAR(36);
