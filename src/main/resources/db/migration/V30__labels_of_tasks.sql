-- The same SQL for H2 (MODE=PostgreSQL) and PostgreSQL.

-- The labels of the task itself, as a JSON object like those of clients, and for which tasks a key is: a label
-- selector; null: all.
ALTER TABLE task ADD COLUMN labels VARCHAR(16384) DEFAULT '{}' NOT NULL;
ALTER TABLE api_key ADD COLUMN tasks VARCHAR(4096);
