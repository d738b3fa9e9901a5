-- The same walls around themes, and no change of what happened.
DO $$
DECLARE name TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY['themes', 'theme_activations'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY own_tenant ON %I USING (tenant = nullif(current_setting(''cos.tenant'', true), '''')) '
            'WITH CHECK (tenant = nullif(current_setting(''cos.tenant'', true), ''''))', name);
    END LOOP;
END $$;
