-- Sessions are found when a node writes down which of its clients it has heard of.
CREATE INDEX client_session ON client (session);
