import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startLogto, type TestLogto } from './local.ts';
import { openWire, refusal } from './wire.ts';

const token = 'POST /oidc/token';
let logto: TestLogto;

beforeAll(async () => void (logto = await startLogto()));
afterAll(() => logto.stop());
afterEach(() => vi.useRealTimers());

const first = async (rows: AsyncGenerator<unknown>) => (await rows.next()).value;

describe('the machine token', () => {
  it('is fetched once for many calls at once, and reused after', async () => {
    const wire = openWire();
    const { organizations } = logto.connect({ fetch: wire.fetch });
    await Promise.all(Array.from({ length: 20 }, () => first(organizations.listAll())));
    await first(organizations.listAll());
    expect(wire.count(token)).toBe(1);
    expect(wire.count('GET /api/organizations')).toBe(21);
  });

  it('is reused until a minute before its end', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const wire = openWire();
    const { organizations } = logto.connect({ fetch: wire.fetch });
    await first(organizations.listAll());
    vi.setSystemTime(Date.now() + 3_530_000);
    await first(organizations.listAll());
    expect(wire.count(token)).toBe(1);
    vi.setSystemTime(Date.now() + 20_000);
    await first(organizations.listAll());
    expect(wire.count(token)).toBe(2);
  });

  it('is fetched anew once when Logto refuses it, even for calls that are not repeated otherwise', async () => {
    const wire = openWire();
    const { organizations } = logto.connect({ fetch: wire.fetch });
    await first(organizations.listAll());
    wire.answerNext('POST /api/organizations', () => refusal(401, 'auth.unauthorized'));
    await organizations.create({ name: 'After new keys' });
    expect(wire.count(token)).toBe(2);
    expect(wire.count('POST /api/organizations')).toBe(2);
  });

  it('that is refused twice is a failure, not a loop', async () => {
    const wire = openWire();
    const { organizations } = logto.connect({ fetch: wire.fetch });
    for (let i = 0; i < 5; i++) wire.answerNext('GET /api/organizations', () => refusal(401, 'auth.unauthorized'));
    await expect(first(organizations.listAll())).rejects.toMatchObject({ kind: 'unauthorized', status: 401 });
    expect(wire.count('GET /api/organizations')).toBe(2);
  });

  it('refused to several calls at once is fetched anew by one', async () => {
    const wire = openWire();
    const { organizations } = logto.connect({ fetch: wire.fetch });
    await first(organizations.listAll());
    for (let i = 0; i < 5; i++) wire.answerNext('GET /api/organizations', () => refusal(401, 'auth.unauthorized'));
    await Promise.all(Array.from({ length: 5 }, () => first(organizations.listAll())));
    expect(wire.count(token)).toBe(2);
  });

  it('that was fetched since is kept when the refusal of the old one comes late', async () => {
    const wire = openWire();
    const { organizations } = logto.connect({ fetch: wire.fetch });
    await first(organizations.listAll());
    // While the first call waits for its refusal, the second is refused too and fetches the new token.
    wire.answerNext('GET /api/organizations', async () => {
      wire.answerNext('GET /api/organizations', () => refusal(401, 'auth.unauthorized'));
      await first(organizations.listAll());
      return refusal(401, 'auth.unauthorized');
    });
    await first(organizations.listAll());
    expect(wire.count(token)).toBe(2);
  });

  it('after a failed fetch is fetched again by the next call', async () => {
    const wire = openWire();
    const { organizations } = logto.connect({ fetch: wire.fetch });
    for (let i = 0; i < 3; i++) wire.answerNext(token, () => new Response('', { status: 502 }));
    await expect(first(organizations.listAll())).rejects.toMatchObject({ kind: 'unavailable', effect: 'none' });
    await first(organizations.listAll());
  });
});

describe('credentials', () => {
  it('with a wrong secret are unauthorized', async () => {
    const { organizations } = logto.connect({ m2m: { ...logto.m2m, secret: 'wrong' } });
    await expect(organizations.create({ name: 'x' })).rejects.toMatchObject({
      kind: 'unauthorized',
      code: 'oidc.invalid_client',
      effect: 'none',
    });
  });

  it('with an unknown id are unauthorized, though Logto answers 400', async () => {
    const { organizations } = logto.connect({ m2m: { id: 'nope', secret: 'nope' } });
    await expect(organizations.create({ name: 'x' })).rejects.toMatchObject({ kind: 'unauthorized', status: 400 });
  });

  it('without the Management API’s role are forbidden before any call', async () => {
    const wire = openWire();
    const { organizations } = logto.connect({ m2m: logto.noScope, fetch: wire.fetch });
    await expect(organizations.create({ name: 'x' })).rejects.toMatchObject({
      kind: 'forbidden',
      code: 'auth.forbidden',
      effect: 'none',
    });
    expect(wire.requests).toEqual([token]);
  });

  it('for an indicator that is not this server’s are refused, and told to the operator', async () => {
    const told: unknown[] = [];
    const onMisconfigured = (error: unknown) => void told.push(error);
    const { organizations } = logto.connect({ managementApi: 'https://tenant.logto.app/api', onMisconfigured });
    const refused = { kind: 'refused', status: 400, code: 'oidc.invalid_target', effect: 'none' };
    await expect(organizations.create({ name: 'x' })).rejects.toMatchObject(refused);
    expect(told).toEqual([expect.objectContaining(refused)]);
  });

  it('that fail are told to the operator once a call, and refusals of what was asked are not', async () => {
    const told: { kind: string }[] = [];
    const onMisconfigured = (error: { kind: string }) => void told.push(error);
    const wrong = logto.connect({ m2m: { ...logto.m2m, secret: 'wrong' }, onMisconfigured });
    await expect(wrong.organizations.create({ name: 'x' })).rejects.toThrow();
    const noRole = logto.connect({ m2m: logto.noScope, onMisconfigured });
    await expect(noRole.organizations.create({ name: 'x' })).rejects.toThrow();
    const right = logto.connect({ onMisconfigured });
    await expect(right.organizations.create({ name: '' })).rejects.toMatchObject({ kind: 'refused' });
    expect(told.map(({ kind }) => kind)).toEqual(['unauthorized', 'forbidden']);
  });
});
