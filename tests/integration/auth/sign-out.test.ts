import { beforeAll, expect, it } from 'vitest';
import { env } from '#app/env.server.ts';
import { userTokens } from '#app/logto/logto.server.ts';
import type { TestUser } from '#tests/support/logto.ts';
import { Browser } from './browser.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let ada: TestUser;

beforeAll(async () => {
  stage = await openStage();
  ada = await stage.person('Ada');
});

const signOut = (browser: Browser) => browser.request('/auth/sign-out', { form: {} });

it('ends the session, the refresh token and Logto’s session', async () => {
  const browser = new Browser();
  await browser.signIn(ada);
  const token = await stage.refreshToken(ada.id);
  const { status, location } = await signOut(browser);
  expect(status).toBe(302);
  expect(location!.origin + location!.pathname).toBe(`${env().LOGTO_ENDPOINT}/oidc/session/end`);
  expect(Object.fromEntries(location!.searchParams)).toEqual({
    client_id: env().LOGTO_APP_ID,
    post_logout_redirect_uri: `${env().APP_URL}/`,
  });
  expect((await browser.request(location!)).status).toBe(200);
  expect(browser.cookies.has('tenantry')).toBe(false);
  expect(await stage.sql('SELECT FROM sessions WHERE user_id = $1', [ada.id])).toEqual([]);
  expect(await userTokens().introspectRefreshToken(token)).toMatchObject({ refusal: 'sign-in-again' });
});

it('ends only this browser’s session', async () => {
  const [here, there] = [new Browser(), new Browser()];
  await here.signIn(ada);
  await there.signIn(ada);
  await signOut(here);
  expect(await there.open('/workspaces')).toMatchObject({ status: 200, leaves: null });
});

it('without a session, twice, or with a cookie nobody knows goes to the landing page', async () => {
  const browser = new Browser();
  expect(await signOut(browser)).toMatchObject({ status: 302, location: { pathname: '/' } });
  browser.cookies.set('tenantry', 'A'.repeat(43));
  expect(await signOut(browser)).toMatchObject({ status: 302, location: { href: `${env().APP_URL}/` } });
  expect(browser.cookies.has('tenantry')).toBe(false);
});

it('works while Logto does not', async () => {
  const browser = new Browser();
  await browser.signIn(ada);
  await stage.logto.fail({ path: '/oidc/*', drop: 'before' });
  expect(await signOut(browser)).toMatchObject({ status: 302, location: { href: `${env().APP_URL}/` } });
  await stage.logto.clearFaults();
  expect(browser.cookies.has('tenantry')).toBe(false);
  expect((await browser.open('/workspaces')).leaves).not.toBeNull();
});
