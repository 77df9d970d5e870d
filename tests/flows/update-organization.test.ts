import { beforeEach, describe, expect, it } from 'vitest';
import type { Access } from '#app/auth/organization.server.ts';
import { settleOperation } from '#app/flows/index.server.ts';
import { UpdateOrganization, updateOrganization } from '#app/flows/update-organization.server.ts';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { copyOrganization } from '#app/sync/copy-organization.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { testApp } from '#tests/support/app.ts';
import { newKey, newPerson, newWorkspace } from './people.ts';

const { logto: server } = await testApp();
const patch = { method: 'PATCH', path: '/organizations/:id' };

let access: Access;
let workspaces = 0;

beforeEach(async () => {
  await server.clearFaults();
  access = await newWorkspace(await newPerson(server, 'Ada'), `described-${++workspaces}`);
});

const input = (form: Record<string, unknown>) => UpdateOrganization.parse(form);
const update = (form: Record<string, unknown>, key = newKey()) => updateOrganization(access, input(form), key);
const params = () => ({ params: { path: { id: access.organizationId } } });
const inLogto = () => bodyOf(server.api.GET('/api/organizations/{id}', params()));
const inCopy = () =>
  asSystem((db) =>
    db.tenant.findUniqueOrThrow({ where: { id: access.tenantId }, select: { name: true, description: true } }),
  );
const told = async () =>
  (await asSystem((db) => db.auditEvent.findMany({ where: { tenantId: access.tenantId }, orderBy: { id: 'asc' } })))
    .filter(({ action }) => action !== 'organization.created')
    .map(({ action, details }) => ({ action, details }));
const both = async () => {
  const { name, description } = await inLogto();
  expect(await inCopy()).toEqual({ name, description });
  return { name, description };
};
/** What the worker does when nobody presses again. */
const timePasses = async (key: string) => {
  const { id } = await asSystem((db) => db.operation.findFirstOrThrow({ where: { key } }));
  await asSystem((db) => db.operation.update({ where: { id }, data: { leaseUntil: new Date(0) } }));
  await settleOperation(id);
};

describe('changing name and description', () => {
  it('changes both sides, and tells of each', async () => {
    const from = access.organizationName;
    expect(await update({ name: 'Acme', description: 'Anvils' })).toEqual({ ok: true, value: null });
    expect(await both()).toEqual({ name: 'Acme', description: 'Anvils' });
    expect(await told()).toEqual([
      { action: 'organization.renamed', details: { from, to: 'Acme' } },
      { action: 'organization.described', details: {} },
    ]);
    await update({ name: 'Acme', description: '' });
    expect(await both()).toEqual({ name: 'Acme', description: null });
  });

  it('keeps all that others wrote: custom data, branding, colour, styles, MFA', async () => {
    const others = {
      customData: { billing: { id: 'cus_1' }, list: [1, 2] },
      branding: { logoUrl: 'https://example.test/logo.png', darkLogoUrl: 'https://example.test/dark.png' },
      color: { primaryColor: '#123456', darkPrimaryColor: '#abcdef', isDarkModeEnabled: true },
      customCss: 'body { color: red }',
      isMfaRequired: true,
    };
    await bodyOf(server.api.PATCH('/api/organizations/{id}', { ...params(), body: others } as never));
    await update({ name: 'Acme', description: 'Anvils' });
    expect(await inLogto()).toMatchObject({ ...others, name: 'Acme', description: 'Anvils' });
  });

  it('sends Logto no field of a form but these, and of these only what was changed', async () => {
    const { id, customData } = await inLogto();
    await update({ name: 'Acme', description: '', id: 'forged', customData: { forged: 1 }, organizationId: 'forged' });
    expect(await inLogto()).toMatchObject({ id, customData, name: 'Acme' });
    await bodyOf(server.api.PATCH('/api/organizations/{id}', { ...params(), body: { description: 'Of the console' } }));
    await update({ name: 'Acme 2', description: '' });
    expect(await inLogto()).toMatchObject({ name: 'Acme 2', description: 'Of the console' });
  });

  it('leaves a field to whoever changed it since the form was opened', async () => {
    const shown = { shownName: access.organizationName, shownDescription: '' };
    await update({ ...shown, name: 'Acme', description: '' });
    await update({ ...shown, name: access.organizationName, description: 'Anvils' });
    expect(await both()).toEqual({ name: 'Acme', description: 'Anvils' });
  });

  it('asks Logto nothing more when nothing was changed, however browsers end lines', async () => {
    await update({ name: 'Acme', description: 'One\nTwo' });
    await server.fail({ ...patch, status: 500 });
    expect(await update({ name: ' Acme ', description: 'One\r\nTwo' })).toEqual({ ok: true, value: null });
    expect(await told()).toHaveLength(2);
  });

  it('does it once when pressed twice, at once or later', async () => {
    const key = newKey();
    const press = () => update({ name: 'Acme', description: '' }, key);
    const answers = [...(await Promise.all([press(), press(), press()])), await press()];
    expect(answers).toEqual(Array(4).fill({ ok: true, value: null }));
    expect(await told()).toHaveLength(1);
    expect(await update({ name: 'Other', description: '' }, key)).toMatchObject({ code: 'form-used-differently' });
  });

  it('ends with one name on both sides when two people change it at once', async () => {
    await Promise.all(['One', 'Two', 'Three'].map((name) => update({ name, description: '' })));
    expect(['One', 'Two', 'Three']).toContain((await both()).name);
    expect(await told()).toHaveLength(3);
  });

  it('tells who did it though the event was quicker than our own writing', async () => {
    await server.fail({ ...patch, drop: 'after', times: 1 });
    const key = newKey();
    await update({ name: 'Acme', description: '' }, key);
    await copyOrganization(access.organizationId);
    expect(await inCopy()).toMatchObject({ name: 'Acme' });
    expect(await update({ name: 'Acme', description: '' }, key)).toMatchObject({ ok: true });
    expect(await told()).toMatchObject([{ action: 'organization.renamed', details: { to: 'Acme' } }]);
  });
});

