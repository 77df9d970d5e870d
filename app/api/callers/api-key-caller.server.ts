import { isMachineRole } from '#app/permissions.ts';
import { findUsableKey, touchApiKey } from '#app/tenants/api-keys.server.ts';
import { type MachineCaller, machineCaller } from './machine-caller.server.ts';

/** What a key permits is what its role permits today, whatever it was when the key was made. */
export async function apiKeyCaller(secret: string): Promise<MachineCaller | null> {
  const key = await findUsableKey(secret);
  if (!key) return null;
  const { id, name, tenantId } = key;
  const role = isMachineRole(key.role) ? key.role : null; // never an owner’s, whatever stands there
  return machineCaller({ kind: 'api-key', id, name, role }, { tenantId, seen: () => touchApiKey(tenantId, id) });
}
