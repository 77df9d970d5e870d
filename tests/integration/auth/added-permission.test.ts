import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestUser } from '#tests/support/logto.ts';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { Browser } from './browser.ts';
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

/** As if a release had added it after this session began. */
const neverAskedFor = (name: string) =>
  stage.sql('UPDATE sessions SET granted_scopes = array_remove(granted_scopes, $1) WHERE user_id = $2', [name, ada.id]);

const granted = async () => {
  const [row] = await stage.sql<{ granted_scopes: string[] }>(
    'SELECT granted_scopes FROM sessions WHERE user_id = $1',
    [ada.id],
  );
  return row!.granted_scopes;
};

describe('a permission that a release added', () => {
  it('is granted by an authorization that asks nothing', async () => {
    await browser.signIn(ada);
    await neverAskedFor('read:audit');
    const page = await browser.open(`${home}/members?x=1`);
    expect(page.leaves?.searchParams.get('prompt')).toBe('consent');
    const back = await browser.goOn(page); // nobody is there to fill in a password
    expect(back).toMatchObject({ status: 200, url: { pathname: `${home}/members`, search: '?x=1' } });
    expect(back.data).toMatchObject({ organization: { permissions: expect.arrayContaining(['read:audit']) } });
    expect(await granted()).toContain('read:audit');
  });

  it('interrupts no form and no fetch', async () => {
    await browser.signIn(ada);
    await neverAskedFor('read:audit');
    expect(await browser.open(`${home}/danger`, { form: {} })).toMatchObject({ status: 200, leaves: null });
    const fetched = await browser.open(home, { headers: { 'sec-fetch-dest': 'empty' } });
    expect(fetched).toMatchObject({ status: 200, leaves: null });
  });

  it('is asked for once, whatever comes of it', async () => {
    await browser.signIn(ada);
    await neverAskedFor('read:audit');
    expect((await browser.open(home)).leaves).not.toBeNull(); // and the person goes back instead
    expect(await browser.open(home)).toMatchObject({ status: 200, leaves: null });
  });

  it('waits while Logto does not answer', async () => {
    await browser.signIn(ada);
    await browser.open(home);
    await neverAskedFor('read:audit');
    await stage.logto.fail({ path: '/oidc/*', drop: 'before' });
    expect(await browser.open(home)).toMatchObject({ status: 200, leaves: null });
    await stage.logto.clearFaults();
  });
});

describe('a permission that Logto’s template lacks', () => {
  const template = async () => await bodyOf(stage.logto.api.GET('/api/organization-scopes'));

  it('is not asked for again and again, and a wrong list of what was granted mends itself', async () => {
    const scope = (await template()).find(({ name }) => name === 'read:audit')!;
    await stage.logto.api.DELETE('/api/organization-scopes/{id}', { params: { path: { id: scope.id } } });
    await browser.signIn(ada);
    expect(await granted()).toContain('-read:audit');
    expect(await browser.open(home)).toMatchObject({ status: 200, leaves: null });

    await stage.logto.api.POST('/api/organization-scopes', { body: { name: 'read:audit' } });
    await stage.sql(`UPDATE sessions SET granted_scopes = array_replace(granted_scopes, '-read:audit', 'read:audit')`);
    await stage.sql('DELETE FROM organization_access');
    const page = await browser.open(home);
    expect(page).toMatchObject({ status: 200, leaves: null });
    expect(await granted()).toContain('-read:audit');
  });
});
