-- Seats: how many members a plan has room for, and who waits for one. Held to here, because everybody who writes members
-- passes here: flows, webhooks, sign-ins, reconcile. Owners always have a seat; of the others, those who joined last wait.
--
-- Who waits is not written on the members. The tenant says up to whom the seats reach, so that a plan with fewer seats
-- changes one row, not 100,000, and whoever writes members never has to wait for other members' rows.
ALTER TABLE members DROP COLUMN waits_for_seat;
ALTER TABLE tenants
  -- Of its plan. NULL: no limit.
  ADD COLUMN seats integer,
  ADD COLUMN owner_count integer NOT NULL DEFAULT 0,
  -- The last member with a seat who is no owner, in the order of joined_at and user_id. NULL while nobody waits.
  ADD COLUMN seated_until_at timestamptz(3),
  ADD COLUMN seated_until_id varchar(21);

-- What app/plans.ts says, written by the server when it starts: app/tenants/seats.server.ts. No secret.
CREATE TABLE plan_seats (
  -- '' stands for a plan that is not among them.
  plan varchar(32) PRIMARY KEY,
  seats integer
);
ALTER TABLE plan_seats ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_seats FORCE ROW LEVEL SECURITY;
CREATE POLICY system_all ON plan_seats TO tenantry_system USING (true) WITH CHECK (true);
CREATE POLICY app_plan_seats ON plan_seats FOR SELECT TO tenantry_app USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON plan_seats TO tenantry_system;
GRANT SELECT ON plan_seats TO tenantry_app;

