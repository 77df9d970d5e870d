import { sendCode, verifyCode, verifyPassword } from '../experience/verification.ts';
import { identify } from '../experience/identification.ts';
import { identifierOf, restart } from '../experience/flow.ts';
import { signInExperience, type SignInMethod } from '../experience/settings.ts';
import { LogtoError } from '../errors.ts';
import type { Identifier } from '../users/users.ts';
import { openOneTimeToken } from './one-time-token.ts';
import type { Pages, Step } from './pages.ts';
import { codePage, passwordPage, signInPage } from './sign-in-pages.ts';
import { fill } from './texts.ts';

/** Signing in: identifier, then password or e-mail code. */
export function registerSignInPages(pages: Pages): void {
  const { tenant } = pages.experience;
  const settings = () => signInExperience(tenant.store);
  const passwordOnly = () => settings().signIn.methods.every(({ verificationCode }) => !verificationCode);
  const methodFor = (identifier: Identifier): SignInMethod | undefined =>
    settings().signIn.methods.find((method) => method.identifier === identifier.type);

  const show = (step: Step, error?: unknown) => {
    const { running, view, c, form } = step;
    const value = form.identifier ?? running.flow.identifier?.value ?? running.params.login_hint ?? '';
    return step.show(
      signInPage(view(error), {
        value,
        withPassword: passwordOnly(),
        mayRegister: settings().signInMode !== 'SignIn',
        search: new URL(c.req.url).search,
      }),
    );
  };

  const withPassword = async (step: Step, identifier: Identifier) => {
    const verification = verifyPassword(tenant, pages.lockout, step.running, identifier, step.form.password ?? '');
    identify(tenant, step.running, verification.id);
    return step.proceed();
  };

  const withCode = async (step: Step, identifier: Identifier) => {
    step.running.flow.codeId = (await sendCode(tenant, step.running, identifier, 'SignIn')).id;
    return step.go('/sign-in/verification-code');
  };

  pages.get('/sign-in', async (step) =>
    step.running.params.one_time_token && !step.c.req.query('i') ? openOneTimeToken(pages, step) : show(step),
  );

  pages.post('/sign-in', async (step) => {
    const { form, running, view } = step;
    const identifier = identifierOf(form.identifier ?? '');
    if (!identifier.value) return show(step, fill(view().t.required, view().t.identifier));
    if (passwordOnly() && !form.password) return show(step, fill(view().t.required, view().t.password));
    restart(running, 'SignIn');
    running.flow.identifier = identifier;
    const method = methodFor(identifier);
    try {
      if (!method) throw new LogtoError('session.invalid_credentials', 422);
      if (form.password !== undefined) return await withPassword(step, identifier);
      return method.password && (method.isPasswordPrimary || !method.verificationCode)
        ? step.go('/sign-in/password')
        : await withCode(step, identifier);
    } catch (error) {
      return show(step, error);
    }
  });

  const showPassword = (step: Step, error?: unknown) => {
    const { identifier } = step.running.flow;
    if (!identifier) return step.go('/sign-in');
    return step.show(
      passwordPage(step.view(error), {
        identifier: identifier.value,
        codeLink: methodFor(identifier)?.verificationCode ?? false,
        forgotLink: settings().forgotPasswordMethods?.includes('EmailVerificationCode') ?? false,
      }),
    );
  };
  pages.get('/sign-in/password', (step) => showPassword(step));
  pages.post('/sign-in/password', async (step) => {
    const { identifier } = step.running.flow;
    if (!identifier) return step.go('/sign-in');
    if (!step.form.password) return showPassword(step, fill(step.view().t.required, step.view().t.password));
    try {
      return await withPassword(step, identifier);
    } catch (error) {
      return showPassword(step, error);
    }
  });

  const showCode = (step: Step, error?: unknown) => {
    const { flow } = step.running;
    const verification = flow.verifications[flow.codeId ?? ''];
    if (!verification) return step.go('/sign-in');
    const passwordLink = methodFor(verification.identifier)?.password ?? false;
    return step.show(
      codePage(step.view(error), {
        action: '/sign-in/verification-code',
        email: verification.identifier.value,
        passwordLink,
        existing: false,
      }),
    );
  };
  for (const path of ['/sign-in/send-code', '/sign-in/verification-code/resend']) {
    pages.post(path, async (step) => {
      const { identifier } = step.running.flow;
      if (!identifier || !methodFor(identifier)?.verificationCode) return step.go('/sign-in');
      try {
        return await withCode(step, identifier);
      } catch (error) {
        return showPassword(step, error);
      }
    });
  }
  pages.get('/sign-in/verification-code', (step) => showCode(step));
  pages.post('/sign-in/verification-code', async (step) => {
    try {
      const verification = verifyCode(step.running, step.running.flow.codeId ?? '', digitsOf(step.form, 'passcode'));
      identify(tenant, step.running, verification.id);
      return await step.proceed();
    } catch (error) {
      return showCode(step, error);
    }
  });
}

export const digitsOf = (form: Record<string, string>, name: string): string =>
  [0, 1, 2, 3, 4, 5].map((index) => form[`${name}_${index}`] ?? '').join('');
