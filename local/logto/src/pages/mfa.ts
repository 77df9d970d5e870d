import { newTotpSecret } from '../experience/totp.ts';
import { LogtoError } from '../errors.ts';
import { backupCodes, enrol, newBackupCodes, totp } from '../management/user-mfa.ts';
import type { User } from '../store/entities.ts';
import type { Pages, Step } from './pages.ts';
import { digitsOf } from './sign-in.ts';
import { backupCodesPage, totpPage } from './sign-in-pages.ts';

/** Enrolment and verification, simulated: any six digits will do. */
export function registerMfaPages(pages: Pages): void {
  const userOf = (step: Step): User | undefined =>
    pages.experience.tenant.store.users.get(step.running.flow.userId ?? '');
  const requireSixDigits = (step: Step) => {
    if (!/^\d{6}$/.test(digitsOf(step.form, 'totpCode'))) throw new LogtoError('session.mfa.invalid_totp_code', 400);
  };

  const showBinding = (step: Step, error?: unknown) => {
    const { flow } = step.running;
    flow.pendingTotp ??= newTotpSecret();
    return userOf(step)
      ? step.show(totpPage(step.view(error), { action: '/mfa-binding/Totp', secret: flow.pendingTotp }))
      : step.go('/sign-in');
  };
  pages.get('/mfa-binding/Totp', (step) => showBinding(step));
  pages.post('/mfa-binding/Totp', (step) => {
    const { flow } = step.running;
    const user = userOf(step);
    if (!user) return step.go('/sign-in');
    try {
      requireSixDigits(step);
      enrol(user, totp(flow.pendingTotp ?? newTotpSecret()));
      flow.mfaVerified = true;
      return step.proceed();
    } catch (error) {
      return showBinding(step, error);
    }
  });

  pages.get('/mfa-binding/BackupCode', (step) => {
    const user = userOf(step);
    if (!user) return step.go('/sign-in');
    const enrolled = user.mfaVerifications.find((verification) => verification.type === 'BackupCode');
    const codes = enrolled?.codes.map(({ code }) => code) ?? newBackupCodes();
    if (!enrolled) enrol(user, backupCodes(codes));
    return step.show(backupCodesPage(step.view(), codes));
  });
  pages.post('/mfa-binding/BackupCode', (step) => {
    step.running.flow.backupCodesShown = true;
    return step.proceed();
  });

  const showVerification = (step: Step, error?: unknown) =>
    userOf(step) ? step.show(totpPage(step.view(error), { action: '/mfa-verification/Totp' })) : step.go('/sign-in');
  pages.get('/mfa-verification/Totp', (step) => showVerification(step));
  pages.post('/mfa-verification/Totp', (step) => {
    try {
      requireSixDigits(step);
      step.running.flow.mfaVerified = true;
      return step.proceed();
    } catch (error) {
      return showVerification(step, error);
    }
  });
}
