import { Prisma } from '#app/generated/prisma/client.ts';
import { chosenIn, definitionOf, type SettingName, type SettingValue } from '#app/organization-settings.ts';
import { audit, type AuditActor } from './audit.server.ts';
import { forTenant } from './db.server.ts';

/** Whatever somebody wrote there by hand. */
const stored = Prisma.sql`(CASE WHEN jsonb_typeof(settings) = 'object' THEN settings ELSE '{}' END)`;

/**
 * Writes what differs from the default, and tells the log what held before and what holds now. Nothing happens when that
 * is the same. What else is stored stays: two who change two settings at once both do. False: no such tenant.
 */
export const writeSetting = (
  tenantId: string,
  name: SettingName,
  value: SettingValue,
  actor: AuditActor,
): Promise<boolean> =>
  forTenant(tenantId, async (db) => {
    const [row] = await db.$queryRaw<{ settings: unknown }[]>`
      SELECT settings FROM tenants WHERE id = ${tenantId}::uuid FOR NO KEY UPDATE`;
    if (!row) return false;
    const before = chosenIn(row.settings, name);
    if (before === value) return true;
    await (value === definitionOf(name).default
      ? db.$executeRaw`UPDATE tenants SET settings = ${stored} - ${name}::text WHERE id = ${tenantId}::uuid`
      : db.$executeRaw`
          UPDATE tenants SET settings = ${stored} || jsonb_build_object(${name}::text, ${JSON.stringify(value)}::jsonb)
           WHERE id = ${tenantId}::uuid`);
    const details = { setting: name, from: String(before), to: String(value) };
    await audit(db, { tenantId, actor, action: 'setting.changed', details });
    return true;
  });
