-- The same SQL for H2 (MODE=PostgreSQL) and PostgreSQL.

-- Up to which number the events of a task have been deleted; no row where none have.
CREATE TABLE event_trim (
    task VARCHAR(36) PRIMARY KEY,
    number BIGINT NOT NULL
);
