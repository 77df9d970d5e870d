import { beforeAll, describe, expect, it } from 'vitest';
import { env } from '#app/env.server.ts';
import { userTokens } from '#app/logto/logto.server.ts';
import type { TestUser } from '#tests/support/logto.ts';
import { Browser } from './browser.ts';
import { exceptSdkNoise } from './sdk-noise.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let ada: TestUser;

beforeAll(async () => {
  stage = await openStage();
  ada = await stage.person('Ada');
});

const ended = (problem: string, returnTo = '/workspaces') => ({
  leaves: null,
  refusal: null,
  data: { callback: { problem, returnTo } },
});

describe('what Logto is asked for', () => {
  it('is every permission by name, organizations, and a refresh token', async () => {
    const { leaves } = await new Browser().open('/auth/sign-in');
    const { searchParams } = leaves!;
    expect(searchParams.get('scope')!.split(' ').toSorted()).toEqual([
      'delete:data',
      'delete:organization',
      'email',
      'invite:member',
      'manage:member',
      'manage:organization',
      'offline_access',
      'openid',
      'profile',
      'read:audit',
      'read:data',
      'urn:logto:scope:organizations',
      'write:data',
    ]);
    expect(searchParams.get('prompt')).toBe('consent');
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    expect(searchParams.get('redirect_uri')).toBe(`${env().APP_URL}/auth/callback`);
  });

  it('follows the language of the page', async () => {
    const browser = new Browser();
    const { location } = await browser.request('/auth/sign-in', { headers: { 'accept-language': 'es-MX,es;q=0.9' } });
    expect(location!.searchParams.get('ui_locales')).toBe('es');
  });
});

