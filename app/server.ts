/**
 * The HTTP server, and the entry of the server's build. Everything that is true for all requests is here: request id,
 * log, headers, origin check, body limit, health, static files; the rest is Remix.
 *
 * In development `local/dev-server.ts` loads this module through Vite and calls `app`; in production it listens itself.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { getConnInfo } from '@hono/node-server/conninfo';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { createRequestHandler, type ServerBuild } from '@remix-run/node';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import * as build from 'virtual:remix/server-build';
import { corsHeaders, isCrossOrigin, preflight } from '#app/api/cors.server.ts';
import { problem } from '#app/api/problem.server.ts';
import { backgroundDone } from '#app/auth/in-background.server.ts';
import { env } from '#app/env.server.ts';
import { type FailureCode, failureStatus } from '#app/failures.ts';
import { securityHeaders } from '#app/headers.server.ts';
import { log, loggedPath } from '#app/log.server.ts';
import { logtoWarning } from '#app/logto/readiness.server.ts';
import { refusedPage } from '#app/refused-page.server.ts';
import { startWorkers } from '#app/sync/worker.server.ts';
import { closeDatabase, isDatabaseAway, pingDatabase } from '#app/tenants/db.server.ts';
import { keepLatestScript } from '#app/widget-script.server.ts';

export { startWorkers };

type Variables = { requestId: string; nonce: string; log: ReturnType<typeof log> };

const bodyBytes = 1024 * 1024;
/** So much more is taken in to be thrown away. */
const readOnBytes = 16 * bodyBytes;
const handle = createRequestHandler(
  build as unknown as ServerBuild,
  import.meta.env.PROD ? 'production' : 'development',
);

/** Since SIGTERM: connections are not kept, so that whoever asks on comes to another instance. */
let isStopping = false;

export const app = new Hono<{ Variables: Variables }>();

app.use(async (c, next) => {
  const started = performance.now();
  const requestId = randomUUID();
  c.set('requestId', requestId);
  c.set('nonce', randomBytes(16).toString('base64'));
  c.set('log', log().child({ requestId }));
  await next();
  c.header('x-request-id', requestId);
  if (isStopping) c.header('connection', 'close');
  const ms = Math.round(performance.now() - started);
  c.get('log').info({ method: c.req.method, path: loggedPath(c.req.path), status: c.res.status, ms }, 'request');
});

app.get('/healthz', (c) => c.text('ok'));

app.get('/readyz', async (c) => {
  const ready = await pingDatabase().then(
    () => true,
    () => false,
  );
  return c.text(ready ? 'ready' : 'database unreachable', ready ? 200 : 503);
});

app.use(async (c, next) => {
  await next();
  // What an answer says for itself stays: assets and images may be kept, and an image has a stricter policy.
  for (const [name, value] of Object.entries(securityHeaders(c.get('nonce')))) {
    if (!c.res.headers.has(name)) c.header(name, value);
  }
  // It knows no list of sites: where a page names who may frame it, the policy alone counts.
  if (c.req.path.startsWith('/embed/') && c.res.ok) c.header('x-frame-options', undefined);
});

/** Less than half of the bytes, for pages of others: not every server has a proxy before it that does it. */
app.use('/widgets/*', compress());

if (import.meta.env.PROD) {
  const files = { root: 'build/client' };
  app.use(
    '/assets/*',
    serveStatic({ ...files, onFound: (_path, c) => c.header('cache-control', 'public, max-age=31536000, immutable') }),
  );
  app.use('*', serveStatic({ ...files, onFound: (_path, c) => c.header('cache-control', 'public, max-age=3600') }));
}

/**
 * Pages of other sites: what their browsers ask beforehand is answered here, and every answer says who may read it, also
 * one that refuses. docs/decisions/0081-widget-tokens-and-origins.md
 */
app.use('/api/*', async (c, next) => {
  try {
    if (c.req.method === 'OPTIONS') return await preflight(c.req.raw);
    await next();
    for (const [name, value] of Object.entries(await corsHeaders(c.req.raw)))
      c.header(name, value, { append: name === 'vary' });
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    c.res = undefined; // nobody else may read it then
    c.res = asProblem(c, 'database-unreachable', { vary: 'Origin' });
  }
});

app.options('*', (c) => c.body(null, 204, { allow: 'GET, HEAD, POST' }));

/** Below `/api/` everything is JSON, whatever Remix makes of a method or an address that it does not know. */
app.use('/api/*', async (c, next) => {
  await next();
  const { status, headers } = c.res;
  if (status < 400 || headers.get('content-type') === 'application/problem+json') return;
  c.res = undefined;
  c.res = asProblem(c, status === 404 ? 'not-found' : status === 405 ? 'method-not-allowed' : 'unexpected');
});

/**
 * Unsafe methods come from our own pages. What is called by servers proves itself otherwise: webhooks by signature, the
 * API by a bearer's token, which no page of others can make a browser send unless it has one; and then no cookie counts.
 */
app.use(async (c, next) => {
  const safe = ['GET', 'HEAD', 'OPTIONS'].includes(c.req.method);
  if (safe || c.req.path.startsWith('/webhooks/') || isByBearer(c)) return next();
  const origin = c.req.header('origin');
  const own = origin ? origin === env().APP_URL : c.req.header('sec-fetch-site') === 'same-origin';
  return own ? next() : refused(c, 'origin-refused');
});

