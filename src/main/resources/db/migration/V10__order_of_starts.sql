-- The same SQL for H2 (MODE=PostgreSQL) and PostgreSQL.

-- The order of tasks is that of their starts: a task gets its number from bundle_counter when it starts. What was started
-- before gets numbers in that order, above every number that a client may have heard of. made_after is the number that was
-- given last when the task was made; older_allowed says that its content may replace what had been started until then.
ALTER TABLE task ADD COLUMN sequence BIGINT;
ALTER TABLE task ADD COLUMN made_after BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE task ADD COLUMN older_allowed BOOLEAN DEFAULT FALSE NOT NULL;
UPDATE task SET sequence = (SELECT last FROM bundle_counter) + (
    SELECT place FROM (
        SELECT id, ROW_NUMBER() OVER (ORDER BY opened_at, id) AS place FROM task WHERE opened_at IS NOT NULL
    ) AS started WHERE started.id = task.id
) WHERE opened_at IS NOT NULL;
UPDATE task SET made_after = (SELECT last FROM bundle_counter) + (
    SELECT COUNT(*) FROM task AS before WHERE before.opened_at < task.created_at
) WHERE opened_at IS NULL AND ended = FALSE;
UPDATE bundle_counter SET last = last + (SELECT COUNT(*) FROM task WHERE opened_at IS NOT NULL);
CREATE UNIQUE INDEX task_sequence ON task (sequence);

-- A bundle is content; what a task calls it belongs to the task.
ALTER TABLE target ADD COLUMN bundle_name VARCHAR(128) DEFAULT '' NOT NULL;
ALTER TABLE target ADD COLUMN bundle_version VARCHAR(128) DEFAULT '' NOT NULL;
UPDATE target SET
    bundle_name = (SELECT name FROM bundle WHERE sha256 = target.bundle),
    bundle_version = (SELECT version FROM bundle WHERE sha256 = target.bundle);

-- Which tasks had a bundle, and in which tasks a client was.
CREATE INDEX target_bundle ON target (bundle);
CREATE INDEX client_everywhere ON client (client_id, state);
