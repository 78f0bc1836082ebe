-- The same SQL for H2 (MODE=PostgreSQL) and PostgreSQL. Instants are milliseconds since 1970.

-- Whether a client may take part; the six digits that it shows while it waits for that, and in which session.
ALTER TABLE client ADD COLUMN approved BOOLEAN DEFAULT TRUE NOT NULL;
ALTER TABLE client ADD COLUMN approval_code VARCHAR(7);
ALTER TABLE client ADD COLUMN approval_session VARCHAR(64);

-- Each code that was shown, by its session: a client and a token get only so many.
CREATE TABLE approval_code (
    session VARCHAR(64) PRIMARY KEY,
    client VARCHAR(36) NOT NULL,
    token VARCHAR(32) NOT NULL,
    shown_at BIGINT NOT NULL
);
CREATE INDEX approval_code_client ON approval_code (client);
CREATE INDEX approval_code_token ON approval_code (token, shown_at);
