import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backgroundDone } from '#app/auth/in-background.server.ts';
import { asOrganizationId, asUserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import type { TestUser } from '#tests/support/logto.ts';
import type { Page } from '../auth/browser.ts';
import { openStage } from '../auth/stage.ts';
import { AppBrowser } from './app.ts';

const stage = await openStage();
const text = AppBrowser.text;

let ada: TestUser;
let ben: TestUser;
let cem: TestUser;
const browsers = { ada: new AppBrowser(), ben: new AppBrowser(), cem: new AppBrowser() };

let made = 0;
/** A domain that no other test has. */
const newDomain = () => `company-${++made}.example.net`;

const enrol = (userId: string) =>
  stage.logto.api.POST('/api/users/{userId}/mfa-verifications', {
    params: { path: { userId } },
    body: { type: 'Totp' } as never,
  });
const disenrol = async (userId: string) => {
  for (const { id } of await logto().users.mfa(asUserId(userId))) {
    await stage.logto.api.DELETE('/api/users/{userId}/mfa-verifications/{verificationId}', {
      params: { path: { userId, verificationId: id } },
    });
  }
};

/** Gives somebody an address at this domain, in Logto alone. */
const moveTo = (person: TestUser, domain: string) =>
  stage.logto.api.PATCH('/api/users/{userId}', {
    params: { path: { userId: person.id } },
    body: { primaryEmail: `${person.name.toLowerCase().replace(/\W+/g, '.')}@${domain}` },
  });

beforeAll(async () => {
  [ada, ben, cem] = [await stage.person('Ada Byron'), await stage.person('Ben'), await stage.person('Cem')];
  await browsers.ada.signIn(ada);
  await browsers.ben.signIn(ben);
  await browsers.cem.signIn(cem);
});
beforeEach(() => stage.logto.clearFaults());

/** Ada owns it, Ben is admin, Cem a member. */
async function workspace(name = 'Acme') {
  const acme = await stage.organization(name, { [ada.id]: 'owner', [ben.id]: 'admin', [cem.id]: 'member' });
  return {
    ...acme,
    id: asOrganizationId(acme.id),
    home: `/o/${acme.slug}`,
    settings: `/o/${acme.slug}/settings/sign-in`,
  };
}

type Settings = { settings: string };

const open = async (browser: AppBrowser, { settings }: Settings): Promise<Page> => {
  const page = await browser.open(settings);
  await backgroundDone();
  return page;
};

let keys = 0;
const press = (browser: AppBrowser, { settings }: Settings, form: Record<string, string>) =>
  browser.open(settings, { form: { idempotencyKey: `a-key-of-a-form-${++keys}`, ...form } });

const add = (browser: AppBrowser, at: Settings, domain: string) => press(browser, at, { intent: 'add-domain', domain });

describe('the page of the sign-in settings', () => {
  it('is for those who manage the organization', async () => {
    const acme = await workspace();
    expect(await open(browsers.ben, acme)).toMatchObject({ status: 200 });
    expect(await open(browsers.cem, acme)).toMatchObject({ status: 403 });
    expect(await press(browsers.cem, acme, { intent: 'require-mfa', required: 'yes' })).toMatchObject({ status: 403 });
    expect(await press(browsers.ada, acme, { intent: 'something-else' })).toMatchObject({ status: 400 });
  });

  it('shows what Logto has once it was looked at, and asks it nothing within a minute', async () => {
    const acme = await workspace();
    const domain = newDomain();
    await logto().joining.addDomain(acme.id, domain);
    expect(text(await open(browsers.ada, acme))).not.toContain(domain);
    await stage.logto.clearCalls();
    const page = text(await open(browsers.ada, acme));
    expect(page).toContain(domain);
    expect(page).toContain('Set in Logto’s console');
    expect(page).not.toContain(`Remove ${domain}`);
    expect((await stage.logto.calls()).total).toBe(0);
  });
});

describe('two-step verification', () => {
  it('is required by whoever has it, and holds for the others at their next request', async () => {
    const acme = await workspace();
    await enrol(ada.id);
    expect(await browsers.cem.open(acme.home)).toMatchObject({ status: 200, url: { pathname: acme.home } });
    const done = await press(browsers.ada, acme, { intent: 'require-mfa', required: 'yes' });
    expect(text(done)).toContain('Members now need two-step verification.');
    expect(await logto().organizations.get(acme.id)).toMatchObject({ isMfaRequired: true });

    const stopped = await browsers.cem.open(`${acme.home}/members?q=ada`);
    expect(stopped.url.pathname).toBe('/auth/mfa');
    expect(text(stopped)).toContain(`One more step to open ${acme.name}`);

    await press(browsers.ada, acme, { intent: 'require-mfa', required: 'no' });
    const back = await browsers.cem.open(stopped.url);
    expect(back.url.pathname + back.url.search).toBe(`${acme.home}/members?q=ada`);
    await disenrol(ada.id);
  });
});

describe('a domain', () => {
  it('is added by somebody with an address there, with a role for who joins', async () => {
    const acme = await workspace();
    const domain = newDomain();
    await moveTo(ada, domain);
    const page = await add(browsers.ada, acme, ` ${domain.toUpperCase()} `);
    expect(text(page)).toContain(`Whoever registers with an address at ${domain} now joins by themselves.`);
    expect(await logto().joining.domains(acme.id)).toEqual([domain]);
    expect(await logto().joining.roles(acme.id)).toMatchObject([{ name: 'member' }]);

    const removed = await press(browsers.ben, acme, { intent: 'remove-domain', domain });
    expect(text(removed)).toContain(`Nobody joins by ${domain} any more.`);
    expect(await logto().joining.domains(acme.id)).toEqual([]);
  });

  it.each([
    ['gmail.com', 400, 'Cualquiera puede tener un correo de gmail.com', 'Anybody can have an address at gmail.com'],
    [
      'other.example',
      403,
      'No tienes un correo verificado de other.example',
      'You have no verified address at other.example',
    ],
    ['nothing', 400, 'example.com', 'Enter a domain such as example.com.'],
  ])('such as %s is refused in its place, in both languages', async (domain, status, spanish, english) => {
    const acme = await workspace();
    await moveTo(ada, newDomain());
    for (const [language, said] of [
      ['es', spanish],
      ['en', english],
    ] as const) {
      browsers.ada.language = language;
      const page = await add(browsers.ada, acme, domain);
      expect(page.status).toBe(status);
      expect(text(page)).toContain(said);
      expect(page.body).toContain(`value="${domain}"`);
    }
    expect(await logto().joining.domains(acme.id)).toEqual([]);
  });

  it('of another organization is neither added nor removed', async () => {
    const [acme, blue] = [await workspace(), await workspace('Blue')];
    const domain = newDomain();
    await moveTo(ada, domain);
    await add(browsers.ada, acme, domain);
    const taken = await add(browsers.ada, blue, domain);
    expect(taken.status).toBe(409);
    expect(text(taken)).toContain(`${domain} belongs to another workspace.`);
    expect(await press(browsers.ada, blue, { intent: 'remove-domain', domain })).toMatchObject({ status: 404 });
    expect(await press(browsers.ada, acme, { intent: 'change-role', role: 'owner' })).toMatchObject({ status: 400 });
    expect(await logto().joining.domains(acme.id)).toEqual([domain]);
  });
});

describe('the organization’s own way in', () => {
  const brandingAt = async (address: string) => {
    const { leaves } = await new AppBrowser().open(address);
    return leaves!.searchParams.get('organization_id');
  };

  it('leads visitors to Logto under its name, and back', async () => {
    const acme = await workspace();
    for (const address of [`/to/${acme.slug}`, acme.home, `${acme.home}/members?q=x`]) {
      expect(await brandingAt(address)).toBe(acme.id);
    }
    const page = await new AppBrowser().signIn(cem, `/to/${acme.slug}`);
    expect(page).toMatchObject({ status: 200, url: { pathname: acme.home } });
    expect((await browsers.cem.open(`/to/${acme.slug}`)).url.pathname).toBe(acme.home);
  });

  it('works at an old address, and shows nobody’s name at one that is nobody’s or closed', async () => {
    const acme = await workspace();
    await stage.sql('UPDATE tenants SET slug = $2 WHERE id = $1', [acme.tenantId, `new-${acme.slug}`]);
    expect(await brandingAt(`/to/${acme.slug}`)).toBe(acme.id);
    for (const slug of ['nobody-is-here', '%00', '%', `${'x'.repeat(60)}`, 'a%2F..%2Fb']) {
      expect(await brandingAt(`/to/${slug}`)).toBeNull();
    }
    await stage.sql('UPDATE tenants SET deletion_due_at = now() WHERE id = $1', [acme.tenantId]);
    expect(await brandingAt(`/to/${acme.slug}`)).toBeNull();
  });
});

describe('a member without a second step', () => {
  it('is told where to set one up when signing in again did not ask for it, and not sent round', async () => {
    const acme = await workspace();
    const mfa = { policy: 'NoPrompt', factors: ['Totp'], organizationRequiredMfaPolicy: 'NoPrompt' };
    await stage.logto.api.PATCH('/api/sign-in-exp', { body: { mfa } } as never);
    await logto().organizations.update(acme.id, { isMfaRequired: true });
    const stopped = await browsers.cem.open(`${acme.home}/members`);
    expect(stopped.url.pathname).toBe('/auth/mfa');
    const again = await browsers.cem.open(stopped.url, { form: {} });
    expect(again.leaves!.searchParams.get('prompt')).toBe('login consent');
    expect(again.leaves!.searchParams.get('organization_id')).toBe(acme.id);
    const page = await browsers.cem.goOn(again, cem);
    expect(page).toMatchObject({ status: 200, url: { pathname: '/auth/mfa' } });
    expect(text(page)).toContain('You are signed in, and still have no second step');
    expect(page.body).toContain(`${stage.logto.endpoint}/account/authenticator-app?redirect=`);

    await enrol(cem.id);
    expect((await browsers.cem.open(page.url)).url.pathname).toBe(`${acme.home}/members`);
  });
});
