import { beforeAll, expect, it } from 'vitest';
import type { TestUser } from '#tests/support/logto.ts';
import { Browser } from './browser.ts';
import { openStage, type Stage } from './stage.ts';

const appUrl = 'https://app.example.test';

let stage: Stage;
let ada: TestUser;

beforeAll(async () => {
  stage = await openStage(`${appUrl}/`);
  ada = await stage.person('Ada');
});

it('cookies are secure and bound to this host', async () => {
  const browser = new Browser();
  await browser.signIn(ada);
  expect(browser.setCookies.length).toBeGreaterThanOrEqual(2);
  for (const line of browser.setCookies) {
    expect(line).toMatch(
      /^__Host-tenantry(-attempt)?=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(line).not.toMatch(/domain/i); // `__Host-` forbids it
  }
});

it('a cookie of the name used over http signs nobody in', async () => {
  const browser = new Browser();
  await browser.signIn(ada);
  const thief = new Browser();
  thief.cookies.set('tenantry', browser.cookies.get('__Host-tenantry')!);
  expect((await thief.open('/workspaces')).leaves).not.toBeNull();
});

it('a proxy may hand on the request over http under any name', async () => {
  const browser = new Browser();
  const { leaves } = await browser.open('/workspaces?x=1');
  expect(leaves!.searchParams.get('redirect_uri')).toBe(`${appUrl}/auth/callback`);
  const callback = await browser.throughLogto(leaves!, ada);
  const inside = new URL(callback.pathname + callback.search, 'http://tenantry.internal:3000');
  const answer = await browser.request(inside);
  const page = await browser.open(new URL(answer.location!.pathname + answer.location!.search, appUrl));
  expect(page).toMatchObject({ status: 200, url: { pathname: '/workspaces', search: '?x=1' } });
});

it('signing out takes the cookie back under the same name', async () => {
  const browser = new Browser();
  await browser.signIn(ada);
  const { location } = await browser.request('/auth/sign-out', { form: {} });
  expect(location!.searchParams.get('post_logout_redirect_uri')).toBe(`${appUrl}/`);
  expect(browser.setCookies.at(-1)).toBe('__Host-tenantry=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure');
});
