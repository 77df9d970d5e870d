import { z } from 'zod/v3';
import { nothingToUpdate } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { TENANT } from '../store/store.ts';
import { ok, type Routes } from './route.ts';

const access = z.enum(['Off', 'ReadOnly', 'Edit']);
const UpdateAccountCenter = z
  .object({
    enabled: z.boolean(),
    fields: z.record(access),
    webauthnRelatedOrigins: z.string().array(),
    deleteAccountUrl: z.string().nullable(),
    customCss: z.string().nullable(),
    profileFields: z.object({ name: z.string() }).array(),
  })
  .partial();

export const accountCenter = (store: Store) => ({
  tenantId: TENANT,
  id: 'default',
  enabled: false as boolean,
  fields: {},
  webauthnRelatedOrigins: [],
  deleteAccountUrl: null,
  customCss: null,
  profileFields: [],
  ...store.documents.get('accountCenter'),
});

export function registerAccountCenter(routes: Routes): void {
  routes.add('GET', '/account-center', {}, ({ tenant: { store } }) => ok(accountCenter(store)));
  routes.add('PATCH', '/account-center', { body: UpdateAccountCenter }, ({ tenant: { store }, body }) => {
    if (Object.keys(body).length === 0) throw nothingToUpdate();
    const updated = { ...accountCenter(store), ...body };
    store.documents.set('accountCenter', updated);
    return ok(updated);
  });
}
