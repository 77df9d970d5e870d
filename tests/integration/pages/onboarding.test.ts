/**
 * Where people arrive who sign in: every way in that Logto's guides name, for those with an account and those without.
 */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { logto as api } from '#app/logto/logto.server.ts';
import { asUserId } from '#app/logto/ids.ts';
import type { TestUser } from '#tests/support/logto.ts';
import type { Page } from '../auth/browser.ts';
import { openStage } from '../auth/stage.ts';
import { AppBrowser } from './app.ts';

const stage = await openStage();
const text = AppBrowser.text;
const password = 'a-password-of-some-length';

let ada: TestUser;
let adas: AppBrowser;
let acme: Awaited<ReturnType<typeof stage.organization>>;
let browser: AppBrowser;
let people = 0;

const unusedEmail = (domain = 'example.test') => `person-${++people}-${process.pid}@${domain}`;

beforeAll(async () => {
  ada = await stage.person('Ada Byron');
  adas = new AppBrowser();
});

beforeEach(async () => {
  acme = await stage.organization('Acme', { [ada.id]: 'owner' });
  await adas.signIn(ada);
  browser = new AppBrowser();
});

/** The link in the mail. */
async function invite(email: string, to = acme): Promise<string> {
  const sent = await adas.request(`/o/${to.slug}/invitations/new`, { form: { emails: email, role: 'member' } });
  expect(sent.status).toBe(302);
  const mail = (await stage.logto.mails(email)).findLast(({ type }) => type === 'OrganizationInvitation');
  return mail!.payload['link']!;
}

const accept = (page: Page) => browser.open(page.url, { form: { intent: 'accept' } });

/** The link to an open invitation on a page that lists it. */
const invitationOn = (page: Page) =>
  /href="(\/invitations\/[0-9a-f-]+)"/.exec(page.body)?.[1] ?? 'no invitation is listed';

/** Answers the question for a name, which has to be there. */
async function sayName(page: Page, name = 'Zoë New'): Promise<Page> {
  expect(page.url.pathname).toBe('/welcome');
  expect(text(page)).toContain('What should we call you?');
  return browser.open(page.url, { form: { intent: 'name', name } });
}

/** Without an account and, in the end, with one: registered, asked for a name, and led on. With an account: signed in. */
const accounts = {
  new: async (email: string, address?: string) => sayName(await browser.register(email, stage, address)),
  existing: async (email: string, address?: string) => {
    const known = await stage.logto.createUser({ name: 'Zoë Old', email, password });
    return browser.signIn(known, address);
  },
} as const;

const every = Object.entries(accounts);

describe.each(every)('somebody with a %s account', (account, arrive) => {
  it('who belongs nowhere is taught what a workspace is, and creates one', async () => {
    const email = unusedEmail();
    const page = await arrive(email);
    expect(page.url.pathname).toBe('/welcome');
    expect(text(page)).toContain('A workspace holds a team and all that it works on.');
    expect(text(page)).toContain(`No open invitation was sent to ${email}.`);
    expect(page.body).toContain('href="/workspaces/new"');
    const slug = `made-by-${people}-${account}`;
    const made = await browser.open('/workspaces/new', { form: { name: 'Made', slug } });
    expect(made).toMatchObject({ status: 200, url: { pathname: `/o/${slug}` } });
    expect((await browser.open('/')).url.pathname).toBe(`/o/${slug}`);
    expect(text(await browser.open('/workspaces?all'))).toContain('You belong to one workspace.');
  });

  it('who was invited by mail comes in through the mail', async () => {
    const email = unusedEmail();
    if (account === 'existing') await stage.logto.createUser({ name: 'Zoë Old', email, password });
    const opened = await browser.open(await invite(email));
    expect(text(opened)).toContain(`Continue as ${email}`);
    const { leaves } = await browser.open(opened.url, { form: { intent: 'continue' } });
    const back = await browser.comeByToken(leaves!);
    expect(text(back)).toContain(`Ada Byron invites you to Acme.`);
    const joined = await accept(back);
    const home = account === 'new' ? await sayName(joined) : joined;
    expect(home).toMatchObject({ status: 200, url: { pathname: `/o/${acme.slug}` } });
    expect(
      await stage.sql('SELECT name FROM members WHERE tenant_id = $1 AND email = $2', [acme.tenantId, email]),
    ).toEqual([{ name: account === 'new' ? 'Zoë New' : 'Zoë Old' }]);
  });

  it('who was invited and came without the mail is offered the invitation first', async () => {
    const email = unusedEmail();
    await invite(email);
    const page = await arrive(email);
    expect(page.url.pathname).toBe('/welcome');
    expect(text(page)).toContain('Ada Byron invites you to Acme.');
    expect(text(page).indexOf('invites you')).toBeLessThan(text(page).indexOf('Or start your own'));
    const home = await accept(await browser.open(invitationOn(page)));
    expect(home).toMatchObject({ status: 200, url: { pathname: `/o/${acme.slug}` } });
    expect(text(home)).toContain('You are now a member of Acme.');
  });

  it('who was invited to several sees them all, and the others beside the list later', async () => {
    const email = unusedEmail();
    const blue = await stage.organization('Blue', { [ada.id]: 'owner' });
    await invite(email);
    await invite(email, blue);
    const page = await arrive(email);
    expect(text(page)).toMatch(/invites you to Blue.[^]*invites you to Acme./);
    await accept(await browser.open(invitationOn(page)));
    const list = await browser.open('/');
    expect(list.url.pathname).toBe('/workspaces');
    expect(text(list)).toContain('You belong to one workspace.');
    expect(text(list)).toContain('invites you to Acme.');
  });

  it('who asked for a page that is not theirs meets a 404 with a way on', async () => {
    const page = await arrive(unusedEmail(), `/auth/sign-in?returnTo=/o/${acme.slug}`);
    expect(page).toMatchObject({ status: 404, url: { pathname: `/o/${acme.slug}` } });
    expect(text(page)).not.toContain('Acme');
    expect((await browser.open('/workspaces?all')).url.pathname).toBe('/welcome');
  });
});

