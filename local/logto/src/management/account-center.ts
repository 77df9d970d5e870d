import { z } from 'zod/v3';
import type { Store } from '../store/store.ts';
import { TENANT } from '../store/store.ts';
import { ok, type Routes } from './route.ts';

const access = z.enum(['Off', 'ReadOnly', 'Edit']);
const UpdateAccountCenter = z
  .object({ enabled: z.boolean(), fields: z.record(access), webauthnRelatedOrigins: z.string().array() })
  .partial();

const current = (store: Store) => ({
  tenantId: TENANT,
  id: 'default',
  enabled: false,
  fields: {},
  webauthnRelatedOrigins: [],
  ...store.documents.get('accountCenter'),
});

export function registerAccountCenter(routes: Routes): void {
  routes.add('GET', '/account-center', {}, ({ tenant: { store } }) => ok(current(store)));
  routes.add('PATCH', '/account-center', { body: UpdateAccountCenter }, ({ tenant: { store }, body }) => {
    const updated = { ...current(store), ...body };
    store.documents.set('accountCenter', updated);
    return ok(updated);
  });
}
