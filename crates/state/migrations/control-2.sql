-- What operators asked for under an idempotency key, and were answered. It belongs to the token that asked: whoever has another one
-- learns nothing from it.
CREATE TABLE requests (
    token TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_sha256 {BYTES} NOT NULL,
    status BIGINT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (token, idempotency_key)
);
-- Whoever might do everything still may; otherwise nobody could hand out what is new.
UPDATE tokens
SET scopes = 'events:read,receipts:read,receipts:write,tenants:read,tenants:write,themes:read,themes:write,tokens:read,tokens:write'
WHERE scopes = 'receipts:read,receipts:write,tenants:read,tenants:write,tokens:read,tokens:write';
