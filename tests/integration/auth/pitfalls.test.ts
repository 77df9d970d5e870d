/** The pitfalls of `@logto/remix` (docs/decisions/0031, 0032): one test or more for each, by its number. */
import { beforeAll, describe, expect, it } from 'vitest';
import { inTime, TookTooLong } from '#app/auth/in-time.server.ts';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { env } from '#app/env.server.ts';
import { asOrganizationId, asUserId } from '#app/logto/ids.ts';
import { logto as api } from '#app/logto/logto.server.ts';
import type { TestUser } from '#tests/support/logto.ts';
import { Browser } from './browser.ts';
import { openStage, type Stage } from './stage.ts';

const day = 86_400;

let stage: Stage;
let ada: TestUser;
let acme: Awaited<ReturnType<Stage['organization']>>;

beforeAll(async () => {
  stage = await openStage();
  ada = await stage.person('Ada');
  acme = await stage.organization('Acme', { [ada.id]: 'owner' });
});

const signedIn = async (who: TestUser = ada) => {
  const browser = new Browser();
  await browser.signIn(who);
  return browser;
};

it('P1: what Logto said is kept from one request to the next', async () => {
  const browser = await signedIn();
  const requests = await stage.tokenRequests(async () => {
    await browser.open(`/o/${acme.slug}`);
    await browser.open(`/o/${acme.slug}`);
  });
  expect(requests).toBe(1);
});

it('P2: a rotated refresh token is stored, and the next renewal uses it', async () => {
  const other = await stage.organization('Other', { [ada.id]: 'member' });
  const browser = await signedIn();
  const first = await stage.refreshToken(ada.id);
  await stage.logto.age(10 * day); // from 70 % of its 14 days on it is rotated
  expect(await browser.open(`/o/${acme.slug}`)).toMatchObject({ status: 200 });
  expect(await stage.refreshToken(ada.id)).not.toBe(first);
  await stage.logto.age(60); // past the 3 s in which a rotated-out token still works
  expect(await browser.open(`/o/${other.slug}`)).toMatchObject({ status: 200 });
});

describe('P3: parallel loaders renew once', () => {
  it('of one page', async () => {
    const browser = await signedIn();
    const requests = await stage.tokenRequests(async () => {
      const page = await browser.open(`/o/${acme.slug}/members/list`);
      expect(Object.keys(page.data)).toEqual(['organization', 'members', 'list']);
    });
    expect(requests).toBe(1);
  });

  it('of several tabs', async () => {
    const slowly = 300; // so that all of them meet
    const browser = await signedIn();
    const requests = await stage.tokenRequests(async () => {
      const pages = await Promise.all(Array.from({ length: 6 }, () => browser.open(`/o/${acme.slug}`)));
      expect(pages.map(({ status }) => status)).toEqual(Array(6).fill(200));
    }, slowly);
    expect(requests).toBe(1);
  });
});

it('P4: permissions are those of the organization at hand', async () => {
  const club = await stage.organization('Club', { [ada.id]: 'member' });
  const browser = await signedIn();
  const [own, other] = [await browser.open(`/o/${acme.slug}`), await browser.open(`/o/${club.slug}`)];
  expect(own.data).toMatchObject({ organization: { permissions: expect.arrayContaining(['delete:organization']) } });
  const { permissions } = other.data['organization'] as { permissions: string[] };
  expect(permissions.toSorted()).toEqual(['delete:data', 'read:data', 'write:data']);
});

it('P5: only the organization that is opened is asked for, so one that refuses stops no other', async () => {
  const bob = await stage.person('Bob');
  const club = await stage.organization('Easy', { [bob.id]: 'member' });
  const strict = await stage.organization('Strict', { [bob.id]: 'member' });
  const browser = await signedIn(bob);
  await api().organizations.update(strict.id, { isMfaRequired: true });
  const requests = await stage.tokenRequests(() => browser.open(`/o/${club.slug}`));
  expect(requests).toBe(1);
});

