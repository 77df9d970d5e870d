import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Logto } from '#app/logto/client.server.ts';
import { asApplicationId, asOrganizationId, type OrganizationId } from '#app/logto/ids.ts';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { setUpLogto } from '#scripts/logto-setup/index.ts';
import { startLogto, type TestLogto } from './local.ts';
import { openWire } from './wire.ts';

const nobody = asApplicationId('aaaaaaaaaaaaaaaaaaaaa');
const nowhere = asOrganizationId('aaaaaaaaaaaa');
let server: TestLogto;
let logto: Logto;
let organization: OrganizationId;

beforeAll(async () => {
  server = await startLogto();
  logto = server.connect();
  await setUpLogto({ ...server.credentials, appUrl: 'http://localhost:3000' });
});
beforeEach(async () => void (organization = (await logto.organizations.create({ name: 'Acme' })).id));
afterAll(() => server.stop());

let operations = 0;
const newOperation = () => `operation-${++operations}`;
const make = (operationId = newOperation()) =>
  logto.applications.findOrCreate({ name: 'Robot', operationId, resumed: false });
const machines = async () =>
  (await bodyOf(server.api.GET('/api/applications', { params: { query: { types: 'MachineToMachine' } } }))).filter(
    ({ name }) => name === 'Robot',
  );
const twin = async (name = 'machine-member') => logto.roles.idsOf([name]);

describe('a machine of an operation', () => {
  it('is made once: when the first answer was lost, it is found again', async () => {
    const before = (await machines()).length;
    const operationId = newOperation();
    const wire = openWire();
    wire.answerNext('POST /api/applications', () => Promise.reject(new TypeError('fetch failed')));
    await expect(
      server.connect({ fetch: wire.fetch }).applications.findOrCreate({ name: 'Robot', operationId, resumed: false }),
    ).rejects.toMatchObject({ effect: 'unknown' });
    expect(wire.count('POST /api/applications')).toBe(1);
    const again = { name: 'Robot', operationId, resumed: true };
    const id = await logto.applications.findOrCreate(again);
    expect(await logto.applications.findOrCreate(again)).toBe(id);
    expect(await logto.applications.findByOperation(operationId)).toEqual({ id, name: 'Robot', operationId });
    expect(await machines()).toHaveLength(before + 1);
  });

  it('is found behind more machines than a page has', async () => {
    const operationId = newOperation();
    const id = await make(operationId);
    for (let number = 0; number < 101; number++) {
      const body = { name: `Other ${number}`, type: 'MachineToMachine' as const };
      await server.api.POST('/api/applications', { body });
    }
    expect((await logto.applications.findByOperation(operationId))?.id).toBe(id);
    expect(await logto.applications.findByOperation('another')).toBeNull();
  });

  it('has a secret that gets tokens, and no role beyond its organization', async () => {
    const id = await make();
    const secret = await logto.applications.secret(id);
    const token = await fetch(`${server.endpoint}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        resource: server.credentials.managementApi,
        scope: 'all',
      }),
    });
    expect([token.status, ((await token.json()) as { scope?: string }).scope]).toEqual([200, undefined]);
  });

  it('goes with all it has, and going again is done', async () => {
    const id = await make();
    await logto.applications.join(organization, id);
    await logto.applications.delete(id);
    await logto.applications.delete(id);
    expect(await logto.applications.roles(organization, id)).toBeNull();
    await expect(logto.applications.secret(id)).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe.each(['1.37', '1.41'] as const)('the membership of a machine, in Logto %s', (version) => {
  it('is joined and given roles, again without harm, and left', async () => {
    const other = await startLogto(version);
    onTestFinished(() => other.stop());
    await setUpLogto({ ...other.credentials, appUrl: 'http://localhost:3000' });
    const { applications, organizations, roles } = other.connect();
    const { id: acme } = await organizations.create({ name: 'Acme' });
    const id = await applications.findOrCreate({ name: 'Robot', operationId: 'one', resumed: false });
    const [member, admin] = await roles.idsOf(['machine-member', 'machine-admin']);
    for (let times = 0; times < 2; times++) {
      await applications.join(acme, id);
      await applications.addRoles(acme, id, [member!]);
    }
    const held = async () => (await applications.roles(acme, id))?.map(({ name }) => name);
    expect(await held()).toEqual(['machine-member']);
    await applications.setRoles(acme, id, [admin!]);
    expect(await held()).toEqual(['machine-admin']);
    const listed = [];
    for await (const machine of applications.list(acme)) listed.push(machine);
    expect(listed).toEqual([{ id, name: 'Robot', operationId: 'one', roles: [{ id: admin, name: 'machine-admin' }] }]);
    await applications.leave(acme, id);
    await applications.leave(acme, id);
    expect(await held()).toBeUndefined();
  });
});

describe('what Logto refuses', () => {
  it('is an application or an organization that it does not have', async () => {
    const id = await make();
    const unknown = { kind: 'refused', code: 'entity.relation_foreign_key_not_found' };
    await expect(logto.applications.join(organization, nobody)).rejects.toMatchObject(unknown);
    await expect(logto.applications.join(nowhere, id)).rejects.toMatchObject(unknown);
    await expect(logto.applications.addRoles(organization, id, await twin())).rejects.toMatchObject({
      kind: 'refused',
    });
    expect(await logto.applications.roles(nowhere, id)).toBeNull();
  });

  it('is a person’s role for a machine', async () => {
    const id = await make();
    await logto.applications.join(organization, id);
    await expect(logto.applications.addRoles(organization, id, await twin('member'))).rejects.toMatchObject({
      kind: 'refused',
      code: 'entity.db_constraint_violated',
    });
    expect(await logto.applications.roles(organization, id)).toEqual([]);
  });
});
