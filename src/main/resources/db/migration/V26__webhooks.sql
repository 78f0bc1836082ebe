-- The same SQL for H2 (MODE=PostgreSQL) and PostgreSQL. Instants are milliseconds since 1970.

-- Where events are sent to, and up to which number that is done. Whoever holds the lease (node, leased_until) sends.
CREATE TABLE webhook (
    id VARCHAR(36) PRIMARY KEY,
    version INTEGER NOT NULL,
    name VARCHAR(100) NOT NULL,
    url VARCHAR(2000) NOT NULL,
    kinds VARCHAR(100) NOT NULL,
    task VARCHAR(36),
    enabled BOOLEAN NOT NULL,
    reason VARCHAR(300),
    secret BYTEA NOT NULL,
    old_secret BYTEA,
    old_secret_until BIGINT,
    created_at BIGINT NOT NULL,
    created_by VARCHAR(128) NOT NULL,
    delivered BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    event_since BIGINT,
    failing_since BIGINT,
    next_at BIGINT NOT NULL,
    last_at BIGINT,
    last_result VARCHAR(300),
    last_success_at BIGINT,
    last_failure BIGINT NOT NULL,
    dropped BIGINT NOT NULL,
    node VARCHAR(36),
    leased_until BIGINT NOT NULL
);

-- Dead letters: events that a webhook did not get. A gap has no body: its events were deleted before they were sent.
CREATE TABLE webhook_failure (
    webhook VARCHAR(36) NOT NULL REFERENCES webhook (id),
    number BIGINT NOT NULL,
    gap BOOLEAN NOT NULL,
    task VARCHAR(36) NOT NULL,
    event BIGINT NOT NULL,
    event_id VARCHAR(64) NOT NULL,
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    detail VARCHAR(300) NOT NULL,
    PRIMARY KEY (webhook, number)
);
