-- Row-level security, the second wall behind the scoped transaction: without a tenant set there are no rows, for the owner neither.
-- A setting that was local to a transaction reads as the empty text afterwards, so that counts as none.
DO $$
DECLARE name TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY['counters', 'outbox', 'events', 'idempotency'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY own_tenant ON %I USING (tenant = nullif(current_setting(''cos.tenant'', true), '''')) '
            'WITH CHECK (tenant = nullif(current_setting(''cos.tenant'', true), ''''))', name);
    END LOOP;
END $$;