describe('somebody who asked for a page of theirs', () => {
  it('comes to it', async () => {
    const known = await stage.logto.createUser({ name: 'Zoë', email: unusedEmail(), password });
    await stage.join(acme, known.id, 'member');
    const page = await browser.signIn(known, `/o/${acme.slug}/members`);
    expect(page).toMatchObject({ status: 200, url: { pathname: `/o/${acme.slug}/members` } });
  });

  it('says their name first when they have none', async () => {
    const known = await stage.logto.createUser({ name: '', email: unusedEmail(), password });
    await api().members.add(acme.id, asUserId(known.id));
    const asked = await browser.signIn(known, `/o/${acme.slug}/members?sort=joined`);
    const page = await sayName(asked);
    expect(page).toMatchObject({ status: 200, url: { pathname: `/o/${acme.slug}/members`, search: '?sort=joined' } });
    expect(text(page)).toContain('Zoë New');
  });

  it('is asked no name before an invitation is answered', async () => {
    const email = unusedEmail();
    const { pathname } = (await browser.open(await invite(email))).url;
    const page = await new AppBrowser().register(email, stage, `/auth/sign-in?returnTo=${pathname}`);
    expect(page).toMatchObject({ status: 200, url: { pathname } });
  });
});

describe('an organization that takes in a domain', () => {
  const takeIn = (domain: string) =>
    stage.logto.api.POST('/api/organizations/{id}/jit/email-domains', {
      params: { path: { id: acme.id } },
      body: { emailDomain: domain },
    });

  it('gets whoever registers with such an address, and they are told why they are there', async () => {
    await takeIn('acme.test');
    const email = unusedEmail('acme.test');
    const home = await accounts.new(email);
    expect(home).toMatchObject({ status: 200, url: { pathname: `/o/${acme.slug}` } });
    expect(text(home)).toContain(`You joined Acme because of your address ${email}.`);
    const log = await adas.open(`/o/${acme.slug}/audit?what=members`);
    expect(text(log)).toContain('joined with an address at acme.test.');
  });

  it('tells them in Spanish too', async () => {
    await takeIn('acme.es.test');
    const email = unusedEmail('acme.es.test');
    browser.language = 'es';
    const asked = await browser.register(email, stage);
    expect(text(asked)).toContain('¿Cómo te llamas?');
    const home = await browser.open(asked.url, { form: { intent: 'name', name: 'Zoë' } });
    expect(text(home)).toContain(`Has entrado en Acme por tu correo ${email}.`);
  });

  it('does not get who had an account before', async () => {
    await takeIn('late.test');
    const page = await accounts.existing(unusedEmail('late.test'));
    expect(page.url.pathname).toBe('/welcome');
  });

  it('is not the reason of somebody whom the console added', async () => {
    const email = unusedEmail('console.test');
    const known = await stage.logto.createUser({ name: 'Zoë', email, password });
    await api().members.add(acme.id, asUserId(known.id));
    const home = await browser.signIn(known);
    expect(home).toMatchObject({ status: 200, url: { pathname: `/o/${acme.slug}` } });
    expect(text(home)).toContain('You have been added to Acme.');
  });

  it('is joined also while Logto does not say which domains those are', async () => {
    await takeIn('silent.test');
    await stage.logto.fail({ method: 'GET', path: '/organizations/:id/jit/email-domains', status: 500, times: 50 });
    const home = await accounts.new(unusedEmail('silent.test'));
    await stage.logto.clearFaults();
    expect(home).toMatchObject({ status: 200, url: { pathname: `/o/${acme.slug}` } });
  });
});

