import { env } from '#app/env.server.ts';
import { type Failure, failure, type FailureCode } from '#app/failures.ts';
import { isResponse } from '#app/is-response.ts';
import { paths } from '#app/paths.ts';
import { isDatabaseAway } from '#app/tenants/db.server.ts';
import { type Caller, requireAccess, requireCaller } from './caller.server.ts';
import { type Contract, scopesOf, statusOf } from './contract.ts';
import type { ApiArgs, Endpoint } from './endpoint.server.ts';
import { endpoints } from './endpoints.server.ts';
import { limitCaller } from './limit-caller.server.ts';
import { problem, problemOf } from './problem.server.ts';
import { readBody, readKey, readQuery } from './read-request.server.ts';

/**
 * The API: finds the address, checks what its contract says, and answers JSON whatever happens. What is checked in which
 * order, and why: docs/decisions/0083-contracts.md.
 */
export async function answerApi(args: ApiArgs): Promise<Response> {
  const answer = await caught(args, () => find(args));
  return args.request.method === 'HEAD' ? new Response(null, answer) : answer;
}

async function caught<T>(args: ApiArgs, work: () => Promise<T>): Promise<T | Response> {
  try {
    return await work();
  } catch (error) {
    if (isDatabaseAway(error)) return problem(args, 'database-unreachable');
    if (isResponse(error)) return error; // a problem that was thrown
    const { method, url } = args.request;
    args.context.log.error({ err: error, method, path: new URL(url).pathname }, 'request failed');
    return problem(args, 'unexpected');
  }
}

type Found = { endpoint: Endpoint; params: Record<string, string> };

async function find(args: ApiArgs): Promise<Response> {
  const at = matching(new URL(args.request.url).pathname.replace(/^\/api\/v1/, ''));
  if (at.length === 0) return problem(args, 'not-found');
  const method = args.request.method === 'HEAD' ? 'GET' : args.request.method;
  const found = at.find(({ endpoint }) => endpoint.contract.method === method);
  if (found) return answerLimited(args, found);
  const allow = at.map(({ endpoint }) => endpoint.contract.method);
  return problem(args, 'method-not-allowed', {
    allow: [...allow, ...(allow.includes('GET') ? ['HEAD'] : [])].join(', '),
  });
}

const patterns = endpoints.map((endpoint) => ({ endpoint, parts: endpoint.contract.path.split('/') }));

/** All methods of an address. What cannot be decoded or stored is nobody's id. */
function matching(path: string): Found[] {
  const given = path.split('/').map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return '\0';
    }
  });
  if (given.some((part) => part.length > 128 || /[\0\p{Surrogate}]/u.test(part))) return [];
  return patterns.flatMap(({ endpoint, parts }) => {
    const fits = (part: string, index: number) => (part.startsWith('{') ? given[index] !== '' : part === given[index]);
    if (parts.length !== given.length || !parts.every(fits)) return [];
    const named = parts.flatMap((part, index) => (part.startsWith('{') ? [[part.slice(1, -1), given[index]!]] : []));
    return [{ endpoint, params: Object.fromEntries(named) as Record<string, string> }];
  });
}

/** Counted as soon as it is known who calls; whoever is not known counts by address. What is left is said with every answer. */
async function answerLimited(args: ApiArgs, found: Found): Promise<Response> {
  const { contract } = found.endpoint;
  const known = await caught(args, async () => (contract.caller === 'anybody' ? null : requireCaller(args)));
  const [caller, refused] = isResponse(known) ? [null, known] : [known, undefined];
  const left = await limitCaller(args, caller);
  const response = refused ?? (await caught(args, () => answer(args, caller, found)));
  for (const [name, value] of Object.entries(left)) {
    if (!response.headers.has(name)) response.headers.set(name, value); // it may tell of a narrower limit
  }
  return response;
}

async function answer(args: ApiArgs, caller: Caller | null, { endpoint: { contract, answer }, params }: Found) {
  if (caller) mayCall(args, caller, contract);
  const { organization } = params;
  const access =
    caller && organization !== undefined ? await requireAccess(args, caller, organization, contract.permission) : null;

  const query = contract.query ? readQuery(new URL(args.request.url).searchParams, contract.query) : nothing;
  if (!query.ok) return problemOf(args, query.failures);
  const body = contract.body ? await readBody(args.request, contract.body) : nothing;
  if (!body.ok) return problemOf(args, body.failures);
  const key = readKey(args.request.headers);
  if (!key.ok) return problemOf(args, key.failures);
  // Last, so that a misspelt body does not cost a token.
  if (contract.grave && caller && !(await caller.spend())) return problem(args, 'token-used');

  const call = { args, params, query: query.value, body: body.value, key: key.value, caller, access };
  const result = await answer({ ...call, person: caller?.person ?? null });
  if (!result.ok) return refusal(args, result, organization);
  const status = statusOf(contract);
  const headers = { 'cache-control': 'no-store' };
  return status === 204 ? new Response(null, { status, headers }) : Response.json(result.value, { status, headers });
}

const nothing = { ok: true, value: null } as const;

/** Throws the problem of whoever is known and may not do this anywhere. */
function mayCall(args: ApiArgs, caller: Caller, contract: Contract): void {
  if (contract.caller === 'person' && !caller.person) throw problem(args, 'people-only');
  const scopes = scopesOf(contract);
  if (caller.scopes && scopes !== 'any' && !scopes.some((scope) => caller.scopes!.includes(scope))) {
    throw problemOf(args, [
      failure('scope-missing', scopes.length > 0 ? { values: { scope: scopes.join(', ') } } : {}),
    ]);
  }
  if (contract.everywhere && caller.organizationId !== null) throw problem(args, 'not-permitted');
}

/** What goes on without the caller is no failure: it says where to look on. */
function refusal(args: ApiArgs, refused: Failure, organization: string | undefined): Response {
  const id = refused.code === 'still-working' ? refused.values?.['operation'] : undefined;
  if (id === undefined || organization === undefined) return problemOf(args, [{ ...refused, code: saidHere(refused) }]);
  const url = `${env().APP_URL}${paths.api(`/organizations/${organization}/operations/${id}`)}`;
  const until = refused.values?.['until'];
  const seconds = until === undefined ? 2 : Math.max(1, Math.ceil((Date.parse(String(until)) - Date.now()) / 1000));
  const headers = { location: url, 'retry-after': String(seconds), 'cache-control': 'no-store' };
  const operation = until === undefined ? { id, state: 'running', url } : { id, state: 'waiting', url, until };
  return Response.json({ operation }, { status: 202, headers });
}

/** There are no forms here. */
const saidHere = ({ code }: Failure): FailureCode => (code === 'form-used-differently' ? 'key-used-differently' : code);
