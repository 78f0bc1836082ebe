-- The same SQL for H2 (MODE=PostgreSQL) and PostgreSQL. Instants are milliseconds since 1970.

-- The last new client that a token let in, the token that took its place, and, until all clients that it let in are
-- revoked, who has asked for that.
ALTER TABLE token ADD COLUMN last_used_at BIGINT;
ALTER TABLE token ADD COLUMN last_used_by VARCHAR(63);
ALTER TABLE token ADD COLUMN replaced_by VARCHAR(32);
ALTER TABLE token ADD COLUMN clients_to_revoke_by VARCHAR(128);
CREATE INDEX token_clients_to_revoke ON token (clients_to_revoke_by);

ALTER TABLE api_key ADD COLUMN description VARCHAR(1000);
