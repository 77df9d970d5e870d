-- The app's role is bound by policies, the system's role (webhooks, reconcile, workers) sees all rows.
-- Both are made here for databases that do not have them; a server's administrator gives them logins and members.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tenantry_app') THEN
    CREATE ROLE tenantry_app NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tenantry_system') THEN
    CREATE ROLE tenantry_system NOLOGIN;
  END IF;
END
$$;

GRANT USAGE ON SCHEMA public TO tenantry_app, tenantry_system;

-- CreateEnum
CREATE TYPE "tenant_state" AS ENUM ('creating', 'active');

-- CreateEnum
CREATE TYPE "invitation_status" AS ENUM ('sending', 'pending', 'accepted', 'declined', 'revoked', 'expired');

-- CreateEnum
CREATE TYPE "operation_state" AS ENUM ('running', 'interrupted', 'done', 'failed');

-- CreateTable
CREATE TABLE "users" (
    "id" VARCHAR(21) NOT NULL,
    "email" VARCHAR(320),
    "name" VARCHAR(128),
    "avatar_url" TEXT,
    "suspended" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenants" (
    "id" UUID NOT NULL,
    "logto_org_id" VARCHAR(21),
    "name" VARCHAR(128) NOT NULL,
    "slug" VARCHAR(48) NOT NULL,
    "description" VARCHAR(256),
    "logo_url" TEXT,
    "is_mfa_required" BOOLEAN NOT NULL DEFAULT false,
    "state" "tenant_state" NOT NULL DEFAULT 'creating',
    "created_by_id" VARCHAR(21) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tenants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "members" (
    "tenant_id" UUID NOT NULL,
    "user_id" VARCHAR(21) NOT NULL,
    "roles" TEXT[],
    "name" VARCHAR(128),
    "email" VARCHAR(320),
    "sort_name" VARCHAR(320) NOT NULL DEFAULT '',
    "joined_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "members_pkey" PRIMARY KEY ("tenant_id","user_id")
);

-- CreateTable
CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "logto_invitation_id" VARCHAR(21),
    "email" VARCHAR(320) NOT NULL,
    "role" VARCHAR(128) NOT NULL,
    "note" VARCHAR(500),
    "status" "invitation_status" NOT NULL DEFAULT 'sending',
    "invited_by_id" VARCHAR(21),
    "invited_by_name" VARCHAR(320) NOT NULL,
    "accepted_by_id" VARCHAR(21),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_sent_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "operation_id" UUID,

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitation_links" (
    "secret_hash" CHAR(64) NOT NULL,
    "invitation_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invitation_links_pkey" PRIMARY KEY ("secret_hash")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" CHAR(64) NOT NULL,
    "user_id" VARCHAR(21) NOT NULL,
    "refresh_token" BYTEA NOT NULL,
    "granted_scopes" TEXT[],
    "user_agent" VARCHAR(256) NOT NULL DEFAULT '',
    "ip" VARCHAR(64) NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_attempts" (
    "id" CHAR(64) NOT NULL,
    "browser" CHAR(64) NOT NULL,
    "payload" BYTEA NOT NULL,
    "return_to" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization_access" (
    "session_id" CHAR(64) NOT NULL,
    "tenant_id" UUID NOT NULL,
    "user_id" VARCHAR(21) NOT NULL,
    "scopes" TEXT[],
    "expires_at" TIMESTAMPTZ(3),
    "renewing_until" TIMESTAMPTZ(3),

    CONSTRAINT "organization_access_pkey" PRIMARY KEY ("session_id","tenant_id")
);

