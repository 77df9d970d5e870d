import { absentIsNull } from '#app/logto/errors.server.ts';
import { bodyOf, type ManagementApi } from '#app/logto/management-api.server.ts';
import type { SetupStep } from './step.ts';

/** What the pages change that the app links to (`app/auth/account-center.server.ts`). */
const fields = ['email', 'mfa', 'password'] as const;

/** `null`: a server that has none yet. */
export const currentAccountCenter = (api: ManagementApi) => bodyOf(api.GET('/api/account-center')).catch(absentIsNull);

/**
 * Logto's own pages on which people change their password, their e-mail and their second step: off on a fresh server. They
 * count for the whole tenant, so a field that somebody made read-only stays that, and so do all others.
 */
export const accountCenter: SetupStep = {
  name: 'account center',
  look: async ({ api }) => {
    const current = await currentAccountCenter(api);
    if (current === null) return [];
    const now = current.fields ?? {};
    const closed = fields.filter((field) => (now[field] ?? 'Off') === 'Off');
    if (current.enabled && closed.length === 0) return [];
    const opened = Object.fromEntries(closed.map((field) => [field, 'Edit' as const]));
    const body = { enabled: true, fields: { ...now, ...opened } };
    const whats = [
      ...(current.enabled ? [] : ['switch it on (now: off)']),
      ...(closed.length > 0 ? [`let people change their ${closed.join(', ')} there (now: not)`] : []),
    ];
    return [{ what: whats.join(' and '), apply: () => api.PATCH('/api/account-center', { body }) }];
  },
};
