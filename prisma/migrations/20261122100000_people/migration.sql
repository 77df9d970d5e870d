-- Members: when they were last here, what a search looks through, and an index for each order of the list.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

ALTER TABLE members
  ADD COLUMN last_seen_at timestamptz(3),
  -- Lower case and without accents, so that "zoe" finds "Zoë". Computed here, in one place for all who write members.
  ADD COLUMN search text NOT NULL GENERATED ALWAYS AS (
    regexp_replace(normalize(lower(coalesce(name, '') || ' ' || coalesce(email, '')), NFD), '[\u0300-\u036f]', '', 'g')
  ) STORED;

CREATE INDEX members_tenant_id_joined_at_user_id_idx ON members (tenant_id, joined_at DESC, user_id);
CREATE INDEX members_tenant_id_last_seen_at_user_id_idx ON members (tenant_id, last_seen_at DESC NULLS LAST, user_id);
CREATE INDEX members_search_idx ON members USING gin (search gin_trgm_ops);

-- "1–50 of 12,403" on every page of the list: counted as members come and go, since counting 100,000 rows takes longer
-- than the page.
ALTER TABLE tenants ADD COLUMN member_count integer NOT NULL DEFAULT 0;
SET ROLE tenantry_system;
UPDATE tenants SET member_count = (SELECT count(*) FROM members WHERE members.tenant_id = tenants.id);
RESET ROLE;

GRANT CREATE ON SCHEMA public TO tenantry_system;

CREATE FUNCTION count_members() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
  AS $$
  BEGIN
    UPDATE tenants SET member_count = member_count + changed.by
      FROM (SELECT tenant_id, count(*)::int * CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END AS by
              FROM rows GROUP BY tenant_id) AS changed
      WHERE tenants.id = changed.tenant_id;
    RETURN NULL;
  END
  $$;
ALTER FUNCTION count_members() OWNER TO tenantry_system;

CREATE TRIGGER members_counted_in AFTER INSERT ON members REFERENCING NEW TABLE AS rows
  FOR EACH STATEMENT EXECUTE FUNCTION count_members();
CREATE TRIGGER members_counted_out AFTER DELETE ON members REFERENCING OLD TABLE AS rows
  FOR EACH STATEMENT EXECUTE FUNCTION count_members();

-- Whose name or e-mail contains what, in the tenant of the door. A function of the system's role, because LIKE is not
-- leakproof: under a policy PostgreSQL would compare row by row and never use the trigram index.
CREATE FUNCTION members_matching(pattern text) RETURNS SETOF varchar LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public
  AS $$ SELECT user_id FROM members WHERE tenant_id = app_tenant() AND search LIKE pattern $$;
ALTER FUNCTION members_matching(text) OWNER TO tenantry_system;

REVOKE CREATE ON SCHEMA public FROM tenantry_system;
REVOKE EXECUTE ON FUNCTION members_matching(text), count_members() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION members_matching(text) TO tenantry_app, tenantry_system;
-- A trigger's function is called as whoever writes the members.
GRANT EXECUTE ON FUNCTION count_members() TO tenantry_app, tenantry_system;

-- At most one change of owners at a time in an organization: a row that is unique while its operation runs, not a lock
-- that is held while Logto answers.
ALTER TABLE operations ADD COLUMN exclusive varchar(64);
CREATE UNIQUE INDEX operations_exclusive_key ON operations (exclusive) WHERE state IN ('running', 'interrupted');

CREATE INDEX audit_events_tenant_id_actor_id_at_idx ON audit_events (tenant_id, actor_id, at DESC);
