-- The script files that pages of others name with their hash: a later version does not take away an earlier one.
CREATE TABLE widget_scripts (
  -- Version and the beginning of the content's SHA-384.
  name varchar(100) PRIMARY KEY,
  code text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
ALTER TABLE widget_scripts ENABLE ROW LEVEL SECURITY;
ALTER TABLE widget_scripts FORCE ROW LEVEL SECURITY;
CREATE POLICY system_all ON widget_scripts TO tenantry_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON widget_scripts TO tenantry_system;

-- Everybody gets them, and nobody through the app's role changes what runs in others' pages.
CREATE POLICY app_widget_script ON widget_scripts FOR SELECT TO tenantry_app USING (true);
GRANT SELECT ON widget_scripts TO tenantry_app;

GRANT CREATE ON SCHEMA public TO tenantry_system;

-- Whether this organization, which may not even exist, shows its widgets there.
CREATE FUNCTION is_widget_origin_of(organization varchar, asked varchar) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public
  AS $$
    SELECT EXISTS (SELECT FROM widget_origins JOIN tenants ON tenants.id = widget_origins.tenant_id
                    WHERE tenants.logto_org_id = organization AND widget_origins.origin = asked
                      AND tenants.state = 'active' AND tenants.deletion_due_at IS NULL)
  $$;
ALTER FUNCTION is_widget_origin_of(varchar, varchar) OWNER TO tenantry_system;

REVOKE CREATE ON SCHEMA public FROM tenantry_system;
REVOKE EXECUTE ON FUNCTION is_widget_origin_of(varchar, varchar) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_widget_origin_of(varchar, varchar) TO tenantry_app, tenantry_system;
