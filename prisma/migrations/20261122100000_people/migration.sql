-- Members: when they were last here, what a search looks through, and an index for each order of the list, with and
-- without a filter by role. How the list reads them: app/tenants/member-list.server.ts
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- Lower case and without accents, so that "zoe" finds "Zoë" and "soren" finds "Søren". For what is searched and for what
-- is searched in.
CREATE FUNCTION searchable(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  AS $$
    SELECT replace(translate(lower(regexp_replace(normalize(words, NFD), '[\u0300-\u036f]', '', 'g')),
                             'øłđðıħ', 'olddih'), 'ß', 'ss')
  $$;

-- Roles as one text, which a btree can hold in order. IMMUTABLE is true of text[] only, hence array_to_string is not.
CREATE FUNCTION role_set(roles text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT coalesce(array_to_string(roles, E'\n'), '') $$;

ALTER TABLE members
  ADD COLUMN last_seen_at timestamptz(3),
  -- Generated here, in one place for all who write members. The space in front has every word begin after one.
  ADD COLUMN search text NOT NULL GENERATED ALWAYS AS (
    ' ' || searchable(coalesce(name, '')) || ' ' || searchable(coalesce(email, ''))
  ) STORED,
  ADD COLUMN role_set text NOT NULL GENERATED ALWAYS AS (role_set(roles)) STORED;

-- Read forwards and backwards. Who was never here is as if before all times, so that a row comparison finds the place; by
-- CASE, because coalesce, which says the same, is not leakproof.
CREATE INDEX members_by_joined ON members (tenant_id, joined_at, user_id);
CREATE INDEX members_by_last_seen ON members (tenant_id, (CASE WHEN last_seen_at IS NULL THEN '-infinity' ELSE last_seen_at END), user_id);
CREATE INDEX members_by_role_and_name ON members (tenant_id, role_set, sort_name, user_id);
CREATE INDEX members_by_role_and_joined ON members (tenant_id, role_set, joined_at, user_id);
CREATE INDEX members_by_role_and_last_seen ON members (tenant_id, role_set, (CASE WHEN last_seen_at IS NULL THEN '-infinity' ELSE last_seen_at END), user_id);

-- The tenant first: what others call their people must not make this one's search slow. Nor must what was just written, which
-- by default waits in a list that every search reads through.
CREATE INDEX members_search ON members USING gin (tenant_id, search gin_trgm_ops) WITH (fastupdate = off);

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
    -- In one order, or two people who join the same organizations at once would each wait for the other.
    PERFORM FROM tenants WHERE id IN (SELECT tenant_id FROM rows) ORDER BY id FOR NO KEY UPDATE;
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

-- Who in the tenant of the door has all these patterns in their name or e-mail. A function of the system's role, because
-- LIKE is not leakproof: under a policy PostgreSQL would compare row by row and never use the index. EXECUTE has it planned
-- for these patterns and not for any, and no plan is to read the table through.
CREATE FUNCTION members_matching(patterns text[]) RETURNS SETOF members LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public SET enable_seqscan = off
  AS $$
  BEGIN
    RETURN QUERY EXECUTE 'SELECT * FROM members WHERE tenant_id = $2' ||
      (SELECT string_agg(format(' AND search LIKE $1[%s]', word), '') FROM generate_subscripts(patterns, 1) AS word)
      USING patterns, app_tenant();
  END
  $$;
ALTER FUNCTION members_matching(text[]) OWNER TO tenantry_system;

REVOKE CREATE ON SCHEMA public FROM tenantry_system;
REVOKE EXECUTE ON FUNCTION members_matching(text[]), count_members() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION members_matching(text[]) TO tenantry_app, tenantry_system;
-- A trigger's function is called as whoever writes the members.
GRANT EXECUTE ON FUNCTION count_members() TO tenantry_app, tenantry_system;

-- At most one change of owners at a time in an organization: a row that is unique while its operation runs, not a lock
-- that is held while Logto answers.
ALTER TABLE operations ADD COLUMN exclusive varchar(64);
CREATE UNIQUE INDEX operations_exclusive_key ON operations (exclusive) WHERE state IN ('running', 'interrupted');

CREATE INDEX audit_events_tenant_id_actor_id_at_idx ON audit_events (tenant_id, actor_id, at DESC);
