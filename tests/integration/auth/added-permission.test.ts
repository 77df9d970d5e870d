import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestUser } from '#tests/support/logto.ts';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { backgroundDone } from '#app/auth/in-background.server.ts';
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
const neverAskedFor = async (name: string) => {
  await stage.sql('UPDATE sessions SET granted_scopes = array_remove(granted_scopes, $1) WHERE user_id = $2', [
    name,
    ada.id,
  ]);
  await stage.sql('UPDATE organization_access SET scopes = array_remove(scopes, $1) WHERE user_id = $2', [
    name,
    ada.id,
  ]);
};

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

  const fetched = { headers: { 'sec-fetch-dest': 'empty' } };

  it('interrupts no form and no fetch', async () => {
    await browser.signIn(ada);
    await neverAskedFor('read:audit');
    expect(await browser.open(`${home}/danger`, { form: {} })).toMatchObject({ status: 200, leaves: null });
    expect(await browser.open(home, fetched)).toMatchObject({ status: 200, leaves: null });
  });

  it('refuses no form and no fetch that needs it: Logto says whether it is held', async () => {
    await browser.signIn(ada);
    await browser.open(home);
    await neverAskedFor('delete:organization');
    await stage.logto.clearCalls();
    const sent = await browser.open(`${home}/danger`, { form: {} });
    expect(sent).toMatchObject({ status: 200, leaves: null, data: { danger: { written: home.split('/')[2] } } });
    expect(await stage.logto.calls()).toMatchObject({ total: 1 });
    expect(await browser.open(`${home}/danger`, fetched)).toMatchObject({ status: 200, leaves: null });
  });

  it('has the browser’s scripts load the page that needs it, which then is authorized', async () => {
    await browser.signIn(ada);
    await browser.open(home);
    await neverAskedFor('delete:organization');
    const data = () => browser.request(`${home}/danger.data`, fetched);
    const refused = await data();
    expect(refused.status).toBe(202); // how Remix tells its scripts of a redirect
    expect(refused.body).toContain('"reload",true');
    expect(refused.body).toContain(`"${home}/danger"`);
    const back = await browser.goOn(await browser.open(`${home}/danger`));
    expect(back).toMatchObject({ status: 200, url: { pathname: `${home}/danger` } });
    expect((await data()).status).toBe(200);
  });

  it('is refused to a role that lacks it, without asking Logto, and when Logto is away that is what it says', async () => {
    const ben = await stage.person('Ben');
    const blue = await stage.organization('Blue', { [ada.id]: 'owner', [ben.id]: 'member' });
    const bens = new Browser();
    await bens.signIn(ben);
    await bens.open(`/o/${blue.slug}`);
    await stage.logto.clearCalls();
    expect(await bens.open(`/o/${blue.slug}/danger`, { form: {} })).toMatchObject({ status: 403 });
    expect(await stage.logto.calls()).toMatchObject({ total: 0 });

    await browser.signIn(ada);
    await browser.open(home);
    await neverAskedFor('delete:organization');
    await stage.logto.fail({ path: '/api/*', drop: 'before' });
    expect(await browser.open(`${home}/danger`, { form: {} })).toMatchObject({ status: 503 });
    await stage.logto.clearFaults();
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
    expect(await granted()).toContainEqual(expect.stringMatching(/^-read:audit@\d+$/));
    expect(await browser.open(home)).toMatchObject({ status: 200, leaves: null });

    await stage.logto.api.POST('/api/organization-scopes', { body: { name: 'read:audit' } });
    await stage.sql(`UPDATE sessions SET granted_scopes = granted_scopes || '{read:audit}'`);
    await stage.sql('DELETE FROM organization_access');
    const page = await browser.open(home);
    expect(page).toMatchObject({ status: 200, leaves: null });
    expect(await granted()).toContainEqual(expect.stringMatching(/^-read:audit@/));
    expect(await granted()).not.toContain('read:audit');
  });
});

describe('a permission that the app had before Logto’s template', () => {
  const name = 'delete:organization';
  const anHourLater = () =>
    stage.sql(
      `UPDATE sessions SET granted_scopes = (SELECT array_agg(regexp_replace(entry, '@\\d+$', '@' || $1)) FROM unnest(granted_scopes) entry)`,
      [Math.floor(Date.now() / 1_000) - 3_601],
    );
  const removeFromTemplate = async () => {
    const scopes = await bodyOf(stage.logto.api.GET('/api/organization-scopes'));
    const { id } = scopes.find((scope) => scope.name === name)!;
    await stage.logto.api.DELETE('/api/organization-scopes/{id}', { params: { path: { id } } });
  };
  const addToTemplate = async () => {
    const scope = await bodyOf(stage.logto.api.POST('/api/organization-scopes', { body: { name } }));
    const owner = (await bodyOf(stage.logto.api.GET('/api/organization-roles'))).find((role) => role.name === 'owner')!;
    await stage.logto.api.POST('/api/organization-roles/{id}/scopes', {
      params: { path: { id: owner.id } },
      body: { organizationScopeIds: [scope.id] },
    });
  };
  const calls = async (work: () => Promise<unknown>) => {
    await stage.logto.clearCalls();
    await work();
    await backgroundDone();
    return (await stage.logto.calls()).total;
  };

  it('is refused until the template has it, works then at once, and is granted within the hour unseen', async () => {
    await removeFromTemplate();
    await browser.signIn(ada);
    expect(await browser.open(`${home}/danger`)).toMatchObject({ status: 403, leaves: null });
    await addToTemplate();

    expect(await browser.open(`${home}/danger`)).toMatchObject({ status: 200, leaves: null });
    expect(await browser.open(`${home}/danger`, { form: {} })).toMatchObject({ status: 200, leaves: null });
    expect(await granted()).not.toContain(name);

    await anHourLater();
    expect(await calls(() => browser.open(home))).toBe(1);
    const page = await browser.open(`${home}/danger?x=1`);
    expect(page.leaves?.searchParams.get('prompt')).toBe('consent');
    const back = await browser.goOn(page); // nobody is there to fill in a password
    expect(back).toMatchObject({ status: 200, url: { pathname: `${home}/danger`, search: '?x=1' } });
    expect(await granted()).toContain(name);
    expect(await calls(() => browser.open(`${home}/danger`))).toBe(0);
  });

  it('is looked for once an hour while the template lacks it, however many pages are opened', async () => {
    await removeFromTemplate();
    await browser.signIn(ada);
    expect(await calls(() => browser.open(home))).toBe(0);
    await anHourLater();
    expect(await calls(() => Promise.all([browser.open(home), browser.open(home), browser.open(home)]))).toBe(1);
    expect(await calls(() => browser.open(home))).toBe(0);
    expect(await browser.open(home)).toMatchObject({ status: 200, leaves: null });
    await addToTemplate();
  });
});
