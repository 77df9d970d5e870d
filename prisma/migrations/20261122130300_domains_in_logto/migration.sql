-- Domains that somebody set in Logto's console: shown as theirs, and nobody else's to add.
ALTER TABLE tenants ADD COLUMN domains_in_logto text[] NOT NULL DEFAULT '{}';
CREATE INDEX tenants_domains_in_logto_idx ON tenants USING gin (domains_in_logto);

-- Whether Logto lets who registers with this domain into another organization, as far as the copy knows.
CREATE FUNCTION domain_elsewhere(wanted text, own uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public
  AS $$ SELECT EXISTS (SELECT FROM tenants WHERE domains_in_logto @> ARRAY[wanted] AND id <> own) $$;
GRANT CREATE ON SCHEMA public TO tenantry_system;
ALTER FUNCTION domain_elsewhere(text, uuid) OWNER TO tenantry_system;
REVOKE CREATE ON SCHEMA public FROM tenantry_system;
REVOKE EXECUTE ON FUNCTION domain_elsewhere(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION domain_elsewhere(text, uuid) TO tenantry_app, tenantry_system;
