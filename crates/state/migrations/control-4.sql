-- Who else says who somebody is: issuers of tokens, and what is believed of whom they vouch for. An issuer never changes; it is removed, and
-- its bindings with it, so that what was approved is what holds.
CREATE TABLE issuers (
    name TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    purpose TEXT NOT NULL,
    url TEXT NOT NULL,
    audience TEXT NOT NULL,
    jwks TEXT,
    hosts TEXT NOT NULL,
    redirect_uri TEXT,
    added_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (url, purpose)
);
-- Proposed by one person, in force once another one approved it.
CREATE TABLE bindings (
    id TEXT NOT NULL PRIMARY KEY,
    issuer TEXT NOT NULL,
    claims TEXT NOT NULL,
    identity TEXT NOT NULL,
    person TEXT NOT NULL,
    tenants TEXT NOT NULL,
    scopes TEXT NOT NULL,
    ttl_seconds BIGINT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_person TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    approved_by TEXT,
    approved_person TEXT,
    approved_at BIGINT,
    FOREIGN KEY (issuer) REFERENCES issuers (name)
);
-- Tokens of others that were shown to us, for as long as they live: each counts once.
CREATE TABLE assertions (
    digest {BYTES} NOT NULL PRIMARY KEY,
    shown BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
ALTER TABLE tokens ADD COLUMN binding TEXT;
