import { env } from '#app/env.server.ts';
import { isWidgetOrigin } from '#app/tenants/widget-origins.server.ts';

/**
 * What pages of other sites may read of the API. It stops browsers only: rights come from tokens. Exactly the origin that
 * asked is named, when some organization or the operator lists it; never all of them, and never with cookies.
 */

/** Our own address, and the operator's sites: good for every organization. */
export const isOperatorOrigin = (origin: string): boolean =>
  origin === env().APP_URL || env().WIDGET_ORIGINS.includes(origin);

const mayRead = async (origin: string): Promise<boolean> => isOperatorOrigin(origin) || isWidgetOrigin(origin);

/**
 * A request of another site's page, whose cookies count for nothing. Without `Origin`, which browsers leave out of their
 * own GETs, they say it otherwise; programs say neither.
 */
export function isCrossOrigin({ headers }: Request): boolean {
  const origin = headers.get('origin');
  if (origin !== null) return origin !== env().APP_URL;
  const site = headers.get('sec-fetch-site');
  return site === 'cross-site' || site === 'same-site';
}

/** For every answer of the API, refusals too: a widget has to tell them apart. */
export async function corsHeaders({ headers }: Request): Promise<Record<string, string>> {
  const vary = { vary: 'Origin' };
  const origin = headers.get('origin');
  if (origin === null || origin === env().APP_URL || !(await mayRead(origin))) return vary;
  return { ...vary, 'access-control-allow-origin': origin, 'access-control-expose-headers': exposed };
}

const exposed = 'RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, Location';

/** What a browser asks beforehand. An origin that nobody lists is told nothing. */
export async function preflight(request: Request): Promise<Response> {
  const { 'access-control-allow-origin': origin, vary } = await corsHeaders(request);
  const headers = new Headers({ vary: `${vary}, Access-Control-Request-Method, Access-Control-Request-Headers` });
  if (origin !== undefined) {
    headers.set('access-control-allow-origin', origin);
    headers.set('access-control-allow-methods', 'GET, HEAD, POST, PUT, PATCH, DELETE');
    headers.set('access-control-allow-headers', 'Authorization, Content-Type, Idempotency-Key');
    headers.set('access-control-max-age', '600');
  }
  return new Response(null, { status: 204, headers });
}
