import { beforeEach, describe, expect, it } from 'vitest';
import { CreateOrganization, createOrganization } from '#app/flows/create-organization.server.ts';
import { settleOperation } from '#app/flows/index.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { testApp } from '#tests/support/app.ts';
import { newKey, newPerson } from './people.ts';

const { logto: server } = await testApp();

const input = (slug: string) => ({ name: `The ${slug}`, slug, description: null });
const inLogto = async (name: string) => {
  const found = [];
  for await (const each of logto().organizations.listAll({ q: name })) found.push(each);
  return found;
};
const tenant = (slug: string) =>
  asSystem((db) => db.tenant.findUnique({ where: { slug }, include: { members: true } }));
const operationOf = (key: string) => asSystem((db) => db.operation.findFirstOrThrow({ where: { key } }));
const leaseEnds = (id: string) =>
  asSystem((db) => db.operation.update({ where: { id }, data: { leaseUntil: new Date(0) } }));

beforeEach(() => server.clearFaults());

describe('creating an organization', () => {
  it('makes it in Logto and in the copy, with its creator as the owner', async () => {
    const ada = await newPerson(server, 'Ada');
    expect(await createOrganization(ada, input('acme'), newKey())).toEqual({ ok: true, value: { slug: 'acme' } });

    const [organization] = await inLogto('The acme');
    expect(await tenant('acme')).toMatchObject({
      state: 'active',
      logtoOrgId: organization?.id,
      members: [{ userId: ada.userId, roles: ['owner'], name: 'Ada', sortName: 'ada' }],
    });
    const roles = await logto().members.roles(organization!.id, ada.userId);
    expect(roles?.map(({ name }) => name)).toEqual(['owner']);
  });

  it('takes three calls to Logto', async () => {
    const ada = await newPerson(server, 'Ada');
    await logto().organizations.get('warm' as never); // the machine token
    await server.clearCalls();
    await createOrganization(ada, input('three-calls'), newKey());
    expect(await server.calls()).toMatchObject({ total: 3 });
  });

  it('writes down who did it', async () => {
    const ada = await newPerson(server, 'Ada');
    await createOrganization(ada, input('audited'), newKey());
    const { id } = (await tenant('audited'))!;
    const events = await asSystem((db) => db.auditEvent.findMany({ where: { tenantId: id } }));
    expect(events).toMatchObject([
      { action: 'organization.created', actorId: ada.userId, actorName: 'Ada', ip: ada.ip },
    ]);
  });

  it('makes one when the button is pressed twice at once, and again later', async () => {
    const ada = await newPerson(server, 'Ada');
    const key = newKey();
    const press = () => createOrganization(ada, input('pressed-twice'), key);
    const answers = [...(await Promise.all([press(), press(), press()])), await press()];
    expect(answers).toEqual(Array(4).fill({ ok: true, value: { slug: 'pressed-twice' } }));
    expect(await inLogto('The pressed-twice')).toHaveLength(1);
  });

  it('refuses a slug that somebody has, and lets the same form try another', async () => {
    const [ada, bob] = await Promise.all([newPerson(server, 'Ada'), newPerson(server, 'Bob')]);
    await createOrganization(ada, input('taken'), newKey());
    const key = newKey();
    expect(await createOrganization(bob, input('taken'), key)).toMatchObject({ code: 'slug-taken', field: 'slug' });
    expect(await createOrganization(bob, input('not-taken'), key)).toMatchObject({ ok: true });
    expect(await inLogto('The taken')).toHaveLength(1);
  });

  it('gives a slug that two people want at once to one of them', async () => {
    const [ada, bob] = await Promise.all([newPerson(server, 'Ada'), newPerson(server, 'Bob')]);
    const answers = await Promise.all([ada, bob].map((each) => createOrganization(each, input('wanted'), newKey())));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ code: 'slug-taken' });
  });

  it('tells a form that was sent with other content', async () => {
    const ada = await newPerson(server, 'Ada');
    const key = newKey();
    await createOrganization(ada, input('first-content'), key);
    expect(await createOrganization(ada, input('other-content'), key)).toMatchObject({ code: 'form-used-differently' });
    expect(await tenant('other-content')).toBeNull();
  });

  it.each([
    ['name', { name: '  ', slug: 'ok' }, 'name-missing'],
    ['name', { name: 'n'.repeat(129), slug: 'ok' }, 'name-too-long'],
    ['description', { name: 'Ok', slug: 'ok', description: 'd'.repeat(257) }, 'description-too-long'],
    ['slug', { name: 'Ok', slug: 'no spaces' }, 'slug-invalid'],
    ['slug', { name: 'Ok', slug: 'admin' }, 'slug-reserved'],
    ['slug', { name: 'Ok', slug: '-a' }, 'slug-invalid'],
  ])('refuses a bad %s with a code: %o', (field, given, code) => {
    const issues = CreateOrganization.safeParse(given).error?.issues;
    expect(issues).toMatchObject([{ path: [field], message: code }]);
  });
});

