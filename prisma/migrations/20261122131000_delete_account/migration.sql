-- A person who deletes their account leaves many tenants at once, which neither of their doors opens. Functions of the
-- system's role do it, for the person in the door and nobody else: app/tenants/account.server.ts
GRANT CREATE ON SCHEMA public TO tenantry_system;

-- Marks all memberships that no other operation is changing, and answers how many another one is.
CREATE FUNCTION mark_memberships(operation uuid) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
  AS $$
  BEGIN
    -- In the order in which others take them.
    PERFORM FROM members WHERE user_id = app_user() ORDER BY tenant_id FOR UPDATE;
    UPDATE members SET changing_by = operation WHERE user_id = app_user() AND changing_by IS NULL;
    RETURN (SELECT count(*) FROM members WHERE user_id = app_user() AND changing_by <> operation);
  END
  $$;
ALTER FUNCTION mark_memberships(uuid) OWNER TO tenantry_system;

CREATE FUNCTION unmark_memberships(operation uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public
  AS $$ UPDATE members SET changing_by = NULL WHERE user_id = app_user() AND changing_by = operation $$;
ALTER FUNCTION unmark_memberships(uuid) OWNER TO tenantry_system;

-- The person is gone: told in each workspace they were in, and nothing of theirs is left but that. Memberships and
-- images go with the row of the person.
CREATE FUNCTION forget_me(my_name varchar, my_address varchar) RETURNS void LANGUAGE sql SECURITY DEFINER
  SET search_path = public
  AS $$
    INSERT INTO audit_events (id, tenant_id, actor_id, actor_name, action, target_id, target_name, ip)
      SELECT gen_random_uuid(), tenant_id, app_user(), my_name, 'member.left', app_user(), my_name, my_address
        FROM members WHERE user_id = app_user();
    DELETE FROM sessions WHERE user_id = app_user();
    DELETE FROM organization_access WHERE user_id = app_user();
    DELETE FROM users WHERE id = app_user();
    DELETE FROM operations WHERE actor_id = app_user() AND state IN ('done', 'failed');
  $$;
ALTER FUNCTION forget_me(varchar, varchar) OWNER TO tenantry_system;

REVOKE CREATE ON SCHEMA public FROM tenantry_system;
REVOKE EXECUTE ON FUNCTION mark_memberships(uuid), unmark_memberships(uuid), forget_me(varchar, varchar) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mark_memberships(uuid), unmark_memberships(uuid), forget_me(varchar, varchar)
  TO tenantry_app, tenantry_system;
