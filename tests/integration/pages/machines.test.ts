import { beforeAll, describe, expect, it } from 'vitest';
import { backgroundDone } from '#app/auth/in-background.server.ts';
import { en } from '#app/i18n/en.ts';
import { es } from '#app/i18n/es.ts';
import { failureText } from '#app/i18n/failure-text.ts';
import type { FailureCode } from '#app/failures.ts';
import type { TestUser } from '#tests/support/logto.ts';
import type { Page } from '../auth/browser.ts';
import { openStage } from '../auth/stage.ts';
import { AppBrowser } from './app.ts';

const stage = await openStage();
let [ada, ben, cem]: TestUser[] = [];
const browsers = { ada: new AppBrowser(), ben: new AppBrowser(), cem: new AppBrowser() };

beforeAll(async () => {
  [ada, ben, cem] = [await stage.person('Ada'), await stage.person('Ben'), await stage.person('Cem')];
  await browsers.ada.signIn(ada);
  await browsers.ben.signIn(ben);
  await browsers.cem.signIn(cem);
});

const workspace = async (name = 'Acme') => {
  const made = await stage.organization(name, { [ada!.id]: 'owner', [ben!.id]: 'admin', [cem!.id]: 'member' });
  return { ...made, at: `/o/${made.slug}/settings/machines` };
};

const newKey = () => `a-key-of-a-form-${crypto.randomUUID()}`;
const post = (browser: AppBrowser, path: string, form: Record<string, string>, idempotencyKey = newKey()) =>
  browser.open(path, { form: { idempotencyKey, ...form } });
const text = AppBrowser.text;
const secretIn = ({ body }: Page) => /tnt_[0-9A-Za-z]{49}/.exec(body)?.[0];

const me = async (token: string) => {
  const answer = await new AppBrowser().request('/api/v1/me', { headers: { authorization: `Bearer ${token}` } });
  await backgroundDone();
  return answer.status;
};

const keyForm = { name: 'Nightly import', role: 'member', lifetime: '90' };
const makeKey = async (browser: AppBrowser, at: string, form: Record<string, string> = {}) =>
  secretIn(await post(browser, `${at}/keys/new`, { ...keyForm, ...form })) ?? '';
const keysOf = (tenantId: string) =>
  stage.sql<{ id: string; start: string }>('SELECT id, start FROM api_keys WHERE tenant_id = $1 ORDER BY created_at', [
    tenantId,
  ]);

/** Says the code’s text in both languages, and changes nothing of the form. */
async function expectRefusal(path: string, form: Record<string, string>, code: FailureCode, status: number) {
  for (const [language, catalog] of [
    ['en', en],
    ['es', es],
  ] as const) {
    browsers.ada.language = language;
    const page = await post(browsers.ada, path, form);
    browsers.ada.language = 'en';
    expect([page.status, text(page).includes(failureText(catalog, { code }))]).toEqual([status, true]);
  }
}

describe('the page of API keys and machines', () => {
  it('is for those who manage the workspace', async () => {
    const { at, tenantId } = await workspace();
    await makeKey(browsers.ada, at);
    const [key] = await keysOf(tenantId);
    for (const path of [at, `${at}/keys/new`, `${at}/new`, `${at}/keys/${key!.id}`]) {
      expect([(await browsers.ben.open(path)).status, (await browsers.cem.open(path)).status]).toEqual([200, 403]);
    }
    for (const [path, form] of [
      [`${at}/keys/new`, keyForm],
      [`${at}/keys/${key!.id}`, { intent: 'revoke' }],
      [`${at}/new`, { name: 'x', role: 'member' }],
    ] as const) {
      expect((await post(browsers.cem, path, form)).status).toBe(403);
    }
    expect(await keysOf(tenantId)).toHaveLength(1);
  });

  it('teaches when there is nothing yet', async () => {
    const { at } = await workspace();
    const page = text(await browsers.ada.open(at));
    expect(page).toContain('No API keys yet');
    expect(page).toContain('No machines yet');
  });
});