describe('P6: a refusal is not taken for signed out', () => {
  it('when the organization requires MFA', async () => {
    const bob = await stage.person('Bob');
    const strict = await stage.organization('Stricter', { [bob.id]: 'member' });
    const browser = await signedIn(bob);
    await api().organizations.update(strict.id, { isMfaRequired: true });
    const page = await browser.open(`/o/${strict.slug}`);
    expect(page.url.pathname).toBe('/auth/mfa');
    expect(Object.fromEntries(page.url.searchParams)).toEqual({
      organization: strict.slug,
      returnTo: `/o/${strict.slug}`,
    });
    expect(page.status).toBe(200);
    expect(await browser.open('/workspaces')).toMatchObject({ status: 200, leaves: null });
  });

  it('when the person was removed', async () => {
    const club = await stage.organization('Former', { [ada.id]: 'member' });
    const browser = await signedIn();
    await api().members.remove(club.id, asUserId(ada.id));
    expect(await browser.open(`/o/${club.slug}`)).toMatchObject({ status: 404, leaves: null });
    expect(await browser.open('/workspaces')).toMatchObject({ status: 200, leaves: null });
  });
});

it('P7: the cookie stays small, whatever is kept', async () => {
  const browser = await signedIn();
  await browser.open(`/o/${acme.slug}`);
  for (const line of browser.setCookies) expect(line.length).toBeLessThan(160);
});

it('P8: scripts cannot read the cookie, and the refresh token is in neither cookie nor plain text', async () => {
  const browser = await signedIn();
  const token = await stage.refreshToken(ada.id);
  for (const line of browser.setCookies) {
    expect(line).toMatch(/; HttpOnly; SameSite=Lax$/);
    expect(line).not.toContain(token);
    expect(Buffer.from(line.split(/[=;]/)[1]!, 'base64').toString()).not.toContain(token);
  }
  const [row] = await stage.sql<{ row: string }>(
    `SELECT s::text || encode(refresh_token, 'escape') AS row FROM sessions s WHERE user_id = $1 ORDER BY created_at DESC LIMIT 1`,
    [ada.id],
  );
  expect(row!.row).not.toContain(token);
  expect(row!.row).not.toContain(browser.cookies.get('tenantry'));
});

describe('P9: what the SDK cannot carry', () => {
  it('comes from our own callers', async () => {
    const browser = await signedIn();
    const strict = await stage.organization('Strictest', { [ada.id]: 'member' });
    const { leaves } = await browser.open(`/auth/mfa?organization=${strict.slug}`, { form: {} });
    expect(Object.fromEntries(leaves!.searchParams)).toMatchObject({
      prompt: 'login consent',
      login_hint: ada.email,
      organization_id: strict.id,
      ui_locales: 'en',
    });
  });

  it('never comes from the query of the request', async () => {
    const query =
      'login_hint=x&one_time_token=x&organization_id=x&prompt=none&direct_sign_in=x&redirect_uri=x&first_screen=x';
    const { leaves } = await new Browser().open(`/auth/sign-in?${query}`);
    for (const [, value] of leaves!.searchParams) expect(value).not.toBe('x');
    expect(leaves!.searchParams.get('prompt')).toBe('consent');
  });
});

it('P10: registration is asked for by `first_screen`, not by the retired `interaction_mode`', async () => {
  const { leaves } = await new Browser().open('/auth/sign-in?first_screen=register');
  expect(leaves!.searchParams.get('first_screen')).toBe('register');
  expect(leaves!.searchParams.has('interaction_mode')).toBe(false);
});

it('P11: a sign-in comes back to the page that asked for it', async () => {
  const page = await new Browser().signIn(ada, `/o/${acme.slug}/members?after=x%2Fy`);
  expect(page.url.pathname + page.url.search).toBe(`/o/${acme.slug}/members?after=x%2Fy`);
  expect(page.status).toBe(200);
});

it('P12: a cancelled sign-in ends on a page that leads on', async () => {
  const browser = new Browser();
  const { leaves } = await browser.open(`/o/${acme.slug}`);
  const state = leaves!.searchParams.get('state')!;
  const page = await browser.open(`/auth/callback?error=access_denied&state=${state}`);
  expect(page).toMatchObject({
    status: 400,
    refusal: null,
    data: { callback: { problem: 'cancelled', returnTo: `/o/${acme.slug}` } },
  });
});

