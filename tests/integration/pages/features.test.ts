/** Features and settings of a workspace: the page, what may be sent to it, and where they are felt. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { en } from '#app/i18n/en.ts';
import { es } from '#app/i18n/es.ts';
import { failureText } from '#app/i18n/failure-text.ts';
import type { TestUser } from '#tests/support/logto.ts';
import { openStage } from '../auth/stage.ts';
import { AppBrowser } from './app.ts';

const stage = await openStage();
const text = AppBrowser.text;

let ada: TestUser;
let adas: AppBrowser;
let acme: Awaited<ReturnType<typeof stage.organization>>;
let workspaces = 0;

beforeAll(async () => {
  ada = await stage.person('Ada Byron');
  adas = new AppBrowser();
  await adas.signIn(ada);
});

beforeEach(async () => {
  await stage.logto.clearFaults();
  acme = await stage.organization(`Acme ${++workspaces}`, { [ada.id]: 'owner' });
  adas.language = 'en';
});

const page = (name: string) => `/o/${acme.slug}${name}`;
const set = (setting: string, value: string) =>
  adas.open(page('/settings/features'), { form: { setting, [setting]: value } });
const stored = async () =>
  (await stage.sql<{ settings: unknown }>('SELECT settings FROM tenants WHERE id = $1', [acme.tenantId]))[0]!.settings;
const store = (settings: unknown) =>
  stage.sql('UPDATE tenants SET settings = $2 WHERE id = $1', [acme.tenantId, JSON.stringify(settings)]);
const changes = () =>
  stage.sql(
    `SELECT actor_name, details FROM audit_events WHERE tenant_id = $1 AND action = 'setting.changed' ORDER BY at, id`,
    [acme.tenantId],
  );

describe('a setting', () => {
  it('is saved, said, told in the log, and stored only when it differs from the default', async () => {
    expect(text(await set('invitation-days', '7'))).toContain('Saved: Days an invitation is open.');
    expect(await stored()).toEqual({ 'invitation-days': 7 });
    await set('invitation-days', '7'); // pressed twice
    await set('invitation-days', '14');
    expect(await stored()).toEqual({});
    expect(await changes()).toEqual([
      { actor_name: 'Ada Byron', details: { setting: 'invitation-days', from: '14', to: '7' } },
      { actor_name: 'Ada Byron', details: { setting: 'invitation-days', from: '7', to: '14' } },
    ]);
    expect(text(await adas.open(page('/audit')))).toContain('invitation-days');
  });

  it('leaves alone what else is stored, also when two are saved at once', async () => {
    await store({ 'of-an-older-release': [1] });
    await Promise.all([set('invitation-days', '3'), set('invitation-role', 'admin'), set('audit-export', 'false')]);
    expect(await stored()).toEqual({
      'of-an-older-release': [1],
      'invitation-days': 3,
      'invitation-role': 'admin',
      'audit-export': false,
    });
  });

  it.each([
    ['invitation-days', '31'],
    ['invitation-days', ''],
    ['invitation-role', 'owner'],
    ['audit-export', 'perhaps'],
    ['invitations-at-once', '5'], // operators only
    ['no-such-setting', 'true'],
    ['__proto__', 'true'],
  ])('%s is not %j: refused in both languages, and nothing is changed', async (setting, value) => {
    for (const [language, t] of [
      ['en', en],
      ['es', es],
    ] as const) {
      adas.language = language;
      const answer = await set(setting, value);
      expect(answer.status).toBe(400);
      expect(text(answer)).toContain(failureText(t, { code: 'setting-invalid' }));
    }
    expect(await stored()).toEqual({});
  });

  it('that the plan does not include cannot be switched on', async () => {
    await stage.sql(`UPDATE tenants SET plan = 'free' WHERE id = $1`, [acme.tenantId]);
    expect(text(await adas.open(page('/settings/features')))).toContain('Not included in the Free plan.');
    expect((await set('audit-export', 'true')).status).toBe(400);
  });

  it('is shown as its default when what is stored does not fit', async () => {
    for (const settings of [{ 'invitation-days': 'many' }, [], 'x', null]) {
      await store(settings);
      const { status, body } = await adas.open(page('/settings/features'));
      expect(status).toBe(200);
      expect(body).toContain('value="14"');
    }
    await set('invitation-days', '2');
    expect(await stored()).toEqual({ 'invitation-days': 2 });
  });

  it('is changed by nobody whose role Logto has taken away, nor while Logto does not answer', async () => {
    await stage.logto.fail({ method: 'GET', path: '/organizations/:id/users/:userId/scopes', status: 503 });
    expect((await set('invitation-days', '7')).status).toBe(503);
    await stage.logto.clearFaults();
    await adas.open(page('/settings/features')); // the gate's answer is good for an hour
    await stage.logto.api.PUT('/api/organizations/{id}/users/{userId}/roles', {
      params: { path: { id: acme.id, userId: ada.id } },
      body: { organizationRoleIds: [], organizationRoleNames: ['member'] },
    });
    expect((await set('invitation-days', '7')).status).toBe(403);
    expect(await stored()).toEqual({});
  });

  it('is not for members', async () => {
    const bob = await stage.person('Bob Member');
    await stage.join(acme, bob.id, 'member');
    const bobs = new AppBrowser();
    await bobs.signIn(bob);
    expect((await bobs.open(page('/settings/features'))).status).toBe(403);
    const sent = await bobs.open(page('/settings/features'), {
      form: { setting: 'invitation-days', 'invitation-days': '1' },
    });
    expect(sent.status).toBe(403);
  });
});

describe('is felt', () => {
  it('in the form of invitations, and in what it sends when it says nothing', async () => {
    await store({ 'invitation-days': 3, 'invitation-role': 'admin' });
    const { body } = await adas.open(page('/invitations/new'));
    expect(body).toMatch(/<option value="3" selected/);
    expect(body).toMatch(/value="admin"[^>]*checked|checked[^>]*value="admin"/);
    await adas.open(page('/invitations/new'), { form: { emails: 'guest@example.test', role: 'member' } });
    const [sent] = await stage.sql<{ days: number }>(
      `SELECT round(extract(epoch FROM expires_at - created_at) / 86400)::int AS days FROM invitations WHERE tenant_id = $1`,
      [acme.tenantId],
    );
    expect(sent).toEqual({ days: 3 });
  });

  it('where operators say how many are invited at once', async () => {
    await store({ 'invitations-at-once': 1 });
    const answer = await adas.open(page('/invitations/new'), {
      form: { emails: 'one@example.test\ntwo@example.test', role: 'member' },
    });
    expect(answer.status).toBe(400);
    expect(text(answer)).toContain(failureText(en, { code: 'emails-too-many', values: { max: 1 } }));
  });

  it('where a feature is off: no button, and a 404 behind its address', async () => {
    expect(text(await adas.open(page('/audit')))).toContain('CSV');
    expect((await adas.request(page('/audit.csv'))).status).toBe(200);
    await set('audit-export', 'false');
    expect(text(await adas.open(page('/audit')))).not.toContain('CSV');
    expect((await adas.request(page('/audit.csv'))).status).toBe(404);
  });
});
