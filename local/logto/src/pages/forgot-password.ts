import { identifierOf, restart } from '../experience/flow.ts';
import { identify } from '../experience/identification.ts';
import { resetPassword } from '../experience/password-reset.ts';
import { sendCode, verifyCode } from '../experience/verification.ts';
import type { Pages, Step } from './pages.ts';
import { codePage, forgotPasswordPage, newPasswordPage } from './sign-in-pages.ts';
import { digitsOf } from './sign-in.ts';
import { fill } from './texts.ts';

/** A forgotten password: e-mail, code, new password, back to the sign-in page. */
export function registerForgotPasswordPages(pages: Pages): void {
  const { tenant } = pages.experience;
  const start = '/forgot-password';
  const codePath = '/forgot-password/verification-code';
  const resetPath = '/forgot-password/reset';

  const show = (step: Step, error?: unknown) => {
    const { form, running, view } = step;
    const value = form.identifier ?? running.flow.identifier?.value ?? running.params.login_hint ?? '';
    return step.show(forgotPasswordPage(view(error), value));
  };
  const withCode = async (step: Step) => {
    const { identifier } = step.running.flow;
    if (!identifier) return step.go(start);
    step.running.flow.codeId = (await sendCode(tenant, step.running, identifier, 'ForgotPassword')).id;
    return step.go(codePath);
  };

  // Where `first_screen=reset_password` leads, and the link on the password page.
  for (const path of ['/reset-password', start]) {
    pages.get(path, (step) => show(step));
    pages.post(path, async (step) => {
      const identifier = identifierOf(step.form.identifier ?? '');
      const { t } = step.view();
      if (!identifier.value) return show(step, fill(t.required, t.email));
      if (identifier.type !== 'email') return show(step, t.badEmail);
      restart(step.running, 'ForgotPassword');
      step.running.flow.identifier = identifier;
      try {
        return await withCode(step);
      } catch (error) {
        return show(step, error);
      }
    });
  }

  const showCode = (step: Step, error?: unknown) => {
    const email = step.running.flow.verifications[step.running.flow.codeId ?? '']?.identifier.value;
    if (!email) return step.go(start);
    return step.show(codePage(step.view(error), { action: codePath, email, passwordLink: false, existing: false }));
  };
  pages.get(codePath, (step) => showCode(step));
  pages.post(`${codePath}/resend`, async (step) => {
    try {
      return await withCode(step);
    } catch (error) {
      return showCode(step, error);
    }
  });
  pages.post(codePath, (step) => {
    try {
      const verification = verifyCode(step.running, step.running.flow.codeId ?? '', digitsOf(step.form, 'passcode'));
      identify(tenant, step.running, verification.id);
      return step.go(resetPath);
    } catch (error) {
      return showCode(step, error);
    }
  });

  const showReset = (step: Step, error?: unknown) => step.show(newPasswordPage(step.view(error), resetPath));
  pages.get(resetPath, (step) => (step.running.flow.userId ? showReset(step) : step.go(start)));
  pages.post(resetPath, (step) => {
    const { newPassword = '', confirmPassword = '' } = step.form;
    if (newPassword !== confirmPassword) return showReset(step, step.view().t.passwordsDiffer);
    try {
      resetPassword(pages.experience, step.running, newPassword);
      return step.go('/sign-in');
    } catch (error) {
      return showReset(step, error);
    }
  });
}
