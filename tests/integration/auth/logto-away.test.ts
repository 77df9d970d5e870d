import { beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { liveCheck } from '#app/auth/live-check.server.ts';
import { requireOrganization } from '#app/auth/organization.server.ts';
import type { TestUser } from '#tests/support/logto.ts';
import { Browser } from './browser.ts';
import { exceptSdkNoise } from './sdk-noise.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let ada: TestUser;
let browser: Browser;
let home: string;

beforeAll(async () => {
  stage = await openStage();
});

beforeEach(async () => {
  ada = await stage.person('Ada');
  home = `/o/${(await stage.organization('Acme', { [ada.id]: 'owner' })).slug}`;
  browser = new Browser();
});

afterEach(() => stage.logto.clearFaults());

const ways = [
  ['the connection breaks', { drop: 'before' }],
  ['it answers 503', { status: 503, body: 'down for maintenance' }],
  ['it allows no more requests', { status: 429, body: { code: 'request.rate_limited', message: 'x' } }],
] as const;

describe.each(ways)('Logto away: %s', (_, fault) => {
  it('starting a sign-in ends on our page', async () => {
    await stage.logto.fail({ path: '/oidc/.well-known/openid-configuration', ...fault });
    const page = await browser.open('/workspaces');
    expect(page).toMatchObject({
      status: 503,
      leaves: null,
      refusal: { code: 'logto-unreachable' },
    });
  });

  it('a callback ends on our page, and signing in again works later', async () => {
    const callback = await browser.comeBack(ada, '/auth/sign-in?returnTo=/workspaces?x=1');
    await stage.logto.fail({ path: '/oidc/token', ...fault });
    const page = await exceptSdkNoise(() => browser.open(callback));
    const ended = { problem: 'unreachable', returnTo: '/workspaces?x=1' };
    expect(page).toMatchObject({ status: 503, leaves: null, refusal: null, data: { callback: ended } });
    await stage.logto.clearFaults();
    expect(await browser.signIn(ada)).toMatchObject({ status: 200 });
  });

  it('reading goes on for 15 minutes past the token’s end, with a notice', async () => {
    await browser.signIn(ada);
    await browser.open(home);
    await stage.logto.fail({ path: '/oidc/token', ...fault });
    expect((await browser.open(home)).data).toMatchObject({ organization: { stale: false } });
    await stage.later(74);
    expect(await browser.open(home)).toMatchObject({ status: 200, data: { organization: { stale: true } } });
    await stage.later(2);
    const over = { status: 503, leaves: null, refusal: { code: 'logto-unreachable' } };
    expect(await browser.open(home)).toMatchObject(over);
  });

  it('writing does not', async () => {
    await browser.signIn(ada);
    await browser.open(home);
    await stage.later(61);
    await stage.logto.fail({ path: '/oidc/token', ...fault });
    const page = await browser.open(`${home}/danger`, { form: {} });
    expect(page).toMatchObject({ status: 503, refusal: { code: 'logto-unreachable' } });
    expect(page.data).not.toHaveProperty('danger.written');
  });

  it('an organization opened for the first time says so', async () => {
    await browser.signIn(ada);
    await stage.logto.fail({ path: '/oidc/token', ...fault });
    expect(await browser.open(home)).toMatchObject({ status: 503, leaves: null });
  });

  it('the session outlives it', async () => {
    await browser.signIn(ada);
    await browser.open(home);
    await stage.later(80);
    await stage.logto.fail({ path: '/oidc/token', ...fault });
    await browser.open(home);
    await stage.logto.clearFaults();
    await stage.later(1); // past the pause in which Logto is left alone
    expect(await browser.open(home)).toMatchObject({ status: 200, data: { organization: { stale: false } } });
  });
});

it('while Logto is away, pages do not each ask it again', async () => {
  await browser.signIn(ada);
  await browser.open(home);
  await stage.later(65);
  await stage.logto.fail({ path: '/oidc/token', status: 503, times: 1 });
  expect((await browser.open(home)).data).toMatchObject({ organization: { stale: true } });
  const requests = await stage.tokenRequests(async () => {
    for (const page of await Promise.all([browser.open(home), browser.open(home)])) {
      expect(page.data).toMatchObject({ organization: { stale: true } });
    }
  });
  expect(requests).toBe(0);
});

it('the live check says that Logto is away', async () => {
  await browser.signIn(ada);
  const access = await requireOrganization(browser.args(home));
  await stage.logto.fail({ path: '/organizations/:id/users/:userId/scopes', drop: 'before' });
  expect(await liveCheck(access, 'invite:member')).toEqual({ ok: false, code: 'logto-unreachable' });
});

describe('a wrong client secret', () => {
  const refused = { status: 401, body: { code: 'oidc.invalid_client', error: 'invalid_client', message: 'x' } };

  it('is ours to mend: a 503 and an alert, never a sign-in', async () => {
    await browser.signIn(ada);
    await browser.open(home);
    await stage.later(61);
    await stage.logto.fail({ path: '/oidc/token', ...refused });
    expect(await browser.open(home)).toMatchObject({ status: 503, leaves: null });
    expect(browser.log).toContainEqual(
      expect.objectContaining({ level: 'error', fields: expect.objectContaining({ alert: true }) }),
    );
    await stage.logto.clearFaults();
    expect(await browser.open(home)).toMatchObject({ status: 200, leaves: null });
  });

  it('ends a callback on our page', async () => {
    const callback = await browser.comeBack(ada);
    await stage.logto.fail({ path: '/oidc/token', ...refused });
    const page = await exceptSdkNoise(() => browser.open(callback));
    expect(page).toMatchObject({ status: 502, leaves: null, data: { callback: { problem: 'failed' } } });
  });
});
