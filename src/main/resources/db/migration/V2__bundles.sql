-- File contents on disk, under blobs/. A row exists once the first bundle that contains it is committed.
CREATE TABLE blob (
    sha256 VARCHAR(71) PRIMARY KEY,
    size BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE bundle (
    sha256 VARCHAR(71) PRIMARY KEY,
    name VARCHAR(128) NOT NULL,
    version VARCHAR(128) NOT NULL,
    sequence BIGINT NOT NULL UNIQUE,
    files INTEGER NOT NULL,
    bytes BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by VARCHAR(128) NOT NULL
);

CREATE TABLE bundle_file (
    bundle VARCHAR(71) NOT NULL REFERENCES bundle (sha256),
    path VARCHAR(1024) NOT NULL,
    mode VARCHAR(4) NOT NULL,
    size BIGINT NOT NULL,
    sha256 VARCHAR(71) NOT NULL REFERENCES blob (sha256),
    PRIMARY KEY (bundle, path)
);
CREATE INDEX bundle_file_sha256 ON bundle_file (sha256);

-- The last sequence number; whoever adds a bundle locks this row until the commit.
CREATE TABLE bundle_counter (
    id INTEGER PRIMARY KEY,
    last BIGINT NOT NULL
);
INSERT INTO bundle_counter (id, last) VALUES (1, 0);
