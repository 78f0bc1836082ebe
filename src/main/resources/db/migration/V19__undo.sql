-- The same SQL for H2 (MODE=PostgreSQL) and PostgreSQL.

-- Which task a task undoes, by which one it was undone, and whether the server has still to do that by itself.
ALTER TABLE task ADD COLUMN undoes VARCHAR(36);
ALTER TABLE task ADD COLUMN undone_by VARCHAR(36);
ALTER TABLE task ADD COLUMN undo_due BOOLEAN DEFAULT FALSE NOT NULL;
CREATE UNIQUE INDEX task_undoes ON task (undoes);

-- Of a task that undoes another: what each client that had succeeded there goes back to, or why it cannot.
CREATE TABLE undo_client (
    task VARCHAR(36) NOT NULL,
    client_id VARCHAR(32) NOT NULL,
    name VARCHAR(63) NOT NULL,
    bundle VARCHAR(71),
    obstacle VARCHAR(32),
    PRIMARY KEY (task, client_id)
);
