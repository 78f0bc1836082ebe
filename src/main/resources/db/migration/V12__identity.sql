-- Numbers the connections of a node in the order in which they were opened; this is that of the client's present session.
ALTER TABLE client ADD COLUMN opened BIGINT DEFAULT 0 NOT NULL;

-- The last other name under which the key of this client came: its state folder was copied, or its machine renamed.
ALTER TABLE client ADD COLUMN other_name VARCHAR(63);
ALTER TABLE client ADD COLUMN other_name_at BIGINT;

-- Clients that an operator has removed from a task: the name is free, the key is not let in again.
CREATE TABLE forgotten_client (
    task VARCHAR(36) NOT NULL REFERENCES task (id),
    client_id VARCHAR(32) NOT NULL,
    name VARCHAR(63) NOT NULL,
    forgotten_at BIGINT NOT NULL,
    PRIMARY KEY (task, client_id)
);