describe('an API key', () => {
  it('is made, its secret shown this once, and it works', async () => {
    const { at } = await workspace();
    const form = await browsers.ada.open(`${at}/keys/new`);
    const [, idempotencyKey = ''] = /name="idempotencyKey" value="([^"]+)"/.exec(form.body) ?? [];
    const page = await post(browsers.ada, `${at}/keys/new`, keyForm, idempotencyKey);
    const secret = secretIn(page)!;
    expect(page.status).toBe(200);
    expect(text(page)).toContain('The secret of Nightly import');
    expect(text(page)).toContain(`curl http://localhost:3000/api/v1/me \\\n  -H "Authorization: Bearer ${secret}"`);
    expect(await me(secret)).toBe(200);

    const list = await browsers.ada.open(at);
    expect(secretIn(list)).toBeUndefined();
    expect(text(list)).toContain(`${secret.slice(0, 12)}…`);
    expect(text(list)).toMatch(/Nightly import[\s\S]*Member[\s\S]*Active/);

    // A browser that reloads the answer sends the form again.
    const again = await post(browsers.ada, `${at}/keys/new`, keyForm, idempotencyKey);
    expect([again.status, secretIn(again)]).toEqual([409, undefined]);
    expect(text(again)).toContain(failureText(en, { code: 'key-shown-once' }));
  });

  it('gets a new secret: reloading shows it no more, the old one ends', async () => {
    const { at, tenantId } = await workspace();
    const secret = await makeKey(browsers.ada, at);
    const [{ id, start } = { id: '', start: '' }] = await keysOf(tenantId);
    const rotate = { intent: 'rotate', from: start, grace: '0' };
    const rotated = secretIn(await post(browsers.ben, `${at}/keys/${id}`, rotate))!;
    expect([await me(rotated), await me(secret)]).toEqual([200, 401]);
    const again = await post(browsers.ben, `${at}/keys/${id}`, rotate);
    expect([again.status, secretIn(again)]).toEqual([409, undefined]);
  });

  it('is revoked, and refused at once', async () => {
    const { at, tenantId } = await workspace();
    const secret = await makeKey(browsers.ada, at);
    const [{ id } = { id: '' }] = await keysOf(tenantId);
    const page = await post(browsers.ada, `${at}/keys/${id}`, { intent: 'revoke' });
    expect(page.url.pathname).toBe(at);
    expect(text(page)).toContain('The key Nightly import is revoked.');
    expect(text(page)).toContain('Revoked');
    expect(await me(secret)).toBe(401);
    expect(text(await browsers.ada.open(`${at}/keys/${id}`))).toContain('opens nothing any more');
  });

  it.each([
    ['no name', { name: ' ' }, 'name-missing'],
    ['a name too long', { name: 'x'.repeat(129) }, 'name-too-long'],
    ['an owner’s role', { role: 'owner' }, 'role-unknown'],
    ['a role of Logto’s', { role: 'machine-admin' }, 'role-unknown'],
    ['another lifetime', { lifetime: '1000' }, 'expiry-invalid'],
  ] as const)('is refused with %s, in both languages', async (_name, form, code) => {
    const { at, tenantId } = await workspace();
    await expectRefusal(`${at}/keys/new`, { ...keyForm, ...form }, code, 400);
    expect(await keysOf(tenantId)).toEqual([]);
  });

  it('of another workspace is not found, whatever is done to it', async () => {
    const [acme, blue] = [await workspace('Acme'), await workspace('Blue')];
    const secret = await makeKey(browsers.ada, acme.at);
    const [{ id, start } = { id: '', start: '' }] = await keysOf(acme.tenantId);
    for (const forged of [id, crypto.randomUUID(), 'nonsense', '%00']) {
      expect((await browsers.ada.open(`${blue.at}/keys/${forged}`)).status).toBe(404);
      for (const form of [{ intent: 'revoke' }, { intent: 'rotate', from: start, grace: '0' }]) {
        expect((await post(browsers.ada, `${blue.at}/keys/${forged}`, form as never)).status).toBe(404);
      }
    }
    expect(await me(secret)).toBe(200);
  });

  it('that is revoked or over gets no new secret, in both languages', async () => {
    const { at, tenantId } = await workspace();
    await makeKey(browsers.ada, at);
    const [{ id, start } = { id: '', start: '' }] = await keysOf(tenantId);
    const rotate = { intent: 'rotate', from: start, grace: '24' };
    await expectRefusal(`${at}/keys/${id}`, { ...rotate, grace: '999' }, 'expiry-invalid', 400);
    await stage.sql(`UPDATE api_keys SET expires_at = now() WHERE id = $1`, [id]);
    await expectRefusal(`${at}/keys/${id}`, rotate, 'key-expired', 409);
    await stage.sql(`UPDATE api_keys SET revoked_at = now() WHERE id = $1`, [id]);
    await expectRefusal(`${at}/keys/${id}`, rotate, 'key-revoked', 409);
  });
});

