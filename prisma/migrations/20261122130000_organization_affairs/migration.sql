-- What an organization decides about itself: plan, settings, old addresses, images, domains, keys and machines, its end.
ALTER TABLE tenants
  ADD COLUMN plan varchar(32) NOT NULL DEFAULT 'unlimited',
  -- What differs from the defaults of app/organization-settings.ts, by name.
  ADD COLUMN settings jsonb NOT NULL DEFAULT '{}',
  -- Set while it is closed and may still be restored.
  ADD COLUMN deletion_due_at timestamptz(3),
  ADD COLUMN deletion_by_id varchar(21),
  ADD COLUMN deletion_by_name varchar(320),
  -- From here on there is no way back: Logto is being told.
  ADD COLUMN erasing boolean NOT NULL DEFAULT false,
  -- Roles of who joins by a domain. Empty: Logto gives none.
  ADD COLUMN joining_roles text[] DEFAULT '{}',
  -- Single sign-on as Logto had it at `sign_in_looked_at`: [{id, name, domains}].
  ADD COLUMN sso_connectors jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN sign_in_looked_at timestamptz(3);
CREATE INDEX tenants_deletion_due_at_idx ON tenants (deletion_due_at) WHERE deletion_due_at IS NOT NULL;

ALTER TABLE members ADD COLUMN waits_for_seat boolean NOT NULL DEFAULT false;

