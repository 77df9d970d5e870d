/** As a host would write it that has no page: `plain-typescript.test.ts` compiles it without the types of a browser, and runs it. */
import {
  createClient,
  organizationsStore,
  translator,
  WidgetFailure,
  type Organization,
  type OrganizationsState,
} from '@tenantry/widgets/core';
import { es } from '@tenantry/widgets/locales/es';

const client = createClient({ baseUrl: process.argv[2]!, getToken: async ({ fresh }) => (fresh ? 'new' : 'old') });
const store = organizationsStore(client, { current: 'o1' });

/** Exhaustive: a state that is forgotten does not compile. */
function told(state: OrganizationsState): string {
  const text = translator(es);
  switch (state.type) {
    case 'loading':
      return text('loading');
    case 'failed':
      return text(state.failure.code);
    case 'ready':
      return text('found', { count: state.total });
  }
}

const names = (organizations: readonly Organization[]): string[] => organizations.map(({ name }) => name);

store.subscribe(() => process.stdout.write(`${told(store.state)}\n`));
await store.load();
if (store.state.type === 'ready') process.stdout.write(`${names(store.state.found).join()}\n`);
try {
  await client.organizations.create({ name: '' });
} catch (error) {
  if (!(error instanceof WidgetFailure)) throw error;
  process.stdout.write(`${error.code} ${error.problem?.field}\n`);
}
store.dispose();