describe('a machine', () => {
  const add = (at: string, name = 'Robot') => post(browsers.ada, `${at}/new`, { name, role: 'member' });
  const idIn = ({ body }: Page) => /-u &#x27;(\w+):(\w+)&#x27;/.exec(body)?.slice(1) ?? [];
  const token = async (id: string, secret: string, organizationId: string) => {
    const answer = await fetch(`${stage.logto.endpoint}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({
        ...{ grant_type: 'client_credentials', organization_id: organizationId },
        scope: 'read:data write:data',
      }),
    });
    return ((await answer.json()) as { access_token: string }).access_token;
  };

  it('is added, gets a token by the lines that are shown, and is refused once it is removed', async () => {
    const acme = await workspace();
    const page = await add(acme.at);
    const [id = '', secret = ''] = idIn(page);
    expect(text(page)).toContain(`-d organization_id=${acme.id}`);
    const robot = await token(id, secret, acme.id);
    expect(await me(robot)).toBe(200);
    expect(text(await browsers.ada.open(acme.at))).toMatch(/Robot[\s\S]*Member[\s\S]*Ada/);
    const own = await browsers.ada.open(`${acme.at}/${id}`);
    expect(own.body).not.toContain(secret);

    const changed = await post(browsers.ben, `${acme.at}/${id}`, { intent: 'change-role', role: 'admin' });
    expect(text(changed)).toContain('The role of Robot is changed.');
    const removed = await post(browsers.ben, `${acme.at}/${id}`, { intent: 'remove' });
    expect(removed.url.pathname).toBe(acme.at);
    expect(text(removed)).toContain('Robot is removed');
    expect(await me(robot)).toBe(401);
  });

  it('of another workspace is not found, whatever is done to it', async () => {
    const [acme, blue] = [await workspace('Acme'), await workspace('Blue')];
    const [id = ''] = idIn(await add(acme.at));
    for (const forged of [id, 'nonsense', '%00', 'x'.repeat(40)]) {
      expect((await browsers.ada.open(`${blue.at}/${forged}`)).status).toBe(404);
      for (const form of [{ intent: 'remove' }, { intent: 'change-role', role: 'admin' }]) {
        expect((await post(browsers.ada, `${blue.at}/${forged}`, form as never)).status).toBe(404);
      }
    }
    expect((await browsers.ada.open(`${acme.at}/${id}`)).status).toBe(200);
  });

  it.each([
    ['500', { status: 500 }, 'logto-unreachable', 503],
    ['429', { status: 429, headers: { 'retry-after': '60' } }, 'rate-limited', 429],
    ['a no', { status: 403, body: { code: 'subscription.limit_exceeded' } }, 'logto-refused', 502],
  ] as const)('is refused while Logto answers with %s, in both languages', async (_name, fault, code, status) => {
    const { at } = await workspace();
    await stage.logto.fail({ method: 'POST', path: '/organizations/:id/applications', ...fault });
    await expectRefusal(`${at}/new`, { name: 'Robot', role: 'member' }, code, status);
    await stage.logto.clearFaults();
  });

  it.each([
    ['no name', { name: '' }, 'name-missing'],
    ['an owner’s role', { role: 'owner' }, 'role-unknown'],
  ] as const)('is refused with %s, in both languages', async (_name, form, code) => {
    const { at } = await workspace();
    await expectRefusal(`${at}/new`, { name: 'Robot', role: 'member', ...form }, code, 400);
  });
});
