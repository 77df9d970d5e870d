/**
 * `@logto/api`'s typed client over our exchange: `api.GET('/api/organizations/{id}', …)` either has `data` or throws a
 * `LogtoError`. The entities next to this file are written on it, and so is `scripts/logto-setup`.
 */
import { createApiClient } from '@logto/api/management';
import { LogtoError } from './errors.server.ts';
import { createExchange, type ExchangeOptions } from './exchange.server.ts';
import { createMachineToken, machineEndpoint, type MachineCredentials } from './machine-token.server.ts';

export type ManagementApi = ReturnType<typeof createApiClient>;

export type ManagementApiOptions = MachineCredentials &
  ExchangeOptions & {
    /** Told when Logto refuses our own credentials or cannot send mail: an operator's matter, whatever the caller makes of it. */
    onMisconfigured?: (error: LogtoError) => void;
  };

// Adding an existing member, a held role or a held scope again changes nothing (observed on 1.37 and 1.41; for machines
// by Logto’s source: all of its relations are inserted with `on conflict do nothing`). Every other POST makes a second thing or sends a second mail.
const repeatablePosts = new Set([
  'POST /api/organizations/{id}/users',
  'POST /api/organizations/{id}/users/{userId}/roles',
  'POST /api/organizations/{id}/applications',
  'POST /api/organizations/{id}/applications/roles',
  'POST /api/organization-roles/{id}/scopes',
]);

/** `oidc.…` is a no to our request for a token: a wrong indicator, an application of another type. */
const isOperators = ({ kind, code }: LogtoError): boolean =>
  kind === 'unauthorized' || kind === 'forbidden' || /^(oidc|connector)\./.test(code ?? '');

const repeatableMethods = new Set(['GET', 'PUT', 'DELETE']);

export const connectManagementApi = (options: ManagementApiOptions): ManagementApi => {
  const exchange = createExchange(options);
  const machineToken = createMachineToken(options, exchange);
  const told = (error: unknown): never => {
    if (error instanceof LogtoError && isOperators(error)) options.onMisconfigured?.(error);
    throw error;
  };
  const getToken = () => machineToken.get().catch(told);
  const api = createApiClient({ baseUrl: machineEndpoint(options), getToken });

  api.use({
    onRequest: async ({ request, schemaPath }) => {
      const name = `${request.method} ${schemaPath}`;
      const call = {
        name,
        repeatable: repeatableMethods.has(request.method) || repeatablePosts.has(name),
        acts: request.method !== 'GET',
      };
      try {
        return await exchange(request, call);
      } catch (error) {
        if (!(error instanceof LogtoError && error.kind === 'unauthorized')) return told(error);
        // Logto rotated its keys or was restored: nothing was done, so even a POST may be sent again, once.
        machineToken.drop(request.headers.get('authorization')?.replace('Bearer ', '') ?? '');
        request.headers.set('authorization', `Bearer ${await getToken()}`);
        return await exchange(request, call).catch(told);
      }
    },
  });
  return api;
};

type Answer = { data?: unknown; response: Response };

/** The body of a successful answer. */
export const bodyOf = async <T extends Answer>(answer: Promise<T>): Promise<NonNullable<T['data']>> => {
  const { data, response } = await answer;
  if (data) return data;
  throw new LogtoError('empty answer', { kind: 'unavailable', status: response.status, effect: 'unknown' });
};

/** How many rows a paged list has in all. */
export const totalOf = async (answer: Promise<{ response: Response }>): Promise<number> =>
  Number((await answer).response.headers.get('total-number') ?? 0);

const pageSize = 100;

/**
 * All rows of a paged list. Goes by page number: the URLs in `Link` lack the `/api` prefix (observed on 1.37 and 1.41).
 * Rows that come or go meanwhile may be met twice or not at all, since Logto's order is not stable.
 */
export async function* everyPage<Row>(
  fetchPage: (query: { page: number; page_size: number }) => Promise<{ data?: Row[]; response: Response }>,
): AsyncGenerator<Row, void> {
  for (let page = 1; ; page++) {
    const answer = await fetchPage({ page, page_size: pageSize });
    const rows = answer.data ?? [];
    yield* rows;
    const total = Number(answer.response.headers.get('total-number') ?? Number.NaN);
    if (rows.length < pageSize || page * pageSize >= total) return;
  }
}
