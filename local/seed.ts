/**
 * Two people to sign in as on a developer's machine, and a workspace of theirs, made in Logto alone: the app learns of it
 * as it learns of every organization that it did not make itself.
 */
import { createLogto } from '#app/logto/client.server.ts';
import { bodyOf, connectManagementApi } from '#app/logto/management-api.server.ts';
import type { MachineCredentials } from '#app/logto/machine-token.server.ts';
import { asUserId, type UserId } from '#app/logto/ids.ts';

export const demoPassword = 'welcome-to-tenantry';

export const demoPeople = [
  { name: 'Ada', email: 'ada@example.com', role: 'owner' },
  { name: 'Bob', email: 'bob@example.com', role: 'member' },
] as const;

/** Makes what is not there yet; who changed theirs keeps the change, and a deleted workspace stays deleted. */
export async function seed(credentials: MachineCredentials): Promise<void> {
  const logto = createLogto(credentials);
  const api = connectManagementApi(credentials);
  const made: { id: UserId; role: string }[] = [];
  for (const { name, email, role } of demoPeople) {
    if (await logto.users.findByEmail(email)) continue;
    const user = { name, primaryEmail: email, password: demoPassword };
    made.push({ id: asUserId((await bodyOf(api.POST('/api/users', { body: user }))).id), role });
  }
  if (made.length < demoPeople.length) return;
  const { id } = await logto.organizations.create({ name: 'Northwind Studio' });
  for (const { id: userId, role } of made) {
    await logto.members.add(id, userId);
    await logto.members.setRoles(id, userId, [role]);
  }
}
