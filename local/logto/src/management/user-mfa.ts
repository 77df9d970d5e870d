import { randomBytes } from 'node:crypto';
import { z } from 'zod/v3';
import { LogtoError, notFound } from '../errors.ts';
import { longId } from '../ids.ts';
import type { MfaVerification, User } from '../store/entities.ts';
import { newTotpSecret, totpUri } from '../experience/totp.ts';
import { noContent, ok, type Routes } from './route.ts';
import { find, update } from './users.ts';

const CreateVerification = z.object({
  type: z.enum(['Totp', 'BackupCode']),
  secret: z.string().optional(),
  codes: z.string().array().optional(),
});

/** `/users/:userId/mfa-verifications`: what makes an organization token possible where MFA is required. */
export function registerUserMfa(routes: Routes): void {
  routes.add('GET', '/users/:userId/mfa-verifications', {}, (call) => ok(find(call).mfaVerifications.map(shown)));

  routes.add(
    'POST',
    '/users/:userId/mfa-verifications',
    { body: CreateVerification, event: 'User.Data.Updated' },
    (call) => {
      const user = find(call);
      const { type, secret, codes } = call.body;
      if (user.mfaVerifications.some((verification) => verification.type === type)) {
        throw new LogtoError(type === 'Totp' ? 'user.totp_already_in_use' : 'user.backup_code_already_in_use', 422);
      }
      if (type === 'BackupCode') {
        if (user.mfaVerifications.length === 0) throw new LogtoError('session.mfa.backup_code_can_not_be_alone', 422);
        const list = codes ?? newBackupCodes();
        enrol(user, backupCodes(list));
        return ok({ type, codes: list });
      }
      const key = secret ?? newTotpSecret();
      enrol(user, totp(key));
      return ok({ type, secret: key, secretQrCode: totpUri(key, user.primaryEmail ?? user.username ?? user.id) });
    },
  );

  routes.add('DELETE', '/users/:userId/mfa-verifications/:verificationId', { event: 'User.Data.Updated' }, (call) => {
    const user = find(call);
    const rest = user.mfaVerifications.filter(({ id }) => id !== call.params.verificationId);
    if (rest.length === user.mfaVerifications.length) throw notFound();
    update(user, { mfaVerifications: rest.some(({ type }) => type !== 'BackupCode') ? rest : [] });
    return noContent();
  });

  routes.add('GET', '/users/:userId/logto-configs', {}, (call) =>
    ok({ mfa: { skipped: find(call).mfaSkipped }, passkeySignIn: { skipped: false } }),
  );
  routes.add(
    'PATCH',
    '/users/:userId/logto-configs',
    { body: z.object({ mfa: z.object({ skipped: z.boolean() }) }), event: 'User.Data.Updated' },
    (call) => {
      update(find(call), { mfaSkipped: call.body.mfa.skipped });
      return ok({ ...call.body, passkeySignIn: { skipped: false } });
    },
  );
}

export const newBackupCodes = (): string[] => Array.from({ length: 10 }, () => randomBytes(5).toString('hex'));
export const totp = (key: string): MfaVerification => ({
  id: longId(),
  type: 'Totp',
  key,
  createdAt: new Date().toISOString(),
});
export const backupCodes = (codes: string[]): MfaVerification => ({
  id: longId(),
  type: 'BackupCode',
  codes: codes.map((code) => ({ code })),
  createdAt: new Date().toISOString(),
});
export const enrol = (user: User, verification: MfaVerification): User =>
  update(user, { mfaVerifications: [...user.mfaVerifications, verification] });

function shown(verification: MfaVerification) {
  const { id, createdAt, type, lastUsedAt } = verification;
  const remaining =
    verification.type === 'BackupCode'
      ? { remainCodes: verification.codes.filter(({ usedAt }) => !usedAt).length }
      : {};
  return { id, createdAt, type, ...remaining, ...(lastUsedAt && { lastUsedAt }) };
}