-- Addresses that a workspace had: they lead on to it, and are nobody else's.
CREATE TABLE old_slugs (
  slug varchar(48) PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE ON UPDATE CASCADE,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX old_slugs_tenant_id_created_at_idx ON old_slugs (tenant_id, created_at DESC);

-- Logos and portraits, as we encoded them. Whoever knows the hash may see one: Logto's pages and mails show them too.
CREATE TABLE images (
  id uuid PRIMARY KEY,
  hash char(64) NOT NULL,
  tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE ON UPDATE CASCADE,
  user_id varchar(21) REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  bytes bytea NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CHECK ((tenant_id IS NULL) <> (user_id IS NULL))
);
CREATE INDEX images_hash_idx ON images (hash);
CREATE UNIQUE INDEX images_tenant_id_hash_key ON images (tenant_id, hash);
CREATE UNIQUE INDEX images_user_id_hash_key ON images (user_id, hash);

-- Whoever registers with an address of the domain joins. One organization for a domain.
CREATE TABLE email_domains (
  domain varchar(253) PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE ON UPDATE CASCADE,
  -- False until Logto has it, and again while it is being taken back.
  active boolean NOT NULL DEFAULT false,
  added_by_id varchar(21) NOT NULL,
  added_by_name varchar(320) NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX email_domains_tenant_id_idx ON email_domains (tenant_id);

CREATE TABLE api_keys (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE ON UPDATE CASCADE,
  name varchar(128) NOT NULL,
  role varchar(32) NOT NULL,
  secret_hash char(64) NOT NULL UNIQUE,
  -- What a list shows of it, to tell it from others.
  start varchar(16) NOT NULL,
  -- The secret before the last rotation, for as long as it may still be used.
  previous_hash char(64) UNIQUE,
  previous_until timestamptz(3),
  created_by_id varchar(21) NOT NULL,
  created_by_name varchar(320) NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3),
  -- To the minute.
  last_used_at timestamptz(3),
  revoked_at timestamptz(3)
);
CREATE INDEX api_keys_tenant_id_created_at_idx ON api_keys (tenant_id, created_at DESC);

-- Logto's machine-to-machine applications that are members of an organization. A copy, as members is of people.
CREATE TABLE machines (
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE ON UPDATE CASCADE,
  application_id varchar(21) NOT NULL,
  name varchar(256) NOT NULL,
  roles text[],
  -- We made the application for this organization, so it goes with its membership.
  made_here boolean NOT NULL DEFAULT false,
  added_by_name varchar(320) NOT NULL DEFAULT '',
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  last_used_at timestamptz(3),
  PRIMARY KEY (tenant_id, application_id)
);
CREATE INDEX machines_application_id_idx ON machines (application_id);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['old_slugs', 'images', 'email_domains', 'api_keys', 'machines'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY system_all ON %I TO tenantry_system USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tenantry_system, tenantry_app', name);
  END LOOP;
END
$$;

CREATE POLICY app_old_slug ON old_slugs TO tenantry_app
  USING (tenant_id = app_tenant()
    OR EXISTS (SELECT FROM members WHERE members.tenant_id = old_slugs.tenant_id AND members.user_id = app_user()))
  WITH CHECK (tenant_id = app_tenant());
CREATE POLICY app_image ON images TO tenantry_app
  USING (hash = app_key() OR tenant_id = app_tenant() OR user_id = app_user())
  WITH CHECK (tenant_id = app_tenant() OR user_id = app_user());
CREATE POLICY app_email_domain ON email_domains TO tenantry_app
  USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());
CREATE POLICY app_api_key ON api_keys TO tenantry_app
  USING (secret_hash = app_key() OR previous_hash = app_key() OR tenant_id = app_tenant())
  WITH CHECK (tenant_id = app_tenant());
CREATE POLICY app_machine ON machines TO tenantry_app
  USING (tenant_id = app_tenant()) WITH CHECK (tenant_id = app_tenant());

GRANT CREATE ON SCHEMA public TO tenantry_system;

SET ROLE tenantry_system; -- whose function it is
CREATE OR REPLACE FUNCTION slug_is_free(wanted varchar) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public
  AS $$
    SELECT NOT EXISTS (SELECT FROM tenants WHERE slug = wanted) AND NOT EXISTS (SELECT FROM old_slugs WHERE slug = wanted)
  $$;
RESET ROLE;

-- A new slug is nobody's old one, and the one it takes the place of becomes old. After the row is written: what another
-- transaction did to the same slug is committed by then, and seen.
CREATE FUNCTION keep_old_slug() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
  AS $$
  BEGIN
    IF EXISTS (SELECT FROM old_slugs WHERE slug = NEW.slug AND tenant_id <> NEW.id) THEN
      RAISE unique_violation USING CONSTRAINT = 'tenants_slug_key', TABLE = 'tenants', COLUMN = 'slug',
        MESSAGE = 'duplicate key value violates unique constraint "tenants_slug_key"',
        DETAIL = format('Key (slug)=(%s) already exists.', NEW.slug);
    END IF;
    IF TG_OP = 'UPDATE' THEN
      DELETE FROM old_slugs WHERE slug = NEW.slug;
      INSERT INTO old_slugs (slug, tenant_id) VALUES (OLD.slug, OLD.id);
    END IF;
    RETURN NULL;
  END
  $$;
ALTER FUNCTION keep_old_slug() OWNER TO tenantry_system;
CREATE TRIGGER tenants_slug_made AFTER INSERT ON tenants FOR EACH ROW EXECUTE FUNCTION keep_old_slug();
CREATE TRIGGER tenants_slug_changed AFTER UPDATE OF slug ON tenants FOR EACH ROW
  WHEN (OLD.slug IS DISTINCT FROM NEW.slug) EXECUTE FUNCTION keep_old_slug();

-- Whose name and logo a sign-in page shows, for a visitor who has the address. Null when it is nobody's.
CREATE FUNCTION organization_at(address varchar) RETURNS varchar LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public
  AS $$
    SELECT logto_org_id FROM tenants
     WHERE state = 'active' AND deletion_due_at IS NULL
       AND id = coalesce((SELECT id FROM tenants WHERE slug = address),
                         (SELECT tenant_id FROM old_slugs WHERE slug = address))
  $$;
ALTER FUNCTION organization_at(varchar) OWNER TO tenantry_system;

-- The tenant of an organization in which this machine is a member: asked with the claims of a token that Logto signed.
CREATE FUNCTION tenant_of_machine(application varchar, organization varchar) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public
  AS $$
    SELECT machines.tenant_id FROM machines JOIN tenants ON tenants.id = machines.tenant_id
     WHERE machines.application_id = application AND tenants.logto_org_id = organization
       AND tenants.state = 'active' AND tenants.deletion_due_at IS NULL
  $$;
ALTER FUNCTION tenant_of_machine(varchar, varchar) OWNER TO tenantry_system;

REVOKE CREATE ON SCHEMA public FROM tenantry_system;
REVOKE EXECUTE ON FUNCTION keep_old_slug(), organization_at(varchar), tenant_of_machine(varchar, varchar) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keep_old_slug(), organization_at(varchar), tenant_of_machine(varchar, varchar)
  TO tenantry_app, tenantry_system;