CREATE FUNCTION is_owner(roles text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT coalesce('owner' = ANY (roles), false) $$;

CREATE FUNCTION waits_for_seat(joined_at timestamptz, user_id varchar, roles text[], until_at timestamptz, until_id varchar)
  RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT until_at IS NOT NULL AND NOT is_owner(roles) AND (joined_at, user_id) > (until_at, until_id) $$;

SET ROLE tenantry_system;
UPDATE tenants SET owner_count = (SELECT count(*) FROM members WHERE members.tenant_id = tenants.id AND is_owner(roles));
RESET ROLE;

GRANT CREATE ON SCHEMA public TO tenantry_system;

CREATE FUNCTION seats_of_plan(name varchar) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
  AS $$ SELECT seats FROM plan_seats WHERE plan IN (name, '') ORDER BY plan DESC LIMIT 1 $$;
ALTER FUNCTION seats_of_plan(varchar) OWNER TO tenantry_system;

CREATE FUNCTION give_seats() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
  AS $$
  BEGIN
    NEW.seats := seats_of_plan(NEW.plan);
    RETURN NEW;
  END
  $$;
ALTER FUNCTION give_seats() OWNER TO tenantry_system;
CREATE TRIGGER tenants_seats_given BEFORE INSERT ON tenants FOR EACH ROW EXECUTE FUNCTION give_seats();

-- Up to whom the seats reach, found from the nearer end of an index. The row of the tenant is locked meanwhile: who came or
-- went before is seen, and who comes or goes next waits.
CREATE FUNCTION hold_to_seats() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public SET enable_seqscan = off SET enable_sort = off SET enable_bitmapscan = off
  AS $$
  DECLARE
    seated integer;
    waiting integer;
  BEGIN
    IF NEW.plan IS DISTINCT FROM OLD.plan THEN
      NEW.seats := seats_of_plan(NEW.plan);
    END IF;
    seated := NEW.seats - NEW.owner_count;
    waiting := NEW.member_count - greatest(NEW.seats, NEW.owner_count);
    IF NEW.seats IS NULL OR waiting <= 0 THEN
      NEW.seated_until_at := NULL;
      NEW.seated_until_id := NULL;
    ELSIF seated <= 0 THEN
      NEW.seated_until_at := 'epoch';
      NEW.seated_until_id := '';
    ELSIF seated <= waiting THEN
      SELECT joined_at, user_id INTO NEW.seated_until_at, NEW.seated_until_id FROM members
       WHERE tenant_id = NEW.id AND NOT is_owner(roles) ORDER BY joined_at, user_id OFFSET seated - 1 LIMIT 1;
    ELSE
      SELECT joined_at, user_id INTO NEW.seated_until_at, NEW.seated_until_id FROM members
       WHERE tenant_id = NEW.id AND NOT is_owner(roles) ORDER BY joined_at DESC, user_id DESC OFFSET waiting LIMIT 1;
    END IF;
    RETURN NEW;
  END
  $$;
ALTER FUNCTION hold_to_seats() OWNER TO tenantry_system;
CREATE TRIGGER tenants_held_to_seats BEFORE UPDATE ON tenants FOR EACH ROW
  WHEN ((OLD.plan, OLD.seats, OLD.member_count, OLD.owner_count) IS DISTINCT FROM
        (NEW.plan, NEW.seats, NEW.member_count, NEW.owner_count))
  EXECUTE FUNCTION hold_to_seats();

SET ROLE tenantry_system; -- whose function it is
CREATE OR REPLACE FUNCTION count_members() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
  AS $$
  BEGIN
    -- In one order, or two people who join the same organizations at once would each wait for the other.
    PERFORM FROM tenants WHERE id IN (SELECT tenant_id FROM rows) ORDER BY id FOR NO KEY UPDATE;
    UPDATE tenants SET member_count = member_count + changed.members, owner_count = owner_count + changed.owners
      FROM (SELECT tenant_id, sign * count(*)::int AS members, sign * count(*) FILTER (WHERE is_owner(roles))::int AS owners
              FROM rows, (SELECT CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END AS sign) AS direction
             GROUP BY tenant_id, sign) AS changed
      WHERE tenants.id = changed.tenant_id;
    RETURN NULL;
  END
  $$;
RESET ROLE;

CREATE FUNCTION count_owners() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
  AS $$
  BEGIN
    UPDATE tenants SET owner_count = owner_count + CASE WHEN is_owner(NEW.roles) THEN 1 ELSE -1 END WHERE id = NEW.tenant_id;
    RETURN NULL;
  END
  $$;
ALTER FUNCTION count_owners() OWNER TO tenantry_system;
CREATE TRIGGER members_owners_counted AFTER UPDATE OF roles ON members FOR EACH ROW
  WHEN (is_owner(OLD.roles) IS DISTINCT FROM is_owner(NEW.roles)) EXECUTE FUNCTION count_owners();

-- Whether the person in the door may join this tenant, which has so many seats: asked before Logto is told, under the lock
-- of the tenant, and counting those who are just joining. Who is in already needs no further seat.
CREATE FUNCTION seat_is_free(tenant uuid, seats integer) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public
  AS $$
  DECLARE
    taken integer;
  BEGIN
    SELECT member_count INTO taken FROM tenants WHERE id = tenant FOR NO KEY UPDATE;
    RETURN EXISTS (SELECT FROM members WHERE tenant_id = tenant AND user_id = app_user())
      OR seats > taken + (
        SELECT count(*) FROM operations
         WHERE kind = 'accept-invitation' AND state IN ('running', 'interrupted')
           AND context #>> '{reserved,invitation,tenantId}' = tenant::text
           AND NOT EXISTS (SELECT FROM members WHERE tenant_id = tenant AND user_id = operations.actor_id));
  END
  $$;
ALTER FUNCTION seat_is_free(uuid, integer) OWNER TO tenantry_system;

REVOKE CREATE ON SCHEMA public FROM tenantry_system;
REVOKE EXECUTE ON FUNCTION seats_of_plan(varchar), give_seats(), hold_to_seats(), count_owners(), seat_is_free(uuid, integer)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION seats_of_plan(varchar), give_seats(), hold_to_seats(), count_owners(), seat_is_free(uuid, integer)
  TO tenantry_app, tenantry_system;
