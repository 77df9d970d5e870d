-- The API: machines act too, other sites present tokens, and all instances count together.

-- Who acts may be a machine: `key:` or `machine:` and its id, where people have Logto's id.
DROP POLICY app_operation ON operations;
DROP POLICY app_operation_step ON operation_steps;
ALTER TABLE operations ALTER COLUMN actor_id TYPE varchar(64);
ALTER TABLE operation_steps ALTER COLUMN actor_id TYPE varchar(64);
ALTER TABLE audit_events ALTER COLUMN actor_id TYPE varchar(64);
ALTER TABLE invitations ALTER COLUMN invited_by_id TYPE varchar(64);
CREATE POLICY app_operation ON operations TO tenantry_app USING (actor_id = app_user());
CREATE POLICY app_operation_step ON operation_steps TO tenantry_app USING (actor_id = app_user());

-- The sites whose pages may show an organization's widgets.
CREATE TABLE widget_origins (
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE ON UPDATE CASCADE,
  -- As browsers send it: scheme, host and port, lower case.
  origin varchar(255) NOT NULL,
  added_by_name varchar(320) NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, origin)
);
CREATE INDEX widget_origins_origin_idx ON widget_origins (origin);

-- How much of a limit is used up. Lost with a crash of PostgreSQL, which forgives everybody.
CREATE UNLOGGED TABLE rate_limits (
  key varchar(200) PRIMARY KEY,
  used integer NOT NULL,
  ends_at timestamptz(3) NOT NULL
);
CREATE INDEX rate_limits_ends_at_idx ON rate_limits (ends_at);

-- Widget tokens that were used for what may be done with them only once.
CREATE TABLE spent_tokens (
  id uuid PRIMARY KEY,
  expires_at timestamptz(3) NOT NULL
);
CREATE INDEX spent_tokens_expires_at_idx ON spent_tokens (expires_at);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['widget_origins', 'rate_limits', 'spent_tokens'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY system_all ON %I TO tenantry_system USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tenantry_system', name);
  END LOOP;
END
$$;

-- The app counts and spends through functions alone.
CREATE POLICY app_none ON rate_limits TO tenantry_app USING (false);
CREATE POLICY app_none ON spent_tokens TO tenantry_app USING (false);

GRANT SELECT, INSERT, UPDATE, DELETE ON widget_origins TO tenantry_app;
CREATE POLICY app_widget_origin ON widget_origins TO tenantry_app
  USING (tenant_id = app_tenant()
    OR EXISTS (SELECT FROM members WHERE members.tenant_id = widget_origins.tenant_id AND members.user_id = app_user()))
  WITH CHECK (tenant_id = app_tenant());

GRANT CREATE ON SCHEMA public TO tenantry_system;

-- Whether some open organization shows its widgets there: all that a browser's question beforehand is told.
CREATE FUNCTION is_widget_origin(asked varchar) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public
  AS $$
    SELECT EXISTS (SELECT FROM widget_origins JOIN tenants ON tenants.id = widget_origins.tenant_id
                    WHERE widget_origins.origin = asked AND tenants.state = 'active' AND tenants.deletion_due_at IS NULL)
  $$;
ALTER FUNCTION is_widget_origin(varchar) OWNER TO tenantry_system;

-- Counts one more use in the window under way, and begins another when it has ended.
CREATE FUNCTION use_of_limit(asked varchar, cost integer, seconds integer, OUT used integer, OUT ends_at timestamptz)
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public
  AS $$
    INSERT INTO rate_limits AS r (key, used, ends_at)
    VALUES (asked, cost, clock_timestamp() + seconds * interval '1 second')
    ON CONFLICT (key) DO UPDATE SET
      used = CASE WHEN r.ends_at <= clock_timestamp() THEN excluded.used ELSE r.used + excluded.used END,
      ends_at = CASE WHEN r.ends_at <= clock_timestamp() THEN excluded.ends_at ELSE r.ends_at END
    RETURNING r.used, r.ends_at
  $$;
ALTER FUNCTION use_of_limit(varchar, integer, integer) OWNER TO tenantry_system;

-- True the first time.
CREATE FUNCTION spend_token(token uuid, until timestamptz) RETURNS boolean LANGUAGE sql VOLATILE SECURITY DEFINER
  SET search_path = public
  AS $$
    WITH spent AS (INSERT INTO spent_tokens (id, expires_at) VALUES (token, until) ON CONFLICT DO NOTHING RETURNING 1)
    SELECT EXISTS (SELECT FROM spent)
  $$;
ALTER FUNCTION spend_token(uuid, timestamptz) OWNER TO tenantry_system;

REVOKE CREATE ON SCHEMA public FROM tenantry_system;
REVOKE EXECUTE ON FUNCTION is_widget_origin(varchar), use_of_limit(varchar, integer, integer),
  spend_token(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_widget_origin(varchar), use_of_limit(varchar, integer, integer),
  spend_token(uuid, timestamptz) TO tenantry_app, tenantry_system;
