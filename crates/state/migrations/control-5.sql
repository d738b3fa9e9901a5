-- What the server proves itself with at a provider where people sign in: sealed by the server under a key that is not in the database.
ALTER TABLE issuers ADD COLUMN sealed_secret {BYTES};
