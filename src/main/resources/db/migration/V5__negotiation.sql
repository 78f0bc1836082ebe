-- Why a task is paused, since when it goes on again, and since when all of its clients may apply (apply: together).
ALTER TABLE task ADD COLUMN paused_by VARCHAR(16);
ALTER TABLE task ADD COLUMN resumed_at BIGINT;
ALTER TABLE task ADD COLUMN released_at BIGINT;

-- proceeded_in is the session in which this attempt was first told to apply; excused says that the others go on without
-- this client; entries counts its sessions; sequence is the highest bundle sequence that it says was ever applied there.
ALTER TABLE client ADD COLUMN proceeded_in VARCHAR(32);
ALTER TABLE client ADD COLUMN excused BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE client ADD COLUMN entries BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE client ADD COLUMN sequence BIGINT;
UPDATE client SET proceeded_in = session WHERE state IN ('staged', 'applying', 'checking', 'confirming', 'succeeded');
