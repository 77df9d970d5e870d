/** Two people to sign in as on a developer's machine. Their workspaces come from the flows, as everybody's do. */
import { bodyOf, connectManagementApi } from '#app/logto/management-api.server.ts';
import type { MachineCredentials } from '#app/logto/machine-token.server.ts';

export const demoPassword = 'welcome-to-tenantry';

export const demoPeople = [
  { name: 'Ada', email: 'ada@example.com' },
  { name: 'Bob', email: 'bob@example.com' },
];

/** Makes the demo accounts that are not there yet; who changed theirs keeps the change. */
export async function seed(credentials: MachineCredentials): Promise<void> {
  const api = connectManagementApi(credentials);
  for (const { name, email } of demoPeople) {
    const search = new URLSearchParams({ 'search.primaryEmail': email, 'mode.primaryEmail': 'exact' });
    const found = await bodyOf(api.GET('/api/users', { querySerializer: () => search.toString() }));
    if (found.length > 0) continue;
    await bodyOf(api.POST('/api/users', { body: { name, primaryEmail: email, password: demoPassword } }));
  }
}
