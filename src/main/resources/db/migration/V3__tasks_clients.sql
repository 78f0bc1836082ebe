-- The same SQL for H2 (MODE=PostgreSQL) and PostgreSQL. Instants are milliseconds since 1970.

CREATE TABLE task (
    id VARCHAR(36) PRIMARY KEY,
    name VARCHAR(255) NOT NULL,
    notes VARCHAR(4096) NOT NULL,
    state VARCHAR(16) NOT NULL,
    ended BOOLEAN NOT NULL,
    outcome VARCHAR(16),
    reason VARCHAR(4096),
    policy VARCHAR(8192) NOT NULL,
    created_at BIGINT NOT NULL,
    created_by VARCHAR(128) NOT NULL,
    opened_at BIGINT,
    expires_at BIGINT,
    deadline_at BIGINT,
    ended_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX task_ended ON task (ended);

-- Who gets which bundle: the first position whose selector matches; an empty selector matches everybody.
CREATE TABLE target (
    task VARCHAR(36) NOT NULL REFERENCES task (id),
    position INTEGER NOT NULL,
    selector VARCHAR(4096) NOT NULL,
    bundle VARCHAR(71) NOT NULL,
    PRIMARY KEY (task, position)
);

-- One client in one task. connected, node and session say which server process holds its open session.
CREATE TABLE client (
    id VARCHAR(36) PRIMARY KEY,
    task VARCHAR(36) NOT NULL REFERENCES task (id),
    client_id VARCHAR(32) NOT NULL,
    public_key BYTEA NOT NULL,
    name VARCHAR(63) NOT NULL,
    labels VARCHAR(16384) NOT NULL,
    agent VARCHAR(8192) NOT NULL,
    platform VARCHAR(8192) NOT NULL,
    capabilities VARCHAR(8192) NOT NULL,
    token VARCHAR(32) NOT NULL,
    state VARCHAR(16) NOT NULL,
    ended BOOLEAN NOT NULL,
    attempt BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    moves BIGINT NOT NULL,
    offer VARCHAR(36),
    bundle VARCHAR(71),
    progress_done BIGINT,
    progress_total BIGINT,
    reason VARCHAR(32),
    detail VARCHAR(4096),
    output VARCHAR(8192),
    wait_until BIGINT,
    connected BOOLEAN NOT NULL,
    node VARCHAR(36),
    session VARCHAR(32),
    joined_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    CONSTRAINT client_once UNIQUE (task, client_id),
    CONSTRAINT client_name_once UNIQUE (task, name)
);
CREATE INDEX client_running ON client (ended, changed_at);
CREATE INDEX client_connected ON client (connected, node);

-- content is the offer as it was sent; kept are the paths that the client keeps, one a line.
CREATE TABLE offer (
    id VARCHAR(36) PRIMARY KEY,
    client VARCHAR(36) NOT NULL REFERENCES client (id),
    attempt BIGINT NOT NULL,
    bundle VARCHAR(71) NOT NULL,
    content TEXT NOT NULL,
    kept TEXT NOT NULL,
    agreed BOOLEAN NOT NULL,
    status VARCHAR(16) NOT NULL,
    first_made_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX offer_client ON offer (client);

CREATE TABLE transition (
    client VARCHAR(36) NOT NULL REFERENCES client (id),
    number BIGINT NOT NULL,
    task VARCHAR(36) NOT NULL REFERENCES task (id),
    at BIGINT NOT NULL,
    attempt BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    from_state VARCHAR(16),
    to_state VARCHAR(16) NOT NULL,
    reason VARCHAR(32),
    detail VARCHAR(4096),
    output VARCHAR(8192),
    PRIMARY KEY (client, number)
);
CREATE INDEX transition_task ON transition (task, at);

-- Every report that was taken, so that a repeat is told from a report that only has the same number.
CREATE TABLE report (
    client VARCHAR(36) NOT NULL REFERENCES client (id),
    seq BIGINT NOT NULL,
    fingerprint VARCHAR(64) NOT NULL,
    PRIMARY KEY (client, seq)
);
