-- Projects: data of a tenant.
CREATE TABLE projects (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE ON UPDATE CASCADE,
  name varchar(128) NOT NULL,
  -- The form that made it, so that pressing twice makes one.
  form_key varchar(64) NOT NULL,
  created_by_id varchar(21) NOT NULL,
  created_by_name varchar(320) NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX projects_tenant_id_form_key_key ON projects (tenant_id, form_key);
-- The list: newest first, since ids grow with time.
CREATE INDEX projects_tenant_id_id_idx ON projects (tenant_id, id DESC);

ALTER TABLE projects ENABLE ROW LEVEL SECURITY;
ALTER TABLE projects FORCE ROW LEVEL SECURITY; -- its owner too
CREATE POLICY system_all ON projects TO tenantry_system USING (true) WITH CHECK (true);
CREATE POLICY app_tenant ON projects TO tenantry_app
  USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON projects TO tenantry_system, tenantry_app;