it('P13: the callback works whatever host and scheme a proxy hands on', async () => {
  const browser = new Browser();
  const callback = await browser.comeBack(ada);
  const inside = new URL(callback.pathname + callback.search, 'http://10.0.0.7:8080');
  const answer = await browser.request(inside, {
    headers: { 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'x' },
  });
  expect(answer).toMatchObject({ status: 302 });
  expect((await browser.open('/workspaces')).status).toBe(200);
});

it('P14: only a POST signs out', async () => {
  const browser = await signedIn();
  expect(await browser.open('/auth/sign-out')).toMatchObject({ status: 200, leaves: null });
  expect(await browser.open('/workspaces')).toMatchObject({ status: 200, leaves: null });
  await browser.open('/auth/sign-out', { method: 'POST' });
  expect((await browser.open('/workspaces')).leaves).not.toBeNull();
});

it('P15: slashes too many do no harm', async () => {
  const browser = new Browser();
  const { leaves } = await browser.open('/auth/sign-in/');
  expect(leaves!.searchParams.get('redirect_uri')).toBe(`${env().APP_URL}/auth/callback`);
  const callback = await browser.throughLogto(leaves!, ada);
  callback.pathname += '/';
  await browser.open(callback);
  expect(await browser.open('/workspaces')).toMatchObject({ status: 200, leaves: null });
});

describe('P16: signing in makes a new session id', () => {
  it('and never takes one that was planted', async () => {
    const planted = 'A'.repeat(43);
    const browser = new Browser();
    browser.cookies.set('tenantry', planted);
    await browser.signIn(ada);
    expect(browser.cookies.get('tenantry')).not.toBe(planted);
    const attacker = new Browser();
    attacker.cookies.set('tenantry', planted);
    expect((await attacker.open('/workspaces')).leaves).not.toBeNull();
  });

  it('and ends the session it replaces', async () => {
    const browser = await signedIn();
    const before = new Browser();
    before.cookies.set('tenantry', browser.cookies.get('tenantry')!);
    await browser.signIn(ada);
    expect((await before.open('/workspaces')).leaves).not.toBeNull();
    expect(await browser.open('/workspaces')).toMatchObject({ status: 200, leaves: null });
  });
});

describe('P17: sign-ins on their way do not meet', () => {
  it('in two tabs', async () => {
    const tab = new Browser();
    const other = new Browser(tab);
    const [one, two] = [await tab.open(`/o/${acme.slug}`), await other.open('/workspaces')];
    const callbacks = [await tab.throughLogto(one.leaves!, ada), await other.throughLogto(two.leaves!)];
    expect(await tab.open(callbacks[0]!)).toMatchObject({ status: 200, url: { pathname: `/o/${acme.slug}` } });
    expect(await other.open(callbacks[1]!)).toMatchObject({ status: 200, url: { pathname: '/workspaces' } });
  });

  it('and leave a live session alone', async () => {
    const browser = await signedIn();
    await browser.open('/auth/sign-in');
    expect(await browser.open(`/o/${acme.slug}`)).toMatchObject({ status: 200 });
  });
});

describe('P18: Logto’s answers', () => {
  it('are not printed when they are refusals', async () => {
    const club = await stage.organization('Closed');
    await stage.sql('INSERT INTO members (tenant_id, user_id) VALUES ($1, $2)', [club.tenantId, ada.id]);
    const browser = await signedIn();
    expect(await browser.open(`/o/${club.slug}`)).toMatchObject({ status: 404 }); // and nothing on console.error
  });

  it('are not waited for without end', async () => {
    await expect(inTime(new Promise(() => undefined), 20)).rejects.toBeInstanceOf(TookTooLong);
    await expect(inTime(Promise.resolve('answer'), 20)).resolves.toBe('answer');
  });
});

it('P19: an organization joined after signing in opens without another sign-in', async () => {
  const browser = await signedIn();
  const late = await stage.organization('Late', { [ada.id]: 'admin' });
  expect(await browser.open(`/o/${late.slug}`)).toMatchObject({ status: 200, leaves: null });
});

it('P20: no token reaches a loader, so none can reach the browser', async () => {
  const browser = await signedIn();
  const access = await requireOrganization(browser.args(`/o/${acme.slug}`));
  const known = JSON.stringify(access);
  expect(known).not.toContain(await stage.refreshToken(ada.id));
  expect(known).not.toMatch(/eyJ|token/i);
  expect(asOrganizationId(acme.id)).toBe(access.organizationId);
});
