import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Logto } from '#app/logto/client.server.ts';
import { asOrganizationId } from '#app/logto/ids.ts';
import { startLogto, type TestLogto } from './local.ts';
import { openWire } from './wire.ts';

let server: TestLogto;
let logto: Logto;

beforeAll(async () => {
  server = await startLogto();
  logto = server.connect();
});
afterAll(() => server.stop());

const collect = async <T>(rows: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
};

describe('an organization', () => {
  it('is created, read, changed and deleted', async () => {
    const created = await logto.organizations.create({ name: 'Acme', description: 'Anvils', customData: { a: 1 } });
    expect(created).toMatchObject({ name: 'Acme', description: 'Anvils', customData: { a: 1 }, isMfaRequired: false });
    expect(created.createdAt).toBeInstanceOf(Date);
    expect(await logto.organizations.get(created.id)).toEqual(created);

    const changed = await logto.organizations.update(created.id, { name: 'Acme 2', isMfaRequired: true });
    expect(changed).toEqual({ ...created, name: 'Acme 2', isMfaRequired: true });

    await logto.organizations.delete(created.id);
    expect(await logto.organizations.get(created.id)).toBeNull();
  });

  it('that is gone already is deleted', async () => {
    await logto.organizations.delete(asOrganizationId('aaaaaaaaaaaa'));
  });

  it('never gets another id by a change that carries one', async () => {
    const { id } = await logto.organizations.create({ name: 'Steady' });
    const fromOutside = { name: 'Still steady', id: 'attacker0000' };
    expect((await logto.organizations.update(id, fromOutside)).id).toBe(id);
  });

  it('with a name that is too long is refused, and nothing is made', async () => {
    await expect(logto.organizations.create({ name: 'x'.repeat(129) })).rejects.toMatchObject({
      kind: 'refused',
      status: 400,
      code: 'guard.invalid_input',
      effect: 'none',
    });
  });
});

describe('the list of organizations', () => {
  it('goes on past the first hundred, page by page', async () => {
    const names = Array.from({ length: 201 }, (_, index) => `Paged ${index}`);
    await Promise.all(names.map((name) => logto.organizations.create({ name })));
    const wire = openWire();
    const listed = await collect(server.connect({ fetch: wire.fetch }).organizations.listAll({ q: 'Paged ' }));
    expect(listed.map(({ name }) => name).sort()).toEqual([...names].sort());
    expect(wire.count('GET /api/organizations')).toBe(3);
  });

  it('asks for no page after one that is full and the last', async () => {
    await Promise.all(Array.from({ length: 100 }, (_, index) => logto.organizations.create({ name: `Full ${index}` })));
    const wire = openWire();
    const listed = await collect(server.connect({ fetch: wire.fetch }).organizations.listAll({ q: 'Full ' }));
    expect(listed).toHaveLength(100);
    expect(wire.count('GET /api/organizations')).toBe(1);
  });
});

describe('the organization of an operation', () => {
  it('is found among others of the same name', async () => {
    await logto.organizations.create({ name: 'Twin', customData: { operationId: 'other' } });
    const mine = await logto.organizations.create({ name: 'Twin', customData: { operationId: 'mine' } });
    expect(await logto.organizations.findByOperation('Twin', 'mine')).toEqual(mine);
    expect(await logto.organizations.findByOperation('Twin', 'nobody')).toBeNull();
  });

  it.each(['100 %', 'under_score', 'back\\slash', '%', 'Ñandú & Söhne?', 'a+b=c#d'])(
    'is found by the very name %s',
    async (name) => {
      const mine = await logto.organizations.create({ name, customData: { operationId: name } });
      expect(await logto.organizations.findByOperation(name, name)).toEqual(mine);
    },
  );

  it('is looked for by its name and not by what a wildcard in it matches', async () => {
    const operationId = 'wild';
    await logto.organizations.create({ name: 'wild card', customData: { operationId } });
    expect(await logto.organizations.findByOperation('wild%', operationId)).toBeNull();
    expect(await logto.organizations.findByOperation('wild_card', operationId)).toBeNull();
  });

  it('is made without a look the first time', async () => {
    const wire = openWire();
    const { organizations } = server.connect({ fetch: wire.fetch });
    const made = await organizations.findOrCreate({ name: 'New', description: null, operationId: 'first' });
    expect(made.customData).toEqual({ operationId: 'first' });
    expect(wire.requests).toEqual(['POST /oidc/token', 'POST /api/organizations']);
  });

  it('is not made again when the operation is resumed', async () => {
    const made = await logto.organizations.findOrCreate({ name: 'Once', operationId: 'resumed' });
    const again = await logto.organizations.findOrCreate({ name: 'Once', operationId: 'resumed', resumed: true });
    expect(again).toEqual(made);
  });

  it('is looked for twice before a resumed operation makes it', async () => {
    const wire = openWire();
    const { organizations } = server.connect({ fetch: wire.fetch });
    await organizations.findOrCreate({ name: 'Late', operationId: 'late', resumed: true });
    expect(wire.count('GET /api/organizations')).toBe(2);
    expect(wire.count('POST /api/organizations')).toBe(1);
  });

  it('that appears between the two looks is taken', async () => {
    const wire = openWire();
    const { organizations } = server.connect({ fetch: wire.fetch });
    wire.answerNext('GET /api/organizations', async () => {
      await logto.organizations.create({ name: 'In flight', customData: { operationId: 'flying' } });
      return Response.json([], { headers: { 'total-number': '0' } });
    });
    await organizations.findOrCreate({ name: 'In flight', operationId: 'flying', resumed: true });
    expect(wire.count('POST /api/organizations')).toBe(0);
  });
});
