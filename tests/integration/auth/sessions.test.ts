import { beforeAll, describe, expect, it } from 'vitest';
import { hashOf } from '#app/secrets.server.ts';
import { getPerson, requirePerson } from '#app/auth/session.server.ts';
import { endSessions } from '#app/flows/end-sessions.server.ts';
import { userTokens } from '#app/logto/logto.server.ts';
import { listSessions, sweepSessions } from '#app/tenants/sessions.server.ts';
import type { TestUser } from '#tests/support/logto.ts';
import { Browser } from './browser.ts';
import { openStage, type Stage } from './stage.ts';

const day = 24 * 60;

let stage: Stage;
let ada: TestUser;

beforeAll(async () => {
  stage = await openStage();
  ada = await stage.person('Ada');
});

const signedIn = async (who: TestUser = ada) => {
  const browser = new Browser();
  await browser.signIn(who);
  return browser;
};
const isIn = async (browser: Browser) => (await browser.open('/workspaces')).leaves === null;
const idOf = (browser: Browser) => hashOf(browser.cookies.get('tenantry')!);

describe('the end of a session', () => {
  it('moves on with use', async () => {
    const browser = await signedIn();
    for (let weeks = 0; weeks < 4; weeks++) {
      await stage.later(7 * day);
      expect(await isIn(browser)).toBe(true);
    }
  });

  it('comes after 14 days without use', async () => {
    const browser = await signedIn();
    await stage.later(14 * day + 1);
    expect(await isIn(browser)).toBe(false);
  });

  it('comes after 180 days with any use', async () => {
    const browser = await signedIn();
    for (let weeks = 0; weeks < 25; weeks++) {
      await stage.later(7 * day);
      await browser.open('/workspaces');
    }
    expect(await isIn(browser)).toBe(true);
    await stage.later(5 * day + 1);
    expect(await isIn(browser)).toBe(false);
  });

  it('is tidied up after', async () => {
    await signedIn();
    await new Browser().open('/auth/sign-in');
    await stage.later(14 * day + 1);
    expect(await sweepSessions()).toBeGreaterThanOrEqual(2);
    expect(await stage.sql('SELECT FROM sessions UNION ALL SELECT FROM sign_in_attempts')).toEqual([]);
  });
});

it('is written down as seen at most once a minute', async () => {
  const browser = await signedIn();
  const seen = () =>
    stage
      .sql<{ xmin: string }>('SELECT xmin::text FROM sessions WHERE id = $1', [idOf(browser)])
      .then(([row]) => row!.xmin);
  await stage.later(2);
  await Promise.all([browser.open('/workspaces'), browser.open('/workspaces')]);
  const first = await seen();
  await browser.open('/workspaces');
  expect(await seen()).toBe(first);
});

it('is read once per request', async () => {
  const browser = await signedIn();
  const args = browser.args('/workspaces');
  const [one, two] = await Promise.all([getPerson(args), getPerson({ ...args, request: args.request.clone() })]);
  expect(one).toBe(two);
});

it.each(['', 'x', 'A'.repeat(43), `${'A'.repeat(42)}'`, 'A'.repeat(5000)])('a cookie %j is nobody', async (value) => {
  const browser = new Browser();
  browser.cookies.set('tenantry', value);
  expect(await getPerson(browser.args('/workspaces'))).toBeNull();
});

it('a session’s id as the database has it is no cookie', async () => {
  const browser = await signedIn();
  const thief = new Browser();
  thief.cookies.set('tenantry', idOf(browser));
  expect(await getPerson(thief.args('/workspaces'))).toBeNull();
});

describe('a suspended person', () => {
  it('is out at the next request, on a page that says so', async () => {
    const bob = await stage.person('Bob');
    const browser = await signedIn(bob);
    await stage.sql('UPDATE users SET suspended = true WHERE id = $1', [bob.id]);
    const page = await browser.open('/workspaces');
    expect(page).toMatchObject({ status: 403, leaves: null, data: { callback: { problem: 'suspended' } } });
    expect(browser.cookies.has('tenantry')).toBe(false);
    expect(await stage.sql('SELECT FROM sessions WHERE user_id = $1', [bob.id])).toEqual([]);
  });
});

it('a person deleted from the copy is a visitor', async () => {
  const bob = await stage.person('Bob');
  const browser = await signedIn(bob);
  await stage.sql('DELETE FROM users WHERE id = $1', [bob.id]);
  expect(await isIn(browser)).toBe(false);
});

describe('my sessions', () => {
  it('are listed, and others end one by one or all, tokens included', async () => {
    const carol = await stage.person('Carol');
    const [here, phone, desk] = [await signedIn(carol), await signedIn(carol), await signedIn(carol)];
    const token = await stage.refreshToken(carol.id); // of the desk
    const person = await requirePerson(here.args('/account'));
    const sessions = await listSessions(person.userId);
    expect(sessions.map(({ id }) => id)).toEqual([idOf(desk), idOf(phone), idOf(here)]);

    await endSessions(person, { only: idOf(phone) });
    expect([await isIn(here), await isIn(phone), await isIn(desk)]).toEqual([true, false, true]);
    await endSessions(person, { except: person.sessionId });
    expect([await isIn(here), await isIn(desk)]).toEqual([true, false]);
    expect(await userTokens().introspectRefreshToken(token)).toMatchObject({ refusal: 'sign-in-again' });
  });

  it('are nobody else’s to end', async () => {
    const [own, other] = [await signedIn(await stage.person('Dan')), await signedIn()];
    const person = await requirePerson(own.args('/account'));
    await endSessions(person, { only: idOf(other) });
    expect(await isIn(other)).toBe(true);
  });
});
