/** Organizations whose machines call the API through the whole app, and what they are told. */
import type { AppLoadContext } from '@remix-run/node';
import type { Access } from '#app/auth/organization.server.ts';
import { backgroundDone } from '#app/auth/in-background.server.ts';
import { addMachine } from '#app/flows/add-machine.server.ts';
import { createApiKey, type CreateApiKey } from '#app/flows/create-api-key.server.ts';
import { env } from '#app/env.server.ts';
import type { MachineRole } from '#app/permissions.ts';
import { accessTo, newKey, newPerson, newWorkspace } from '#tests/flows/people.ts';
import { AppBrowser } from '../pages/app.ts';
import { openStage as openAuthStage } from '../auth/stage.ts';

export type Stage = Awaited<ReturnType<typeof openStage>>;

type Told = { status: number; headers: Headers; body: Record<string, unknown> & { code?: string } };

class Caller extends AppBrowser {
  call = (request: Request, context: AppLoadContext) => this.answer(request, context);
}

let made = 0;

export async function openStage() {
  const stage = await openAuthStage();
  const { logto } = stage;
  const caller = new Caller();

  /** One call, as a program makes it. */
  async function call(path: string, init: RequestInit & { token?: string; language?: string } = {}): Promise<Told> {
    const { token, language = 'en', ...rest } = init;
    const headers = new Headers(rest.headers);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    const request = new Request(new URL(path, env().APP_URL), { ...rest, headers });
    const context = caller.args('/').context;
    caller.language = language;
    const response = await caller.call(request, context);
    await backgroundDone();
    const text = await response.text();
    const body = text ? (JSON.parse(text) as Told['body']) : {};
    return { status: response.status, headers: response.headers, body };
  }

  /** As a program has it, which goes to the app here. */
  const appFetch = (address: string, init: RequestInit): Promise<Response> =>
    caller.call(new Request(address, init), caller.args('/').context);

  /** A page, as a browser opens it. */
  async function page(path: string, language: string): Promise<Response> {
    caller.language = language;
    return caller.call(new Request(new URL(path, env().APP_URL)), caller.args('/').context);
  }

  /** An organization of somebody’s own, whom the flows are given as `access`. */
  async function organization(slug = `acme-${++made}`): Promise<Access> {
    const owner = await newPerson(logto, `Owner of ${slug}`);
    await newWorkspace(owner, slug);
    return accessTo(slug, owner);
  }

  async function apiKey(access: Access, given: Partial<CreateApiKey> = {}) {
    const created = await createApiKey(access, { name: 'Import', role: 'member', lifetime: '90', ...given }, newKey());
    if (!created.ok) throw new Error(`No key: ${created.code}`);
    return created.value;
  }

  async function machine(access: Access, role: MachineRole = 'member', name = 'Robot') {
    const added = await addMachine(access, { name, role }, newKey());
    if (!added.ok) throw new Error(`No machine: ${added.code}`);
    return { id: added.value.applicationId, secret: added.value.secret ?? '' };
  }

  /** A token as Logto gives it to a machine. */
  async function token(
    { id, secret }: { id: string; secret: string },
    fields: Record<string, string>,
  ): Promise<{ status: number; token: string; body: Record<string, unknown> }> {
    const answer = await fetch(`${logto.endpoint}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...fields }),
    });
    const body = (await answer.json()) as Record<string, unknown>;
    return { status: answer.status, token: String(body['access_token']), body };
  }

  const allScopes = 'read:data write:data delete:data manage:organization delete:organization';

  return {
    ...stage,
    call,
    page,
    fetch: appFetch,
    me: (given: string, language?: string) =>
      call('/api/v1/me', { token: given, ...(language !== undefined && { language }) }),
    organization,
    apiKey,
    machine,
    token,
    organizationToken: async (of: { id: string; secret: string }, access: Access, scope = allScopes) =>
      (await token(of, { organization_id: access.organizationId, scope })).token,
    audit: async ({ tenantId }: Access) =>
      stage.sql<{ action: string; actor_name: string; target_name: string; details: unknown }>(
        `SELECT action, actor_name, target_name, details FROM audit_events
          WHERE tenant_id = $1 AND (action LIKE 'api-key.%' OR action LIKE 'machine.%') ORDER BY at, id`,
        [tenantId],
      ),
    machines: async ({ tenantId }: Access) =>
      stage.sql<{ application_id: string; name: string; roles: string[]; made_here: boolean; added_by_name: string }>(
        'SELECT application_id, name, roles, made_here, added_by_name FROM machines WHERE tenant_id = $1',
        [tenantId],
      ),
  };
}
