/** Limits that all instances share: what they count, when they forgive, and what whoever goes beyond is told. */
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import type { AppLoadContext } from '@remix-run/node';
import { limitCaller } from '#app/api/limit-caller.server.ts';
import { byAddress, byPerson, headersOf, type Limit, limits, refuseBeyond, useOf } from '#app/rate-limit.server.ts';
import { sweepRateLimits } from '#app/tenants/rate-limits.server.ts';
import { spendToken, sweepSpentTokens } from '#app/tenants/spent-tokens.server.ts';
import { openStage } from './auth/stage.ts';
import { AppBrowser } from './pages/app.ts';

const stage = await openStage();
const three: Limit = { name: 'test', quota: 3, seconds: 60 };

/** Another instance: nothing in common but the database. */
const other = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 1 });
afterAll(() => other.end());
const elsewhere = (key: string) => other.query('SELECT use_of_limit($1, 1, 60)', [key]);

let people = 0;
const somebody = () => byPerson(`somebody-${++people}`);

describe('a limit', () => {
  it('is shared by instances, also at the same moment', async () => {
    const who = somebody();
    await Promise.all([useOf(three, who), elsewhere(`test:${who}`), useOf(three, who)]);
    expect(await useOf(three, who)).toMatchObject({ within: false, left: 0 });
    expect(await useOf(three, somebody())).toMatchObject({ within: true, left: 2 });
    expect(await useOf({ ...three, name: 'another' }, who)).toMatchObject({ within: true });
  });

  it('begins anew when its window ends, not before, however often somebody tries meanwhile', async () => {
    const who = somebody();
    for (let use = 0; use < 5; use++) await useOf(three, who);
    const [before] = await stage.sql<{ ends_at: Date }>('SELECT ends_at FROM rate_limits WHERE key = $1', [
      `test:${who}`,
    ]);
    expect((await useOf(three, who)).within).toBe(false);
    const [after] = await stage.sql<{ ends_at: Date }>('SELECT ends_at FROM rate_limits WHERE key = $1', [
      `test:${who}`,
    ]);
    expect(after).toEqual(before);
    await stage.sql(`UPDATE rate_limits SET ends_at = now() WHERE key = $1`, [`test:${who}`]);
    expect(await useOf(three, who)).toMatchObject({ within: true, left: 2, endsIn: 60 });
  });

  it('says what is left and since when, and to whom went beyond when to come back', async () => {
    const who = somebody();
    expect(headersOf(await useOf(three, who))).toEqual({
      'ratelimit-policy': '"test";q=3;w=60',
      ratelimit: '"test";r=2;t=60',
    });
    await stage.sql(`UPDATE rate_limits SET ends_at = now() + interval '41.9 seconds' WHERE key = $1`, [`test:${who}`]);
    expect(headersOf(await useOf(three, who, 2))).toMatchObject({ ratelimit: '"test";r=0;t=42' });
    expect(headersOf(await useOf(three, who))).toMatchObject({ ratelimit: '"test";r=0;t=42', 'retry-after': '42' });
  });

  it('tells people how many minutes, in whole ones', async () => {
    const who = somebody();
    for (let use = 0; use < 3; use++) expect(await refuseBeyond({ ...three, seconds: 600 }, who)).toBeNull();
    expect(await refuseBeyond({ ...three, seconds: 600 }, who)).toMatchObject({
      code: 'rate-limited',
      values: { minutes: 10 },
    });
  });

  it.each([
    ['192.0.2.7', 'ip:192.0.2.7'],
    ['::ffff:192.0.2.7', 'ip:192.0.2.7'],
    ['2001:db8:0001:2::5', 'ip:2001:db8:1:2/64'],
    ['2001:DB8:1:2:ffff:1:2:3', 'ip:2001:db8:1:2/64'],
    ['2001:db8::1', 'ip:2001:db8:0:0/64'],
    ['fe80::1%eth0', 'ip:fe80:0:0:0/64'],
    ['::1', 'ip:0:0:0:0/64'],
    ['', 'ip:'],
  ])('counts the address %s as %s', (ip, key) => expect(byAddress(ip)).toBe(key));
});

describe('a call of the API beyond its limit', () => {
  const request = new Request('https://app.example.test/api/v1/organizations');
  const context = { requestId: 'r1', clientIp: '192.0.2.1' } as AppLoadContext;
  const args = (method = 'GET') => ({ request: new Request(request, { method }), context, params: {} });

  it('is a problem with the headers of the limit, and what came before had them too', async () => {
    expect(await limitCaller(args('POST'), null, undefined, { ...three, quota: 6 })).toMatchObject({
      ratelimit: '"test";r=1;t=60',
    });
    await limitCaller(args(), null, undefined, { ...three, quota: 6 });
    const refused = await limitCaller(args(), null, undefined, { ...three, quota: 6 }).catch(
      (thrown: unknown) => thrown,
    );
    expect(refused).toBeInstanceOf(Response);
    const { status, headers } = refused as Response;
    expect(status).toBe(429);
    const [, seconds] = /^"test";r=0;t=(\d+)$/.exec(headers.get('ratelimit') ?? '') ?? [];
    expect(headers.get('retry-after')).toBe(seconds);
    expect(Number(seconds)).toBeGreaterThan(30);
    expect(await (refused as Response).json()).toMatchObject({ code: 'rate-limited', requestId: 'r1' });
  });
});

describe('on our pages', () => {
  it('is said at the form, and nothing was done', async () => {
    const ada = await stage.person('Ada');
    const acme = await stage.organization('Acme', { [ada.id]: 'owner' });
    const browser = new AppBrowser();
    await browser.signIn(ada);
    await useOf(limits.apiKeys, byPerson(ada.id), limits.apiKeys.quota);
    const form = { name: 'Import', role: 'member', lifetime: '90' };
    const page = await browser.request(`/o/${acme.slug}/settings/machines/keys/new`, { form });
    expect(page.status).toBe(429);
    expect(AppBrowser.text(page)).toContain('too often in a short time. Wait 10 minutes');
    expect(await stage.sql('SELECT FROM api_keys WHERE tenant_id = $1', [acme.tenantId])).toEqual([]);
  });

  it('counts sign-ins by address, before anything is asked of Logto', async () => {
    await useOf(limits.signIns, byAddress(new AppBrowser().args('/').context.clientIp), limits.signIns.quota);
    const page = await new AppBrowser().open('/auth/sign-in');
    expect(page).toMatchObject({ status: 429, leaves: null });
    await stage.sql('DELETE FROM rate_limits');
  });
});

it('what is over is swept, and what is not is left', async () => {
  const [over, going] = [somebody(), somebody()];
  const [spent, fresh] = [crypto.randomUUID(), crypto.randomUUID()];
  await Promise.all([useOf(three, over), useOf(three, going)]);
  await stage.sql(`UPDATE rate_limits SET ends_at = now() - interval '1 second' WHERE key = $1`, [`test:${over}`]);
  expect(await spendToken(spent, new Date(Date.now() - 120_000))).toBe(true);
  expect(await spendToken(fresh, new Date(Date.now() + 120_000))).toBe(true);
  expect([await sweepRateLimits(), await sweepSpentTokens()]).toEqual([1, 1]);
  expect(await useOf(three, going)).toMatchObject({ left: 1 });
  expect(await spendToken(fresh, new Date())).toBe(false);
});