describe('is refused', () => {
  it.each([
    [{ name: '  ' }, 'name-missing'],
    [{ name: 'x'.repeat(129) }, 'name-too-long'],
    [{ name: 'Acme', description: 'x'.repeat(257) }, 'description-too-long'],
  ])('%j with %s', (form, code) => {
    expect(UpdateOrganization.safeParse(form).error?.issues).toMatchObject([{ message: code }]);
  });

  it('for whom Logto does not permit it, whatever the session remembers', async () => {
    const bob = await newPerson(server, 'Bob');
    await logto().members.add(access.organizationId, bob.userId);
    await logto().members.setRoles(access.organizationId, bob.userId, ['member']);
    const forged = { ...access, ...bob } as Access;
    const asked = input({ name: 'Stolen', description: '' });
    expect(await updateOrganization(forged, asked, newKey())).toMatchObject({ code: 'not-permitted' });
    const without = { ...access, permissions: ['read:data'] } as Access;
    expect(await updateOrganization(without, asked, newKey())).toMatchObject({ code: 'not-permitted' });
    expect((await both()).name).toBe(access.organizationName);
  });

  it('when it was closed at that moment', async () => {
    await asSystem((db) =>
      db.tenant.update({ where: { id: access.tenantId }, data: { deletionDueAt: new Date(Date.now() + 1e6) } }),
    );
    expect(await update({ name: 'Acme', description: '' })).toMatchObject({ code: 'organization-closed' });
  });

  it.each([
    [{ status: 422 }, 'logto-refused'],
    [{ status: 429 }, 'rate-limited'],
    [{ status: 500 }, 'logto-unreachable'],
    [{ drop: 'before' as const }, 'logto-unreachable'],
    [{ drop: 'after' as const }, 'logto-unreachable'],
  ])('when Logto answers %j: nothing is changed in the end, or all of it when pressed again', async (fault, code) => {
    const body = { code: 'entity.invalid_input', message: 'no' };
    const before = await both();
    const key = newKey();
    const press = () => update({ name: 'Acme', description: 'Anvils' }, key);
    const failing = async () => {
      await server.fail({ ...patch, ...fault, body });
      expect(await press()).toMatchObject({ code });
      await server.clearFaults();
    };
    await failing();
    await timePasses(key);
    expect(await both()).toEqual(before);
    expect(await told()).toEqual([]);

    await failing();
    expect(await press()).toEqual({ ok: true, value: null });
    expect(await both()).toEqual({ name: 'Acme', description: 'Anvils' });
    expect(await told()).toHaveLength(2);
  });

  it('and takes back nothing that somebody else wrote meanwhile', async () => {
    const key = newKey();
    await server.fail({ ...patch, drop: 'after', times: 1 });
    await update({ name: 'Acme', description: 'Anvils' }, key);
    await logto().organizations.update(access.organizationId, { name: 'Of the console' });
    await timePasses(key);
    expect(await inLogto()).toMatchObject({ name: 'Of the console', description: null });
  });
});
