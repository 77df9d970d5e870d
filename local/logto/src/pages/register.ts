import { identifierOf, restart } from '../experience/flow.ts';
import { identify, missingProfile, register } from '../experience/identification.ts';
import { requireAcceptable } from '../experience/password-policy.ts';
import { signInExperience } from '../experience/settings.ts';
import { sendCode, verifyCode } from '../experience/verification.ts';
import { LogtoError } from '../errors.ts';
import { digestOf } from '../users/passwords.ts';
import { findUser, requireFreeIdentifiers } from '../users/users.ts';
import { openOneTimeToken } from './one-time-token.ts';
import type { Pages, Step } from './pages.ts';
import { digitsOf } from './sign-in.ts';
import { codePage, newPasswordPage, notePage, registerPage } from './sign-in-pages.ts';
import { fill } from './texts.ts';

/** Registering: e-mail, code, password; or user name and password where the settings say so. */
export function registerRegisterPages(pages: Pages): void {
  const { tenant } = pages.experience;
  const settings = () => signInExperience(tenant.store);
  const byEmail = () => settings().signUp.identifiers.includes('email');

  const show = (step: Step, error?: unknown) => {
    const value = step.form.identifier ?? step.running.flow.identifier?.value ?? step.running.params.login_hint ?? '';
    return step.show(
      registerPage(step.view(error), {
        value,
        type: byEmail() ? 'email' : 'text',
        search: new URL(step.c.req.url).search,
      }),
    );
  };

  const open = (step: Step) => {
    if (step.running.params.one_time_token && !step.c.req.query('i')) return openOneTimeToken(pages, step);
    return settings().signInMode === 'SignIn' ? step.go('/sign-in') : show(step);
  };
  pages.get('/register', open);
  pages.get('/identifier-register', open);

  pages.post('/register', async (step) => {
    const { running, form, view } = step;
    const { t } = view();
    const identifier = identifierOf(form.identifier ?? '');
    if (settings().signInMode === 'SignIn') return show(step, t.registrationOff);
    if (!identifier.value) return show(step, fill(t.required, byEmail() ? t.email : t.username));
    restart(running, 'Register');
    running.flow.identifier = identifier;
    if (!byEmail()) return chooseUsername(step, identifier.value);
    if (!/^\S+@\S+\.\S+$/.test(identifier.value)) return show(step, t.badEmail);
    try {
      return await withCode(step);
    } catch (error) {
      return show(step, error);
    }
  });

  const chooseUsername = (step: Step, username: string) => {
    if (!/^[A-Z_a-z]\w*$/.test(username)) return show(step, step.view().t.badUsername);
    if (findUser(tenant.store, { type: 'username', value: username }))
      return show(step, new LogtoError('user.username_already_in_use', 422));
    step.running.flow.newUser = { username };
    return step.go('/register/password');
  };

  const withCode = async (step: Step) => {
    const { identifier } = step.running.flow;
    if (!identifier) return step.go('/register');
    step.running.flow.codeId = (await sendCode(tenant, step.running, identifier, 'Register')).id;
    return step.go('/register/verification-code');
  };

  const showCode = (step: Step, error?: unknown) => {
    const { flow } = step.running;
    const verification = flow.verifications[flow.codeId ?? ''];
    if (!verification) return step.go('/register');
    const existing = verification.verified && findUser(tenant.store, verification.identifier) !== undefined;
    return step.show(
      codePage(step.view(error), {
        action: '/register/verification-code',
        email: verification.identifier.value,
        passwordLink: false,
        existing,
      }),
    );
  };
  pages.get('/register/verification-code', (step) => showCode(step));
  pages.post('/register/verification-code/resend', async (step) => {
    try {
      return await withCode(step);
    } catch (error) {
      return showCode(step, error);
    }
  });
  pages.post('/register/verification-code', async (step) => {
    try {
      const verification = verifyCode(step.running, step.running.flow.codeId ?? '', digitsOf(step.form, 'passcode'));
      if (findUser(tenant.store, verification.identifier)) return showCode(step);
      return await registerOrAskPassword(pages, step, verification.id);
    } catch (error) {
      return showCode(step, error);
    }
  });

  // The address is known and proven: sign in with it instead.
  pages.post('/register/sign-in-instead', async (step) => {
    const { flow } = step.running;
    flow.event = 'SignIn';
    try {
      identify(tenant, step.running, flow.codeId ?? '');
      return await step.proceed();
    } catch (error) {
      return showCode(step, error);
    }
  });

  for (const path of ['/continue/password', '/register/password']) {
    const showPassword = (step: Step, error?: unknown) => step.show(newPasswordPage(step.view(error), path));
    pages.get(path, (step) =>
      step.running.flow.newUser || step.running.flow.userId ? showPassword(step) : step.go('/register'),
    );
    pages.post(path, async (step) => {
      const { t } = step.view();
      const { newPassword = '', confirmPassword = '' } = step.form;
      try {
        if (!newPassword) return showPassword(step, fill(t.required, t.newPassword));
        requireAcceptable(newPassword);
        if (newPassword !== confirmPassword) return showPassword(step, t.passwordsDiffer);
        return await setPassword(pages, step, newPassword);
      } catch (error) {
        return showPassword(step, error);
      }
    });
  }

  // Someone made by the API without what signing in here asks for: told, and stopped.
  pages.get('/continue/missing', (step) => {
    const user = tenant.store.users.get(step.running.flow.userId ?? '');
    const { t } = step.view();
    return step.show(notePage(step.view(user && fill(t.missingProfile, missingProfile(tenant, user).join(', ')))));
  });
}

export async function registerOrAskPassword(pages: Pages, step: Step, verificationId?: string): Promise<Response> {
  try {
    register(pages.experience.tenant, step.running, verificationId);
  } catch (error) {
    const missing =
      error instanceof LogtoError && error.code === 'user.missing_profile'
        ? (error.data as { missingProfile: string[] }).missingProfile
        : [];
    if (missing.length === 1 && missing[0] === 'password') return step.go('/continue/password');
    throw error;
  }
  return step.proceed();
}

async function setPassword(pages: Pages, step: Step, password: string): Promise<Response> {
  const { tenant } = pages.experience;
  const { flow } = step.running;
  const passwordDigest = digestOf(password);
  const user = tenant.store.users.get(flow.userId ?? '');
  if (user) {
    Object.assign(user, { passwordDigest, updatedAt: Date.now() });
    return step.proceed();
  }
  if (flow.newUser) requireFreeIdentifiers(tenant.store, flow.newUser);
  flow.newUser = { ...flow.newUser, passwordDigest };
  return registerOrAskPassword(pages, step);
}
