-- What belongs to no tenant: who the tenants are, and whose credentials count. Text, whole numbers and bytes only, so that one text
-- serves SQLite and PostgreSQL; times are seconds since 1970.
CREATE TABLE tenants (
    tenant TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    display_name TEXT NOT NULL,
    residency TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE TABLE tokens (
    id TEXT NOT NULL PRIMARY KEY,
    secret_mac {BYTES} NOT NULL,
    identity TEXT NOT NULL,
    person TEXT NOT NULL,
    tenants TEXT NOT NULL,
    scopes TEXT NOT NULL,
    not_before BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
