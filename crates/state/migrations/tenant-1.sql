-- What belongs to one tenant. Every key begins with the tenant, also where a file holds one tenant only: the same statements run in
-- both databases, and row-level security has a column to look at.
CREATE TABLE counters (
    tenant TEXT NOT NULL,
    name TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (tenant, name)
);
CREATE TABLE outbox (
    tenant TEXT NOT NULL,
    seq BIGINT NOT NULL,
    jti TEXT NOT NULL,
    receipt TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    log_index BIGINT,
    PRIMARY KEY (tenant, seq),
    UNIQUE (tenant, jti)
);
CREATE TABLE events (
    tenant TEXT NOT NULL,
    seq BIGINT NOT NULL,
    topic TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, seq)
);
CREATE TABLE idempotency (
    tenant TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_sha256 {BYTES} NOT NULL,
    status BIGINT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, idempotency_key)
);
