-- Sessions in a browser. One has no rights of its own: it lends those of the token that it was begun with, and ends with it.
CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    secret_mac {BYTES} NOT NULL,
    token TEXT NOT NULL REFERENCES tokens (id),
    begun_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT
);
