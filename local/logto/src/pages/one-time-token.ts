import { restart } from '../experience/flow.ts';
import { identify } from '../experience/identification.ts';
import { verifyOneTimeToken } from '../experience/verification.ts';
import { LogtoError } from '../errors.ts';
import { findUser } from '../users/users.ts';
import type { Pages, Step } from './pages.ts';
import { registerOrAskPassword } from './register.ts';
import { badLinkPage, oneTimeTokenPage, switchAccountPage } from './sign-in-pages.ts';
import { pageLanguage } from './texts.ts';

/**
 * The link of an invitation. The token is spent when this page opens, whatever the person does afterwards (observed); but by
 * the page's script, so not by what only fetches the page.
 */
export function openOneTimeToken(pages: Pages, step: Step): Response {
  const { store } = pages.experience.tenant;
  const { running, c } = step;
  const { login_hint: email = '', one_time_token: token = '', prompt = '' } = running.params;
  const current = store.users.get(running.interaction.session?.accountId ?? '');
  const samePerson = current?.primaryEmail === email;
  if (current && !samePerson && !prompt.split(' ').includes('login')) {
    return c.redirect(`/switch-account?${new URLSearchParams({ login_hint: email, one_time_token: token })}`, 303);
  }
  return step.show(oneTimeTokenPage(step.view()));
}

async function consumeAndGoOn(
  pages: Pages,
  step: Step,
  { email, token, consumedIsFine = false }: { email: string; token: string; consumedIsFine?: boolean },
): Promise<Response> {
  const { tenant } = pages.experience;
  restart(step.running, 'SignIn');
  try {
    const verification = verifyOneTimeToken(tenant, step.running, email, token, { consumedIsFine });
    if (findUser(tenant.store, verification.identifier)) {
      identify(tenant, step.running, verification.id);
      return await step.proceed();
    }
    step.running.flow.event = 'Register';
    return await registerOrAskPassword(pages, step, verification.id);
  } catch (error) {
    if (!(error instanceof LogtoError)) throw error;
    return step.c.redirect(`/one-time-token/error?code=${encodeURIComponent(error.code)}`, 303);
  }
}

export function registerOneTimeTokenPages(pages: Pages): void {
  pages.get('/one-time-token', (step) => openOneTimeToken(pages, step));
  pages.post('/one-time-token', (step) => {
    const { login_hint: email = '', one_time_token: token = '' } = step.running.params;
    const current = pages.experience.tenant.store.users.get(step.running.interaction.session?.accountId ?? '');
    return consumeAndGoOn(pages, step, { email, token, consumedIsFine: current?.primaryEmail === email });
  });

  pages.get('/switch-account', (step) => {
    const { running } = step;
    const current = pages.experience.tenant.store.users.get(running.interaction.session?.accountId ?? '');
    const {
      login_hint: wanted = '',
      one_time_token: oneTimeToken = '',
      redirect_uri: redirectUri = '/',
    } = running.params;
    const name = current?.name ?? current?.primaryEmail ?? current?.username ?? current?.id ?? '';
    return step.show(
      switchAccountPage(step.view(), { current: name, wanted, backTo: new URL(redirectUri).origin, oneTimeToken }),
    );
  });
  pages.post('/switch-account', (step) => {
    const { login_hint: email = '', one_time_token: token = '' } = step.running.params;
    return consumeAndGoOn(pages, step, { email, token });
  });

  pages.app.get('/one-time-token/error', (c) =>
    c.html(badLinkPage({ t: pageLanguage(c.req.header('accept-language'), c.req.query('ui_locales')), brand: {} })),
  );
}
