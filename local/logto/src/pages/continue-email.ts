import { sendCode, verifyCode } from '../experience/verification.ts';
import { identifierOf, type Running } from '../experience/flow.ts';
import type { User } from '../store/entities.ts';
import { requireFreeIdentifiers } from '../users/users.ts';
import type { Pages, Step } from './pages.ts';
import { codePage, emailPage } from './sign-in-pages.ts';
import { digitsOf } from './sign-in.ts';

/** An identified user without the e-mail that signing in asks for gives one, proves it, and goes on. */
export function registerContinueEmailPages(pages: Pages): void {
  const { tenant } = pages.experience;
  const { store } = tenant;
  const codePath = '/continue/verification-code';
  const userOf = ({ flow }: Running): User | undefined => store.users.get(flow.userId ?? '');

  const show = (step: Step, error?: unknown) =>
    userOf(step.running) ? step.show(emailPage(step.view(error), step.form.identifier ?? '')) : step.go('/sign-in');
  const showCode = (step: Step, error?: unknown) => {
    const email = step.running.flow.verifications[step.running.flow.codeId ?? '']?.identifier.value;
    if (!email || !userOf(step.running)) return step.go('/sign-in');
    return step.show(codePage(step.view(error), { action: codePath, email, passwordLink: false, existing: false }));
  };
  const withCode = async (step: Step, email: string) => {
    requireFreeIdentifiers(store, { primaryEmail: email });
    const { flow } = step.running;
    flow.codeId = (await sendCode(tenant, step.running, { type: 'email', value: email }, flow.event)).id;
    return step.go(codePath);
  };

  pages.get('/continue/email', (step) => show(step));
  pages.post('/continue/email', async (step) => {
    const { type, value } = identifierOf(step.form.identifier ?? '');
    if (type !== 'email' || !userOf(step.running)) return show(step, step.view().t.badEmail);
    try {
      return await withCode(step, value);
    } catch (error) {
      return show(step, error);
    }
  });

  pages.get(codePath, (step) => showCode(step));
  pages.post(`${codePath}/resend`, async (step) => {
    const email = step.running.flow.verifications[step.running.flow.codeId ?? '']?.identifier.value;
    try {
      return email ? await withCode(step, email) : step.go('/continue/email');
    } catch (error) {
      return showCode(step, error);
    }
  });
  pages.post(codePath, async (step) => {
    const user = userOf(step.running);
    if (!user) return step.go('/sign-in');
    try {
      const { identifier } = verifyCode(step.running, step.running.flow.codeId ?? '', digitsOf(step.form, 'passcode'));
      requireFreeIdentifiers(store, { primaryEmail: identifier.value }, user.id);
      store.users.set(user.id, Object.assign(user, { primaryEmail: identifier.value, updatedAt: Date.now() }));
      return await step.proceed();
    } catch (error) {
      return showCode(step, error);
    }
  });
}