describe('creating an organization while Logto fails', () => {
  it('says so, and goes on where it stopped when the button is pressed again', async () => {
    const ada = await newPerson(server, 'Ada');
    const key = newKey();
    await server.fail({ method: 'POST', path: '/organizations/:id/users', status: 503 });
    expect(await createOrganization(ada, input('again'), key)).toMatchObject({ code: 'logto-unreachable' });
    expect(await tenant('again')).toMatchObject({ state: 'creating', members: [] });

    await server.clearFaults();
    expect(await createOrganization(ada, input('again'), key)).toMatchObject({ ok: true });
    expect(await inLogto('The again')).toHaveLength(1);
  });

  it('finds what was made when the answer was lost', async () => {
    const ada = await newPerson(server, 'Ada');
    const key = newKey();
    await server.fail({ method: 'POST', path: '/organizations', drop: 'after', times: 1 });
    expect(await createOrganization(ada, input('lost-answer'), key)).toMatchObject({ code: 'logto-unreachable' });
    expect(await createOrganization(ada, input('lost-answer'), key)).toMatchObject({ ok: true });
    expect(await inLogto('The lost-answer')).toHaveLength(1);
  });

  it('leaves nothing behind when nobody presses again: the worker undoes it', async () => {
    const ada = await newPerson(server, 'Ada');
    const key = newKey();
    await server.fail({ method: 'PUT', path: '/organizations/:id/users/:userId/roles', status: 503 });
    await createOrganization(ada, input('given-up'), key);
    await server.clearFaults();
    await settleOperation((await operationOf(key)).id);
    expect(await tenant('given-up')).toBeNull();
    expect(await inLogto('The given-up')).toHaveLength(0);
    expect(await createOrganization(ada, input('given-up'), key)).toMatchObject({ ok: true });
  });

  it('undoes at once when Logto says no', async () => {
    const ada = await newPerson(server, 'Ada');
    await server.fail({
      method: 'PUT',
      path: '/organizations/:id/users/:userId/roles',
      status: 422,
      body: { code: 'organization.role_names_not_found', message: '' },
    });
    expect(await createOrganization(ada, input('said-no'), newKey())).toMatchObject({ code: 'logto-refused' });
    expect(await tenant('said-no')).toBeNull();
    expect(await inLogto('The said-no')).toHaveLength(0);
  });

  it('is finished by a worker when the process died between two steps', async () => {
    const ada = await newPerson(server, 'Ada');
    const key = newKey();
    await server.fail({ method: 'POST', path: '/organizations/:id/users', status: 503 });
    await createOrganization(ada, input('died'), key);
    await server.clearFaults();
    const { id } = await operationOf(key);
    // As a killed process leaves it: still running, and its lease runs out.
    await asSystem((db) => db.operation.update({ where: { id }, data: { state: 'running' } }));
    await leaseEnds(id);
    await settleOperation(id);
    expect(await tenant('died')).toMatchObject({ state: 'active', members: [{ userId: ada.userId }] });
    expect(await inLogto('The died')).toHaveLength(1);
  });
});
