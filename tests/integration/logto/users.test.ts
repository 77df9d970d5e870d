import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Logto } from '#app/logto/client.server.ts';
import { asUserId } from '#app/logto/ids.ts';
import { startLogto, type TestLogto } from './local.ts';

let server: TestLogto;
let logto: Logto;

beforeAll(async () => {
  server = await startLogto();
  logto = server.connect();
});
afterAll(() => server.stop());

describe('a person', () => {
  it('is found by e-mail, whatever its case, and by nothing like it', async () => {
    const id = await server.createUser('ada+work@example.test');
    await server.createUser('ada_work@example.test');
    expect(await logto.users.findByEmail('Ada+Work@Example.test')).toMatchObject({
      id,
      email: 'ada+work@example.test',
    });
    expect(await logto.users.findByEmail('ada%@example.test')).toBeNull();
    expect(await logto.users.findByEmail('ada')).toBeNull();
  });

  it('who is unknown is null', async () => {
    expect(await logto.users.get(asUserId('aaaaaaaaaaaa'))).toBeNull();
  });

  it('changes name and picture and nothing else', async () => {
    const id = await server.createUser('bob@example.test');
    const fromOutside = { name: 'Bob', primaryEmail: 'root@example.test' };
    expect(await logto.users.patch(id, fromOutside)).toMatchObject({ name: 'Bob', email: 'bob@example.test' });
    expect(await logto.users.get(id)).toMatchObject({ name: 'Bob', isSuspended: false });
  });

  it('has organizations with the roles in them', async () => {
    await server.createRoles('owner');
    const id = await server.createUser('carol@example.test');
    const { id: organization } = await logto.organizations.create({ name: 'Acme' });
    await logto.members.add(organization, id);
    await logto.members.setRoles(organization, id, ['owner']);
    expect(await logto.users.organizations(id)).toMatchObject([
      { id: organization, name: 'Acme', roles: [{ name: 'owner' }] },
    ]);
  });

  it('has no factors until one is set up', async () => {
    const id = await server.createUser('dan@example.test');
    expect(await logto.users.mfa(id)).toEqual([]);
    await server.api.POST('/api/users/{userId}/mfa-verifications', {
      params: { path: { userId: id } },
      body: { type: 'Totp' },
    });
    expect(await logto.users.mfa(id)).toMatchObject([{ type: 'Totp' }]);
  });

  it('gets a one-time token for the lower-cased address', async () => {
    const before = Date.now();
    const { token, expiresAt } = await logto.oneTimeTokens.create({ email: 'Dan@Example.test', expiresIn: 300 });
    expect(token).toHaveLength(32);
    expect(expiresAt.getTime() - before).toBeGreaterThanOrEqual(299_000);
    expect(expiresAt.getTime() - before).toBeLessThan(310_000);
  });
});
