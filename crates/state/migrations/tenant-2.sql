-- Themes by the digest of what is in them, and which of them was in force when. The history only grows: the theme in force is where its
-- last row leads, and without a digest it is the one that is compiled in.
CREATE TABLE themes (
    tenant TEXT NOT NULL,
    digest TEXT NOT NULL,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    pack {BYTES} NOT NULL,
    imported_at BIGINT NOT NULL,
    imported_by TEXT NOT NULL,
    PRIMARY KEY (tenant, digest)
);
CREATE TABLE theme_activations (
    tenant TEXT NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    from_digest TEXT,
    to_digest TEXT,
    reason TEXT NOT NULL,
    jti TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    PRIMARY KEY (tenant, seq),
    FOREIGN KEY (tenant, from_digest) REFERENCES themes (tenant, digest),
    FOREIGN KEY (tenant, to_digest) REFERENCES themes (tenant, digest)
);
