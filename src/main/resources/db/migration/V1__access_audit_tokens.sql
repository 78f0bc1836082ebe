-- The same SQL for H2 (MODE=PostgreSQL) and PostgreSQL. Instants are milliseconds since 1970.

-- One row that nodes lock while they create what exists once in a cluster.
CREATE TABLE start_lock (
    id INTEGER PRIMARY KEY
);
INSERT INTO start_lock (id) VALUES (1);

CREATE TABLE api_key (
    id VARCHAR(36) PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    role VARCHAR(16) NOT NULL,
    hash VARCHAR(64) NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    created_by VARCHAR(128) NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT,
    revoked_at BIGINT
);

CREATE TABLE sign_in_code (
    hash VARCHAR(64) PRIMARY KEY,
    api_key VARCHAR(36) NOT NULL REFERENCES api_key (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE TABLE sign_in_session (
    hash VARCHAR(64) PRIMARY KEY,
    api_key VARCHAR(36) NOT NULL REFERENCES api_key (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sign_in_session_expires ON sign_in_session (expires_at);

CREATE TABLE audit (
    seq BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    actor VARCHAR(255) NOT NULL,
    action VARCHAR(64) NOT NULL,
    subject VARCHAR(255) NOT NULL,
    detail VARCHAR(65536) NOT NULL,
    previous VARCHAR(64) NOT NULL,
    hash VARCHAR(64) NOT NULL
);

-- The end of the chain; whoever appends locks this row until the commit.
CREATE TABLE audit_head (
    id INTEGER PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash VARCHAR(64) NOT NULL
);
INSERT INTO audit_head (id, seq, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE TABLE server_identity (
    id VARCHAR(64) PRIMARY KEY,
    public_key BYTEA NOT NULL,
    private_wrapped BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);

-- keys_wrapped is emptied 30 days after the token's end; the row stays.
CREATE TABLE token (
    key_id VARCHAR(32) PRIMARY KEY,
    task VARCHAR(36) NOT NULL,
    suite INTEGER NOT NULL,
    server_identity VARCHAR(64) NOT NULL REFERENCES server_identity (id),
    keys_wrapped BYTEA,
    client_name VARCHAR(63),
    client_labels VARCHAR(16384),
    description VARCHAR(4096),
    not_after BIGINT NOT NULL,
    max_clients INTEGER NOT NULL,
    used INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    created_by VARCHAR(128) NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX token_task ON token (task);