describe('somebody whom Logto’s console added', () => {
  it('while they were away comes straight in at the next sign-in', async () => {
    const known = await stage.logto.createUser({ name: 'Zoë', email: unusedEmail(), password });
    expect((await browser.signIn(known)).url.pathname).toBe('/welcome');
    await api().members.add(acme.id, asUserId(known.id));
    await api().members.setRoles(acme.id, asUserId(known.id), ['admin']);
    const again = new AppBrowser();
    const home = await again.signIn(known);
    expect(home.url.pathname).toBe(`/o/${acme.slug}`);
    expect(text(home)).toContain('Admin');
  });

  it('with an account made there is asked for a name first', async () => {
    const email = unusedEmail();
    const { data } = await stage.logto.api.POST('/api/users', { body: { primaryEmail: email, password } });
    await api().members.add(acme.id, asUserId(data!.id));
    const home = await sayName(await browser.signIn({ email, password }));
    expect(home.url.pathname).toBe(`/o/${acme.slug}`);
  });

  it('to an organization that only Logto knows finds it here', async () => {
    const known = await stage.logto.createUser({ name: 'Zoë', email: unusedEmail(), password });
    await stage.logto.createOrganization({ name: `Unheard of ${people}`, members: { [known.id]: 'owner' } });
    const home = await browser.signIn(known);
    expect(home.url.pathname).toBe(`/o/unheard-of-${people}`);
    expect(text(home)).toContain(`Welcome to Unheard of ${people}`);
  });
});

describe('somebody who belongs to several workspaces', () => {
  it('chooses from the list', async () => {
    const known = await stage.logto.createUser({ name: 'Zoë', email: unusedEmail(), password });
    const blue = await stage.organization('Blue', { [ada.id]: 'owner', [known.id]: 'member' });
    await stage.join(acme, known.id, 'member');
    const list = await browser.signIn(known);
    expect(list.url.pathname).toBe('/workspaces');
    expect(list.body).toContain(`href="/o/${acme.slug}"`);
    expect(list.body).toContain(`href="/o/${blue.slug}"`);
  });

  it('finds what they typed, and no more, whatever they type', async () => {
    const known = await stage.logto.createUser({ name: 'Zoë', email: unusedEmail(), password });
    const half = await stage.organization('50% off_now', { [ada.id]: 'owner', [known.id]: 'member' });
    await stage.join(acme, known.id, 'member');
    await browser.signIn(known);
    const forged = Buffer.from(JSON.stringify({ name: '', id: 'nonsense' })).toString('base64url');
    for (const [query, finds] of Object.entries({
      'q=%25': false,
      'q=_': false,
      'q=%00ac': true,
      [`after=${forged}`]: true,
    })) {
      const page = await browser.open(`/workspaces?${query}`);
      expect({ query, status: page.status }).toEqual({ query, status: 200 });
      expect(page.body.includes(`href="/o/${acme.slug}"`), query).toBe(finds);
      if (query !== 'q=%00ac') expect(page.body, query).toContain(`href="/o/${half.slug}"`);
    }
  });
});

describe('somebody signed in with the wrong account', () => {
  it('is told the address, and switches at Logto', async () => {
    const page = await accounts.existing(unusedEmail());
    const { leaves } = await browser.open(page.url, { form: { intent: 'switch' } });
    expect(leaves!.searchParams.get('prompt')).toBe('login consent');
    const invited = await stage.logto.createUser({ name: 'Zoë', email: unusedEmail(), password });
    await invite(invited.email);
    browser.logtoCookies.clear(); // Logto's page for ending the other session sends itself, which takes a script
    const arrived = await browser.goOn({ ...page, leaves }, invited);
    expect(text(arrived)).toContain('Ada Byron invites you to Acme.');
  });
});
