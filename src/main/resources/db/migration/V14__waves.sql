-- The same SQL for H2 (MODE=PostgreSQL) and PostgreSQL. Instants are milliseconds since 1970.

-- The wave of a task that is open; since when enough of its clients have succeeded; up to which wave its clients were let
-- go that apply together.
ALTER TABLE task ADD COLUMN wave INTEGER;
ALTER TABLE task ADD COLUMN wave_met_at BIGINT;
ALTER TABLE task ADD COLUMN released_wave INTEGER DEFAULT 0 NOT NULL;

-- The wave in which a client has a place, and since when.
ALTER TABLE client ADD COLUMN wave INTEGER;
ALTER TABLE client ADD COLUMN wave_at BIGINT;

-- Whoever gives clients places, or opens the next wave, locks the row of the task here first. The row of the task itself is
-- no lock for that: whoever writes the history of a client holds it already.
CREATE TABLE wave_lock (
    task VARCHAR(36) PRIMARY KEY
);