-- CreateTable
CREATE TABLE "operations" (
    "id" UUID NOT NULL,
    "kind" VARCHAR(64) NOT NULL,
    "actor_id" VARCHAR(21) NOT NULL,
    "tenant_id" UUID,
    "key" VARCHAR(64) NOT NULL,
    "input_hash" CHAR(64) NOT NULL,
    "input" JSONB NOT NULL,
    "context" JSONB NOT NULL,
    "steps" JSONB NOT NULL DEFAULT '{}',
    "state" "operation_state" NOT NULL DEFAULT 'running',
    "result" JSONB,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "operations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "actor_id" VARCHAR(21) NOT NULL,
    "actor_name" VARCHAR(320) NOT NULL,
    "action" VARCHAR(64) NOT NULL,
    "target_id" VARCHAR(64),
    "target_name" VARCHAR(320),
    "details" JSONB NOT NULL DEFAULT '{}',
    "ip" VARCHAR(64) NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "users_email_idx" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "tenants_logto_org_id_key" ON "tenants"("logto_org_id");

-- CreateIndex
CREATE UNIQUE INDEX "tenants_slug_key" ON "tenants"("slug");

-- CreateIndex
CREATE INDEX "members_user_id_idx" ON "members"("user_id");

-- CreateIndex
CREATE INDEX "members_tenant_id_sort_name_user_id_idx" ON "members"("tenant_id", "sort_name", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_logto_invitation_id_key" ON "invitations"("logto_invitation_id");

-- CreateIndex
CREATE INDEX "invitations_tenant_id_status_created_at_idx" ON "invitations"("tenant_id", "status", "created_at" DESC);

-- CreateIndex
CREATE INDEX "invitations_email_status_idx" ON "invitations"("email", "status");

-- CreateIndex
CREATE INDEX "invitation_links_invitation_id_idx" ON "invitation_links"("invitation_id");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

-- CreateIndex
CREATE INDEX "sign_in_attempts_expires_at_idx" ON "sign_in_attempts"("expires_at");

-- CreateIndex
CREATE INDEX "organization_access_tenant_id_user_id_idx" ON "organization_access"("tenant_id", "user_id");

-- CreateIndex
CREATE INDEX "operations_state_lease_until_idx" ON "operations"("state", "lease_until");

-- CreateIndex
CREATE UNIQUE INDEX "operations_actor_id_kind_key_key" ON "operations"("actor_id", "kind", "key");

-- CreateIndex
CREATE INDEX "audit_events_tenant_id_at_id_idx" ON "audit_events"("tenant_id", "at" DESC, "id");

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation_links" ADD CONSTRAINT "invitation_links_invitation_id_fkey" FOREIGN KEY ("invitation_id") REFERENCES "invitations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_access" ADD CONSTRAINT "organization_access_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE UNIQUE INDEX invitations_open_key ON invitations (tenant_id, email) WHERE status IN ('sending', 'pending');

-- Who stands in the door: see app/tenants/db.server.ts. Empty when nobody does, and then no row is seen.
CREATE FUNCTION app_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.tenant', true), '')::uuid $$;
CREATE FUNCTION app_user() RETURNS varchar LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.user', true), '')::varchar $$;
CREATE FUNCTION app_key() RETURNS varchar LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.key', true), '')::varchar $$;

-- FORCE binds the owner too: a migration that reads rows has to say SET ROLE tenantry_system.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['users', 'tenants', 'members', 'invitations', 'invitation_links', 'sessions',
                              'sign_in_attempts', 'organization_access', 'operations', 'audit_events'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY system_all ON %I TO tenantry_system USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tenantry_system', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tenantry_app', name);
  END LOOP;
END
$$;

-- Policies may look into other tables, whose own policies then apply. So that no circle arises they look only
-- downwards in this order: tenants → invitations → users → members, and invitations → invitation_links.

CREATE POLICY app_member ON members TO tenantry_app
  USING (tenant_id = app_tenant() OR user_id = app_user())
  WITH CHECK (tenant_id = app_tenant());

-- A person sees themselves and, in a tenant's door, its members; they write only themselves.
CREATE POLICY app_user_read ON users FOR SELECT TO tenantry_app
  USING (id = app_user()
    OR EXISTS (SELECT FROM members WHERE members.user_id = users.id AND members.tenant_id = app_tenant()));
CREATE POLICY app_user_insert ON users FOR INSERT TO tenantry_app WITH CHECK (id = app_user());
CREATE POLICY app_user_update ON users FOR UPDATE TO tenantry_app USING (id = app_user());

CREATE POLICY app_invitation_link ON invitation_links TO tenantry_app
  USING (secret_hash = app_key() OR tenant_id = app_tenant())
  WITH CHECK (tenant_id = app_tenant());

-- An invitation is seen by its tenant, by the person whose address it names, and by who holds the mailed secret.
CREATE POLICY app_invitation ON invitations TO tenantry_app
  USING (tenant_id = app_tenant()
    OR email = (SELECT users.email FROM users WHERE users.id = app_user())
    OR (app_key() IS NOT NULL
        AND EXISTS (SELECT FROM invitation_links WHERE invitation_links.invitation_id = invitations.id
                                                   AND invitation_links.secret_hash = app_key())))
  WITH CHECK (tenant_id = app_tenant());

-- A tenant is seen by its members, by who is invited to it, and while it is being made by its creator.
CREATE POLICY app_tenant_read ON tenants FOR SELECT TO tenantry_app
  USING (id = app_tenant()
    OR (app_user() IS NOT NULL
        AND (created_by_id = app_user() AND state = 'creating'
             OR EXISTS (SELECT FROM members WHERE members.tenant_id = tenants.id AND members.user_id = app_user())))
    OR EXISTS (SELECT FROM invitations WHERE invitations.tenant_id = tenants.id));
CREATE POLICY app_tenant_insert ON tenants FOR INSERT TO tenantry_app
  WITH CHECK (created_by_id = app_user() AND state = 'creating');
CREATE POLICY app_tenant_update ON tenants FOR UPDATE TO tenantry_app USING (id = app_tenant());
CREATE POLICY app_tenant_delete ON tenants FOR DELETE TO tenantry_app USING (id = app_tenant());

CREATE POLICY app_session ON sessions TO tenantry_app
  USING (id = app_key() OR user_id = app_user())
  WITH CHECK (user_id = app_user());

CREATE POLICY app_sign_in_attempt ON sign_in_attempts TO tenantry_app USING (id = app_key());

CREATE POLICY app_organization_access ON organization_access TO tenantry_app
  USING (user_id = app_user() OR tenant_id = app_tenant())
  WITH CHECK (user_id = app_user());

CREATE POLICY app_operation ON operations TO tenantry_app USING (actor_id = app_user());

-- Append-only for the app.
REVOKE UPDATE, DELETE ON audit_events FROM tenantry_app;
CREATE POLICY app_audit_read ON audit_events FOR SELECT TO tenantry_app USING (tenant_id = app_tenant());
CREATE POLICY app_audit_insert ON audit_events FOR INSERT TO tenantry_app WITH CHECK (tenant_id = app_tenant());

-- What crosses tenants though a person asks. They answer no more than asked: SECURITY DEFINER functions of the system role.
-- The owner may become the system's role, but is not it: INHERIT FALSE keeps FORCE binding.
DO $$
BEGIN
  IF NOT pg_has_role(current_user, 'tenantry_system', 'SET') THEN
    GRANT tenantry_system TO CURRENT_USER WITH INHERIT FALSE, SET TRUE;
  END IF;
END
$$;
GRANT CREATE ON SCHEMA public TO tenantry_system;

-- Is this slug free?
CREATE FUNCTION slug_is_free(wanted varchar) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public
  AS $$ SELECT NOT EXISTS (SELECT FROM tenants WHERE slug = wanted) $$;
ALTER FUNCTION slug_is_free(varchar) OWNER TO tenantry_system;

-- Repeats a person's name and e-mail in their member rows, which are the tenants'. Only for the person in the door.
CREATE FUNCTION repeat_profile(new_name varchar, new_email varchar, new_sort_name varchar) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public
  AS $$
    UPDATE members SET name = new_name, email = new_email, sort_name = new_sort_name
      WHERE user_id = app_user()
        AND (name IS DISTINCT FROM new_name OR email IS DISTINCT FROM new_email OR sort_name <> new_sort_name)
  $$;
ALTER FUNCTION repeat_profile(varchar, varchar, varchar) OWNER TO tenantry_system;

-- Adds the job that settles an operation, in the transaction that writes it. graphile-worker's own functions are for
-- the owner of its schema; the app may add this one kind of job and no other.
CREATE FUNCTION enqueue_operation(operation uuid, run_at timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public
  AS $$
  BEGIN
    PERFORM graphile_worker.add_job('settle-operation', json_build_object('id', operation),
      run_at := enqueue_operation.run_at, job_key := 'operation:' || operation, job_key_mode := 'replace');
  END
  $$;
ALTER FUNCTION enqueue_operation(uuid, timestamptz) OWNER TO tenantry_system;

REVOKE CREATE ON SCHEMA public FROM tenantry_system;
REVOKE EXECUTE ON FUNCTION slug_is_free(varchar), enqueue_operation(uuid, timestamptz),
  repeat_profile(varchar, varchar, varchar) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION slug_is_free(varchar), enqueue_operation(uuid, timestamptz),
  repeat_profile(varchar, varchar, varchar) TO tenantry_app, tenantry_system;