describe('who has signed in', () => {
  it('is known with name and e-mail, and what was granted', async () => {
    const browser = new Browser();
    const { data } = await browser.signIn(ada);
    expect(data).toMatchObject({ workspaces: { person: { userId: ada.id, email: ada.email, name: 'Ada' } } });
    const { grantedScopes } = (data['workspaces'] as { person: { grantedScopes: string[] } }).person;
    expect(grantedScopes).toHaveLength(8);
    expect(grantedScopes.filter((name) => name.startsWith('-'))).toEqual([]);
  });

  it('comes back from a form to the page that held it', async () => {
    const browser = new Browser();
    const referer = `${env().APP_URL}/o/acme/members?after=x`;
    const { location } = await browser.request('/workspaces', { form: { a: 'b' }, headers: { referer } });
    expect(location!.searchParams.get('returnTo')).toBe('/o/acme/members?after=x');
    const foreign = await browser.request('/workspaces', {
      form: {},
      headers: { referer: 'https://other.example//x' },
    });
    expect(foreign.location!.pathname + foreign.location!.search).toBe('/auth/sign-in?returnTo=%2F');
  });

  it.each(['https://other.example/', '//other.example', '/\\other.example', '/auth/sign-in', 'javascript:alert(1)'])(
    'never ends at %s',
    async (returnTo) => {
      const page = await new Browser().signIn(ada, `/auth/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
      expect(page.url.href).toBe(`${env().APP_URL}/workspaces`);
    },
  );
});

describe('a callback', () => {
  it('opened again after it succeeded leads on', async () => {
    const browser = new Browser();
    const callback = await browser.comeBack(ada, '/auth/sign-in?returnTo=/');
    await browser.open(callback);
    expect(await browser.open(callback)).toMatchObject({ status: 200, url: { pathname: '/workspaces' } });
  });

  it('requested three times at once signs in once, and its refresh token lives', async () => {
    const browser = new Browser();
    const callback = await browser.comeBack(ada);
    const answers = await Promise.all([1, 2, 3].map(() => new Browser(browser).request(callback)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([302, 400, 400]);
    const alive = await userTokens().introspectRefreshToken(await stage.refreshToken(ada.id));
    expect(alive).toMatchObject({ ok: true });
    expect(await stage.sql('SELECT FROM sign_in_attempts WHERE id = $1', [callback.searchParams.get('state')])).toEqual(
      [],
    );
  });

  it('without the cookie ends on a page, and in the right browser it still works', async () => {
    const browser = new Browser();
    const callback = await browser.comeBack(ada);
    expect(await new Browser().open(callback)).toMatchObject({ status: 400, ...ended('lost') });
    expect(await browser.open(callback)).toMatchObject({ status: 200, url: { pathname: '/workspaces' } });
  });

  it('in a browser that has started another sign-in ends on a page', async () => {
    const browser = new Browser();
    const callback = await browser.comeBack(ada);
    const other = new Browser();
    await other.open('/auth/sign-in');
    expect(await other.open(callback)).toMatchObject({ status: 400, ...ended('lost') });
    expect((await other.open('/workspaces')).leaves).not.toBeNull();
  });

  it('under another host, whose cookies are others, ends on a page with a way to start again', async () => {
    const atWrongHost = new Browser();
    const { leaves } = await atWrongHost.open('/auth/sign-in?returnTo=/o/acme');
    const atRightHost = new Browser();
    const page = await atRightHost.open(await atWrongHost.throughLogto(leaves!, ada));
    expect(page).toMatchObject({ status: 400, ...ended('lost') });
    expect(await atRightHost.signIn(ada)).toMatchObject({ status: 200 });
  });

  it('after an hour ends on a page', async () => {
    const browser = new Browser();
    const callback = await browser.comeBack(ada);
    await stage.later(61);
    expect(await browser.open(callback)).toMatchObject({ status: 400, ...ended('lost') });
  });

  it.each([
    ['an unknown state', '?code=x&state=unknown', 'lost'],
    ['no state', '?code=x', 'lost'],
    ['nothing at all', '', 'lost'],
  ])('with %s ends on a page', async (_, query, problem) => {
    const browser = new Browser();
    await browser.open('/auth/sign-in');
    expect(await browser.open(`/auth/callback${query}`)).toMatchObject({ status: 400, ...ended(problem) });
  });

  it.each([
    ['no code', '', 502, 'failed'],
    ['another error of Logto', '&error=invalid_scope', 502, 'failed'],
    ['an error that passes', '&error=temporarily_unavailable', 503, 'unreachable'],
    ['a cancellation', '&error=access_denied&error_description=x', 400, 'cancelled'],
  ])('with %s ends on a page that leads back', async (_, query, status, problem) => {
    const browser = new Browser();
    const { leaves } = await browser.open('/workspaces?x=1');
    const state = leaves!.searchParams.get('state')!;
    const page = await browser.open(`/auth/callback?state=${state}${query}`);
    expect(page).toMatchObject({ status, ...ended(problem, '/workspaces?x=1') });
  });

  it('with a code that Logto refuses ends on a page', async () => {
    const browser = new Browser();
    const callback = await browser.comeBack(ada);
    callback.searchParams.set('code', 'forged');
    const page = await exceptSdkNoise(() => browser.open(callback));
    expect(page).toMatchObject({ status: 400, ...ended('lost') });
  });

  it('is not cached', async () => {
    const browser = new Browser();
    const answer = await browser.request(await browser.comeBack(ada));
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});

describe('a browser that refuses cookies', () => {
  it('is told so, and not sent to sign in again for ever', async () => {
    const browser = new Browser();
    browser.refusesCookies = (name) => name === 'tenantry';
    const page = await browser.signIn(ada, '/workspaces?x=1');
    expect(page).toMatchObject({ status: 400, ...ended('cookies-refused', '/workspaces?x=1') });
  });

  it('of any kind ends on a page too', async () => {
    const browser = new Browser();
    browser.refusesCookies = () => true;
    expect(await browser.signIn(ada)).toMatchObject({ status: 400, ...ended('lost') });
  });
});
