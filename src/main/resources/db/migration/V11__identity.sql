-- Numbers the connections of a node in the order in which they were opened; this is that of the client's present session.
ALTER TABLE client ADD COLUMN opened BIGINT DEFAULT 0 NOT NULL;
