-- A machine of a closed workspace is told that it is closed, as a key is: so it has to be found.
GRANT CREATE ON SCHEMA public TO tenantry_system;
SET ROLE tenantry_system; -- whose function it is
CREATE OR REPLACE FUNCTION tenant_of_machine(application varchar, organization varchar) RETURNS uuid LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public
  AS $$
    SELECT machines.tenant_id FROM machines JOIN tenants ON tenants.id = machines.tenant_id
     WHERE machines.application_id = application AND tenants.logto_org_id = organization AND tenants.state = 'active'
  $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM tenantry_system;
