import { LogtoError } from '../errors.ts';
import { digestOf } from '../users/passwords.ts';
import { userInfo } from '../users/profile.ts';
import type { Experience, Running } from './flow.ts';
import { requireAcceptable } from './password-policy.ts';

/** Ends a forgotten password with a new one. It signs nobody in: the person goes on at the sign-in page. */
export function resetPassword(
  { tenant }: Experience,
  { flow, params, interaction, client }: Running,
  password: string,
): void {
  requireAcceptable(password);
  const user = tenant.store.users.get(flow.userId ?? '');
  if (!user || flow.event !== 'ForgotPassword') throw new LogtoError('session.identifier_not_found', 404);
  Object.assign(user, { passwordDigest: digestOf(password), updatedAt: Date.now() });
  tenant.store.changed();
  delete flow.userId;
  const app = tenant.store.applications.get(params.client_id ?? '');
  tenant.webhooks.sendSoon('PostResetPassword', {
    interactionEvent: 'ForgotPassword',
    createdAt: new Date().toISOString(),
    sessionId: interaction.uid,
    userAgent: client.userAgent,
    userId: user.id,
    userIp: client.ip,
    user: userInfo(user),
    application: app && { id: app.id, type: app.type, name: app.name, description: app.description },
  });
}
