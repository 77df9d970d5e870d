import { invalidInput, LogtoError } from '../errors.ts';
import type { Calls } from '../control/calls.ts';
import { languageOf } from '../messages.ts';
import type { Tenant } from '../tenant.ts';
import { managementContext, payloadOf, type QueuedHook } from '../webhooks/payload.ts';
import { authenticate } from './auth.ts';
import { MalformedBody, readBody } from './body.ts';
import { Routes, type Call, type Reply, type Route } from './route.ts';
import { registerAbsent } from './absent.ts';
import { registerAccountCenter } from './account-center.ts';
import { registerApplicationOrganizations } from './application-organizations.ts';
import { registerApplicationRoles } from './application-roles.ts';
import { registerApplicationSecrets } from './application-secrets.ts';
import { registerApplications } from './applications.ts';
import { registerConfigs } from './configs.ts';
import { registerConnectors } from './connectors.ts';
import { registerDashboard } from './dashboard.ts';
import { registerHooks } from './hooks.ts';
import { registerInvitations } from './invitations.ts';
import { registerMemberRoles } from './member-roles.ts';
import { registerMembers } from './members.ts';
import { registerOneTimeTokens } from './one-time-tokens.ts';
import { registerOrganizationApplications } from './organization-applications.ts';
import { registerOrganizationJit } from './organization-jit.ts';
import { registerOrganizationRoles } from './organization-roles.ts';
import { registerOrganizations } from './organizations.ts';
import { registerOrganizationScopes } from './organization-scopes.ts';
import { registerResources } from './resources.ts';
import { registerResourceScopes } from './resource-scopes.ts';
import { registerRoleHolders } from './role-holders.ts';
import { registerRoles } from './roles.ts';
import { registerRoleScopes } from './role-scopes.ts';
import { registerSignInExperience } from './sign-in-experience.ts';
import { registerSsoConnectors } from './sso-connectors.ts';
import { registerUserMfa } from './user-mfa.ts';
import { registerUserRoles } from './user-roles.ts';
import { registerUsers } from './users.ts';
import { registerVerificationCodes } from './verification-codes.ts';

export function managementRoutes(): Routes {
  const routes = new Routes();
  registerMemberRoles(routes);
  registerMembers(routes);
  registerOrganizationApplications(routes);
  registerOrganizationJit(routes);
  registerOrganizations(routes);
  registerOrganizationRoles(routes);
  registerOrganizationScopes(routes);
  registerInvitations(routes);
  registerUserMfa(routes);
  registerUsers(routes);
  registerUserRoles(routes);
  registerOneTimeTokens(routes);
  registerHooks(routes);
  registerApplications(routes);
  registerApplicationSecrets(routes);
  registerApplicationRoles(routes);
  registerApplicationOrganizations(routes);
  registerRoles(routes);
  registerRoleScopes(routes);
  registerRoleHolders(routes);
  registerResources(routes);
  registerResourceScopes(routes);
  registerConnectors(routes);
  registerSignInExperience(routes);
  registerSsoConnectors(routes);
  registerConfigs(routes);
  registerAccountCenter(routes);
  registerVerificationCodes(routes);
  registerDashboard(routes);
  registerAbsent(routes);
  return routes;
}

/**
 * The Management API under `/api`. A request goes: route (404, 405) → token (401, 403) → body (400) → handler →
 * answer → webhooks.
 */
export function managementApi(
  tenant: Tenant,
  routes: Routes,
  calls: Calls,
): (request: Request, ip: string) => Promise<Response> {
  return async (request, ip) => {
    const url = new URL(request.url);
    url.pathname = url.pathname.replace(/^\/api/, '');
    const match = routes.match(request.method, url.pathname);
    calls.count(request.method, 'allowed' in match ? url.pathname : match.route.path);
    if ('allowed' in match) return unmatched(request.method, match.allowed);
    try {
      await authenticate(tenant, request.headers.get('authorization'));
      const hooks: QueuedHook[] = [];
      const call = await prepare(tenant, request, url, ip, match, hooks);
      const reply = await match.route.handle(call as Call<never>);
      tenant.store.changed();
      if (match.route.event) hooks.push({ event: match.route.event, extra: dataOf(reply) });
      const context = managementContext({
        url,
        request,
        ip,
        status: reply.status,
        params: match.params,
        route: match.route.path,
      });
      for (const hook of hooks) tenant.webhooks.sendSoon(hook.event, payloadOf(hook, context));
      return answer(reply);
    } catch (error) {
      return refusal(error, languageOf(request.headers.get('accept-language')));
    }
  };
}

async function prepare(
  tenant: Tenant,
  request: Request,
  url: URL,
  ip: string,
  match: { route: Route; params: Record<string, string> },
  hooks: QueuedHook[],
): Promise<Call> {
  const body = match.route.bodySchema ? parse(match.route.bodySchema, await readBody(request)) : undefined;
  return {
    tenant,
    params: match.params,
    query: url.searchParams,
    body,
    url,
    ip,
    userAgent: request.headers.get('user-agent') ?? '',
    emit: (event, extra = {}, placeFirst = false) => hooks.push({ event, extra, placeFirst }),
    emitBare: (event, extra) => hooks.push({ event, extra, bare: true }),
  };
}

function parse(schema: NonNullable<Route['bodySchema']>, input: unknown): unknown {
  const result = schema.safeParse(input);
  if (!result.success) throw invalidInput(result.error);
  return result.data as unknown;
}

const dataOf = ({ body }: Reply) => (body !== undefined && typeof body !== 'string' ? { data: body } : {});

/** As Koa's router says it, and before anybody looks at the token. */
function unmatched(method: string, allowed: string[]): Response {
  if (allowed.length === 0) return text(404, 'Not Found');
  const headers = { allow: allowed.join(', ') };
  return method === 'OPTIONS' ? new Response(null, { status: 200, headers }) : text(405, 'Method Not Allowed', headers);
}

const text = (status: number, body: string, headers: Record<string, string> = {}) =>
  new Response(body, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } });

function answer({ status, body, headers }: Reply): Response {
  if (body === undefined) return new Response(null, { status, headers });
  if (typeof body === 'string') return text(status, body);
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
}

export function refusal(error: unknown, language: string): Response {
  if (error instanceof LogtoError) return answer({ status: error.status, body: error.toBody(language) });
  if (error instanceof MalformedBody) return answer({ status: 400, body: { message: error.message } });
  console.error(error);
  return answer({ status: 500, body: { message: 'Internal server error.' } });
}
