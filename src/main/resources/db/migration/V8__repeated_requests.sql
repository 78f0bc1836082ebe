-- The same SQL for H2 (MODE=PostgreSQL) and PostgreSQL. Instants are milliseconds since 1970.

-- What requests with an Idempotency-Key have made; written in the transaction that makes it, kept for a day.
CREATE TABLE repeatable_request (
    api_key VARCHAR(36) NOT NULL,
    idempotency_key VARCHAR(255) NOT NULL,
    fingerprint VARCHAR(64) NOT NULL,
    made VARCHAR(64) NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (api_key, idempotency_key)
);
CREATE INDEX repeatable_request_created ON repeatable_request (created_at);
