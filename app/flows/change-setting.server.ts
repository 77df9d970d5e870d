import { z } from 'zod';
import { liveCheck } from '#app/auth/live-check.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Result, success } from '#app/failures.ts';
import { definitionOf, includes, isSetting, settingFrom, type SettingName } from '#app/organization-settings.ts';
import type { AuditActor } from '#app/tenants/audit.server.ts';
import { writeSetting } from '#app/tenants/settings.server.ts';
import { actorIn } from './actor.server.ts';

/** The name of the setting, and under that name what it is to be. */
export const ChangeSetting = z
  .looseObject({ setting: z.string().refine(isSetting, 'setting-invalid') })
  .transform(({ setting, ...sent }): ChangeSetting => {
    const value = sent[setting];
    return { setting, value: typeof value === 'string' ? value : '' };
  });

export type ChangeSetting = { setting: SettingName; value: string };

/**
 * Changes a setting of the organization. Fails with `not-permitted`, `setting-invalid` (no such value, one that only
 * operators switch, or one that the plan does not include), `logto-unreachable`, `rate-limited`. One call to Logto, the
 * live check.
 */
export async function changeSetting(access: Access, { setting, value }: ChangeSetting): Promise<Result<null>> {
  const mayChange = definitionOf(setting).switchedBy === 'admins' && includes(access.plan, setting);
  if (!mayChange || settingFrom(setting, value) === null) return invalid(setting);
  const live = await liveCheck(access, 'manage:organization');
  return live.ok ? operateSetting(access.tenantId, setting, value, actorIn(access)) : live;
}

/** The same without anybody's permission: for operators. */
export async function operateSetting(
  tenantId: string,
  setting: SettingName,
  text: string,
  actor: AuditActor,
): Promise<Result<null>> {
  const value = settingFrom(setting, text);
  if (value === null) return invalid(setting);
  return (await writeSetting(tenantId, setting, value, actor)) ? success(null) : failure('not-found');
}

const invalid = (setting: SettingName) => failure('setting-invalid', { field: setting });
