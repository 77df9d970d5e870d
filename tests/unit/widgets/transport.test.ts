import { createClient, WidgetFailure, type Client, type ClientOptions } from '@tenantry/widgets/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Api, ok, organization, problem, type Answer } from './api.ts';

let api: Api;
beforeEach(async () => void (api = await Api.start()));
afterEach(() => api.stop());

const client = (options: ClientOptions = {}): Client => createClient({ baseUrl: api.url, ...options });

/** What it fails with; a test that it does not fail fails. */
async function failureOf(call: Promise<unknown>): Promise<WidgetFailure> {
  const failure = await call.then(
    () => 'nothing',
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(WidgetFailure);
  return failure as WidgetFailure;
}

const empty = ok({ items: [], next: null, total: 0 });
const list = (of: Client) => of.organizations.list();

describe('a request', () => {
  test('carries what was asked for, in the words of the API', async () => {
    api.otherwise = () => empty;
    await client({ language: () => 'es' }).organizations.list({ search: 'ñandú & co', limit: 1_000, cursor: 'c/1' });
    await client().organizations.list({ search: '', cursor: null });
    await client().organizations.get('a/../b?c');
    expect(api.asked).toMatchObject([
      { method: 'GET', path: '/organizations', query: { search: 'ñandú & co', limit: '1000', cursor: 'c/1' } },
      { method: 'GET', path: '/organizations', query: {} },
      { method: 'GET', path: '/organizations/a%2F..%2Fb%3Fc', query: {} },
    ]);
    expect(api.asked[0]!.headers['accept-language']).toBe('es');
    expect(api.asked[0]!.headers['idempotency-key']).toBeUndefined();
  });

  test('writes JSON, with a key of its own for each action', async () => {
    api.otherwise = () => ok(organization('1'), 201);
    await client().organizations.create({ name: 'Ánimo' });
    await client().organizations.create({ name: 'Ánimo' });
    await client().organizations.create({ name: 'Ánimo' }, { key: 'mine-0123456789abcdef' });
    const keys = api.asked.map(({ headers }) => headers['idempotency-key']);
    expect(api.asked[0]).toMatchObject({ method: 'POST', body: { name: 'Ánimo' } });
    expect(api.asked[0]!.headers['content-type']).toBe('application/json');
    expect(keys[0]).toMatch(/^[\w-]{16,64}$/);
    expect(keys[1]).not.toBe(keys[0]);
    expect(keys[2]).toBe('mine-0123456789abcdef');
  });

  test('answers nothing to 204, and takes an address that ends in a slash', async () => {
    api.otherwise = () => ({ status: 204 });
    expect(await client({ baseUrl: `${api.url}/` }).invitations.decline('i1')).toBeUndefined();
    expect(api.asked[0]).toMatchObject({ path: '/invitations/i1/decline', body: undefined });
  });

  test('sends cookies to the page’s own origin without a token, and none at all with one', async () => {
    api.otherwise = () => empty;
    const sent: RequestInit[] = [];
    const spy: typeof fetch = (url, init) => fetch(url, (sent.push(init!), init));
    await list(client({ fetch: spy }));
    await list(client({ fetch: spy, getToken: () => 'opaque' }));
    expect(sent.map(({ credentials }) => credentials)).toEqual(['same-origin', 'omit']);
    expect(api.asked.map(({ headers }) => headers.authorization)).toEqual([undefined, 'Bearer opaque']);
  });
});

describe('a failure', () => {
  test.each<[status: number, problemCode: string, code: string, retryable: boolean]>([
    [400, 'name-missing', 'invalid', false],
    [401, 'unauthenticated', 'expired', true],
    [403, 'not-permitted', 'forbidden', false],
    [403, 'scope-missing', 'forbidden', false],
    [403, 'origin-not-allowed', 'forbidden', false],
    [403, 'mfa-required', 'forbidden', false],
    [404, 'not-found', 'not-found', false],
    [405, 'method-not-allowed', 'invalid', false],
    [409, 'organizations-used-up', 'conflict', false],
    [410, 'invitation-expired', 'not-found', false],
    [413, 'body-too-large', 'invalid', false],
    [422, 'key-used-differently', 'invalid', false],
    [429, 'rate-limited', 'rate-limited', true],
    [500, 'unexpected', 'unexpected', true],
    [502, 'logto-refused', 'unavailable', true],
    [503, 'logto-unreachable', 'unavailable', true],
    [504, 'unexpected', 'unavailable', true],
  ])('%i %s is %s', async (status, problemCode, code, retryable) => {
    api.next = [problem(status, problemCode, {}, { field: 'name', values: { most: 3 } })];
    const failure = await failureOf(list(client()));
    expect(failure).toMatchObject({ code, retryable, message: `Said for ${problemCode}` });
    expect(failure.problem).toMatchObject({ status, code: problemCode, field: 'name', values: { most: 3 } });
    expect(api.asked).toHaveLength(1);
  });

  test.each<[what: string, answer: Answer, code: string]>([
    ['a page of a gateway', { status: 502, body: '<h1>Bad Gateway</h1>' }, 'unavailable'],
    ['a Wi-Fi’s sign-in page', { status: 200, body: '<h1>Welcome to the Grand Hotel</h1>' }, 'unexpected'],
    ['a problem that is cut off', { ...(problem(403, 'x') as object), body: '{"code":' } as Answer, 'forbidden'],
    ['a connection that breaks', 'drop', 'unavailable'],
  ])('%s is told by what is left of it', async (_what, answer, code) => {
    api.next = [answer];
    const failure = await failureOf(list(client()));
    expect([failure.code, failure.problem]).toEqual([code, undefined]);
  });

  test('without a network is offline; with one, the server is away', async () => {
    const stopped = await Api.start();
    await stopped.stop();
    const away = { baseUrl: stopped.url };
    expect(await failureOf(list(createClient({ ...away, online: () => false })))).toMatchObject({ code: 'offline' });
    expect(await failureOf(list(createClient(away)))).toMatchObject({ code: 'unavailable', retryable: true });
  });

  test('of time is told apart from one that was given up', async () => {
    api.otherwise = () => 'hang';
    expect(await failureOf(list(client({ timeoutMs: 30 })))).toMatchObject({ code: 'timeout', retryable: true });

    const abort = new AbortController();
    const given = client().organizations.list({ signal: abort.signal });
    await expect.poll(() => api.asked.length).toBe(2);
    abort.abort();
    await expect(given).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => api.givenUp).toBe(2);
    await expect(client().organizations.list({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('Retry-After', () => {
  test.each([
    ['in seconds', '90', 90_000],
    ['that nobody understands', 'soon', undefined],
    ['as a date, which Tenantry never says', 'Sun, 06 Nov 1994 08:49:37 GMT', undefined],
    ['that is over', '-1', undefined],
  ])('%s is exposed', async (_how, value, ms) => {
    api.next = [problem(503, 'logto-unreachable', { 'retry-after': value })];
    expect((await failureOf(list(client()))).retryAfterMs).toBe(ms);
  });

  test('that is short is waited for, once', async () => {
    const shortly = problem(503, 'database-unreachable', { 'retry-after': '0' });
    api.next = [shortly, empty];
    await expect(list(client())).resolves.toMatchObject({ total: 0 });
    api.next = [shortly, shortly, empty];
    expect(await failureOf(list(client()))).toMatchObject({ code: 'unavailable' });
    expect(api.asked).toHaveLength(4);
  });

  test('of a limit is kept: nothing is sent before, by any call', async () => {
    const limited = client();
    api.next = [problem(429, 'rate-limited', { 'retry-after': '40' })];
    expect(await failureOf(list(limited))).toMatchObject({ code: 'rate-limited', retryAfterMs: 40_000 });
    const second = await failureOf(limited.invitations.list());
    expect(second.code).toBe('rate-limited');
    expect(second.retryAfterMs).toBeGreaterThan(30_000);
    expect(api.asked).toHaveLength(1);
  });

  test('of what nothing in time can change is not waited for', async () => {
    api.next = [problem(409, 'conflict', { 'retry-after': '0' })];
    expect(await failureOf(list(client()))).toMatchObject({ code: 'conflict' });
    expect(api.asked).toHaveLength(1);
  });
});

describe('what takes longer', () => {
  test.each<[how: string, answer: Answer]>([
    ['202', { status: 202, headers: { 'retry-after': '0' }, body: { operation: { id: 'o1', state: 'running' } } }],
    ['409 still-working', problem(409, 'still-working', { 'retry-after': '0' })],
  ])('as %s says is asked for again with the same key until it is done', async (_how, answer) => {
    api.next = [answer, answer, answer, ok(organization('1'), 201)];
    expect(await client().organizations.create({ name: 'A' })).toMatchObject({ id: '1' });
    expect(new Set(api.asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(api.asked).toHaveLength(4);
  });

  test('than anybody waits is a time-out', async () => {
    api.otherwise = () => problem(409, 'still-working', { 'retry-after': '0' });
    const late = client({ timeoutMs: 100 }).organizations.create({ name: 'A' });
    expect(await failureOf(late)).toMatchObject({ code: 'timeout', retryable: true });
  });
});

/** As the server makes them, but for the signature. */
function tokenUntil(seconds: number, more: Record<string, unknown> = {}): string {
  const payload = { sub: 'ü', exp: Math.floor(Date.now() / 1000) + seconds, jti: Math.random(), ...more };
  return `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.x`;
}

describe('a token', () => {
  let given: string[];
  let reasons: boolean[];
  let make: () => string | Promise<string>;
  const getToken: ClientOptions['getToken'] = async ({ fresh }) => {
    reasons.push(fresh);
    const token = await make();
    given.push(token);
    return token;
  };
  beforeEach(() => {
    [given, reasons, make] = [[], [], () => tokenUntil(300)];
    api.otherwise = ({ headers }) =>
      headers.authorization === `Bearer ${given.at(-1)}` ? empty : problem(401, 'unauthenticated');
  });

  test('is asked for once, however many need one', async () => {
    const one = client({ getToken });
    await Promise.all([list(one), list(one), one.invitations.list()]);
    await list(one);
    expect(reasons).toEqual([false]);
  });

  test.each([
    ['that ends within 20 seconds', () => tokenUntil(19), 2],
    ['that lasts longer', () => tokenUntil(25), 1],
    ['that says nothing of its end', () => 'tnt_opaque', 1],
    ['that is no JSON', () => 'a.b.c', 1],
    ['of a clock that is behind this one', () => tokenUntil(-600, { iat: Math.floor(Date.now() / 1000) - 900 }), 1],
  ])('%s', async (_which, made, times) => {
    make = made;
    const one = client({ getToken });
    await list(one);
    await list(one);
    expect(reasons).toHaveLength(times);
  });

  test('that is refused is renewed silently, once for all who had it', async () => {
    const one = client({ getToken });
    await list(one);
    given.push('revoked');
    await Promise.all([list(one), list(one), list(one)]);
    expect(reasons).toEqual([false, true]);
    await list(one);
    expect(reasons).toHaveLength(2);
  });

  test('that is renewed does the same action', async () => {
    const one = client({ getToken });
    await list(one);
    given.push('revoked');
    await one.organizations.create({ name: 'A' });
    const keys = api.asked.slice(1).map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  test('that is refused twice has expired', async () => {
    api.otherwise = () => problem(401, 'unauthenticated');
    expect(await failureOf(list(client({ getToken })))).toMatchObject({ code: 'expired' });
    expect(reasons).toEqual([false, true]);
    expect(api.asked).toHaveLength(2);
  });

  test('is not asked for by a session: 401 is its end', async () => {
    expect(await failureOf(list(client()))).toMatchObject({ code: 'expired' });
    expect(api.asked).toHaveLength(1);
  });

  test('of a grave action is one of its own', async () => {
    api.otherwise = () => empty;
    const one = client({ getToken });
    await list(one);
    const leave = () => one.request({ method: 'POST', path: '/organizations/o/leave', grave: true });
    await Promise.all([leave(), leave()]);
    await list(one);
    expect(reasons).toEqual([false, true, true]);
    const sent = api.asked.map(({ headers }) => headers.authorization);
    expect(new Set(sent.slice(0, 3)).size).toBe(3);
    expect(sent[3]).toBe(sent[0]);
  });

  test('of a grave action that takes longer is a new one each time it is asked how it went', async () => {
    const working: Answer = { status: 202, headers: { 'retry-after': '0' }, body: {} };
    api.next = [working, working, { status: 204 }];
    await client({ getToken }).request({ method: 'POST', path: '/organizations/o/leave', grave: true });
    expect(new Set(api.asked.map(({ headers }) => headers.authorization)).size).toBe(3);
    expect(new Set(api.asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  test.each<[how: string, error: unknown, code: string]>([
    ['because nobody is signed in', new Error('403 from the host'), 'expired'],
    ['because its request fails', new TypeError('fetch failed'), 'unavailable'],
    ['as it says itself', new WidgetFailure('forbidden'), 'forbidden'],
  ])('that the host does not have, %s', async (_how, error, code) => {
    const failing = client({ getToken: () => Promise.reject(error) });
    expect(await failureOf(list(failing))).toMatchObject({ code });
    expect(api.asked).toHaveLength(0);
  });

  test('that the host does not have is asked for again the next time', async () => {
    make = () => Promise.reject(new Error('not yet'));
    const one = client({ getToken });
    await failureOf(list(one));
    make = () => tokenUntil(300);
    await expect(list(one)).resolves.toMatchObject({ total: 0 });
  });

  test('that never comes is a time-out', async () => {
    make = () => new Promise(() => {});
    expect(await failureOf(list(client({ getToken, timeoutMs: 30 })))).toMatchObject({ code: 'timeout' });
  });
});
