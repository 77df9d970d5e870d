-- A row for each step of an operation. As one JSON value it was written again, whole, with every step: a list of 1,000
-- addresses wrote half a gigabyte.
CREATE TABLE operation_steps (
  operation_id uuid NOT NULL REFERENCES operations (id) ON DELETE CASCADE,
  name varchar(128) NOT NULL,
  answer jsonb NOT NULL,
  -- Repeated from the operation, so that the policy needs no look into another table for each row.
  actor_id varchar(21) NOT NULL,
  PRIMARY KEY (operation_id, name)
);

ALTER TABLE operation_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE operation_steps FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON operation_steps TO tenantry_app, tenantry_system;
CREATE POLICY system_all ON operation_steps TO tenantry_system USING (true) WITH CHECK (true);
CREATE POLICY app_operation_step ON operation_steps TO tenantry_app USING (actor_id = app_user());

SET ROLE tenantry_system;
INSERT INTO operation_steps (operation_id, name, answer, actor_id)
  SELECT operations.id, step.key, step.value, operations.actor_id FROM operations, jsonb_each(operations.steps) AS step;
RESET ROLE;
ALTER TABLE operations DROP COLUMN steps;

-- A mail sent again is in the language of the first.
ALTER TABLE invitations ADD COLUMN language varchar(5) NOT NULL DEFAULT 'en';

-- The history, newest first: all of it, and by status.
DROP INDEX invitations_tenant_id_status_created_at_idx;
CREATE INDEX invitations_tenant_id_created_at_id_idx ON invitations (tenant_id, created_at DESC, id DESC);
CREATE INDEX invitations_tenant_id_status_created_at_id_idx ON invitations (tenant_id, status, created_at DESC, id DESC);
CREATE INDEX invitations_email_search_idx ON invitations USING gin (email gin_trgm_ops);

-- Which invitations went to an address that contains what, in the tenant of the door: as members_matching.
GRANT CREATE ON SCHEMA public TO tenantry_system;
CREATE FUNCTION invitations_matching(pattern text) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public
  AS $$ SELECT id FROM invitations WHERE tenant_id = app_tenant() AND email LIKE pattern $$;
ALTER FUNCTION invitations_matching(text) OWNER TO tenantry_system;
REVOKE CREATE ON SCHEMA public FROM tenantry_system;
REVOKE EXECUTE ON FUNCTION invitations_matching(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION invitations_matching(text) TO tenantry_app, tenantry_system;