app.use(
  bodyLimit({
    maxSize: bodyBytes,
    onError: async (c) => {
      await readOn(c.req.raw);
      return refused(c, 'body-too-large');
    },
  }),
);

app.all('*', (c) =>
  handle(asOwnRequest(c.req.raw, { withoutCookies: isWithoutSession(c) }), {
    nonce: c.get('nonce'),
    requestId: c.get('requestId'),
    log: c.get('log'),
    clientIp: clientIp(c),
    fetchesData: c.req.path.endsWith('.data'),
  }),
);

app.onError((error, c) => {
  // Whoever hangs up while they still send hears no answer, and nothing has failed here.
  if (!c.req.raw.signal.aborted) c.get('log').error({ err: error }, 'the server failed');
  return refused(c, 'unexpected');
});

/** A browser that is cut off while it still sends shows an error of its own in the place of our answer. */
async function readOn({ body }: Request): Promise<void> {
  if (!body || body.locked) return;
  let left = readOnBytes;
  try {
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) if ((left -= chunk.length) <= 0) return;
  } catch {
    // whoever sent it has gone
  }
}

/** Before Remix is asked: a page for who reads pages, the code for everybody else. */
function refused(c: Context, code: FailureCode): Response | Promise<Response> {
  if (isApi(c)) return asProblem(c, code);
  const [status, requestId] = [failureStatus[code], c.get('requestId') as string];
  if (!c.req.header('accept')?.includes('text/html')) return c.json({ code, requestId }, status);
  return c.html(refusedPage(c.req.raw, code, { nonce: c.get('nonce') as string, requestId }), status);
}

const asProblem = (c: Context, code: FailureCode, headers: Record<string, string> = {}): Response =>
  problem({ request: c.req.raw, context: { requestId: c.get('requestId') as string } }, code, headers);

const isApi = (c: Context): boolean => c.req.path.startsWith('/api/');

const isByBearer = (c: Context): boolean => isApi(c) && /^bearer /i.test(c.req.header('authorization') ?? '');

/** The API knows a session on our own pages only, and only of who presents nothing else. */
const isWithoutSession = (c: Context): boolean => isByBearer(c) || (isApi(c) && isCrossOrigin(c.req.raw));

/**
 * The request under our public address, whatever host a proxy says. Remix compares `Origin` with the host by itself and
 * answers a bare 500 when they differ; the check above has told the truth already.
 */
function asOwnRequest(request: Request, { withoutCookies }: { withoutCookies: boolean }): Request {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  headers.set('host', new URL(env().APP_URL).host);
  headers.delete('x-forwarded-host');
  if (withoutCookies) headers.delete('cookie');
  const body = request.method === 'GET' || request.method === 'HEAD' ? null : request.body;
  return new Request(new URL(pathname + search, env().APP_URL), {
    method: request.method,
    headers,
    body,
    signal: request.signal,
    ...(body && { duplex: 'half' }),
  });
}

/** The last address that a proxy of ours did not write itself. Without proxies: whoever connected. */
function clientIp(c: Context): string {
  const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((part) => part.trim());
  const trusted = env().TRUSTED_PROXIES;
  const claimed = trusted > 0 ? forwarded.at(-trusted) : undefined;
  return claimed || getConnInfo(c).remote.address || '';
}

/** Says once what Logto lacks. Beside everything else: nothing waits for it and nothing fails by it. */
export async function lookAtLogto(): Promise<void> {
  const { LOGTO_ENDPOINT, LOGTO_M2M_APP_ID, LOGTO_M2M_APP_SECRET, LOGTO_MANAGEMENT_API, LOGTO_APP_ID, APP_URL } = env();
  const m2m = { id: LOGTO_M2M_APP_ID, secret: LOGTO_M2M_APP_SECRET };
  const credentials = { endpoint: LOGTO_ENDPOINT, m2m, managementApi: LOGTO_MANAGEMENT_API };
  const warning = await logtoWarning(credentials, { appId: LOGTO_APP_ID, appUrl: APP_URL });
  if (warning) log().warn(warning);
}

async function listen(): Promise<void> {
  const workers = await startWorkers();
  await keepLatestScript();
  const server = serve({ fetch: app.fetch, port: env().PORT }, ({ port }) =>
    log().info({ port, url: env().APP_URL }, 'listening'),
  );
  void lookAtLogto();
  const stop = async () => {
    isStopping = true;
    // What is under way is answered; who keeps a connection open longer than that is not waited for.
    const closed = new Promise((resolve) => server.close(resolve));
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 10_000))]);
    await workers.stop();
    await backgroundDone();
    await closeDatabase();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** What an operator can do about a server that does not start. */
function whyNot(error: unknown): string {
  const { message, code } = error instanceof Error ? (error as Error & { code?: string }) : { message: String(error) };
  if (code === '42501' || code === '42P01')
    return `The database is not migrated (${message}): run \`npm run migrate\`.`;
  if (code === 'ECONNREFUSED') return `PostgreSQL does not answer at DATABASE_WORKER_URL: ${message}`;
  return message;
}

if (import.meta.env.PROD) {
  await listen().catch((error: unknown) => {
    console.error(whyNot(error));
    process.exit(1);
  });
}
