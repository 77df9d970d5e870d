/**
 * The whole app in Remix's own request handler, pages rendered as a browser without JavaScript gets them: only the HTTP
 * server around it is left out. `AppBrowser` walks through it, and through Logto's pages by the calls they make.
 */
import { createRequestHandler, type AppLoadContext, type ServerBuild } from '@remix-run/node';
import { env } from '#app/env.server.ts';
import { Browser, type Page } from '../auth/browser.ts';
import type { Stage } from '../auth/stage.ts';
import * as build from './server-build.ts';

const handler = createRequestHandler(build as unknown as ServerBuild, 'production');

export class AppBrowser extends Browser {
  /** What its `Accept-Language` header says. */
  language = 'en';

  protected override answer(request: Request, context: AppLoadContext): Promise<Response> {
    request.headers.set('accept-language', this.language);
    return handler(request, context);
  }

  /** Registers at Logto with the code it mails, and comes back. */
  async register(email: string, { logto }: Stage, address: string | URL = '/auth/sign-in'): Promise<Page> {
    const { leaves } = await this.open(address);
    await this.#atLogto(leaves!);
    const identifier = { type: 'email', value: email };
    await this.experience('PUT', '', { interactionEvent: 'Register' });
    const start = { identifier, interactionEvent: 'Register' };
    const { verificationId } = await this.experience('POST', '/verification/verification-code', start);
    const code = (await logto.mails(email)).at(-1)?.payload['code'];
    await this.experience('POST', '/verification/verification-code/verify', { identifier, verificationId, code });
    return this.#finish(String(verificationId));
  }

  /** Goes on where a mailed invitation leads: in with its one-time token, registered if there is no account yet. */
  async comeByToken(start: URL): Promise<Page> {
    await this.#atLogto(start);
    const identifier = { type: 'email', value: start.searchParams.get('login_hint') };
    const token = start.searchParams.get('one_time_token');
    await this.experience('PUT', '', { interactionEvent: 'SignIn' });
    const proof = await this.experience('POST', '/verification/one-time-token/verify', { identifier, token });
    const verificationId = String(proof['verificationId']);
    const known = await this.experience('POST', '/identification', { verificationId }).then(
      () => true,
      () => false,
    );
    if (known) return this.#submit();
    await this.experience('PUT', '/interaction-event', { interactionEvent: 'Register' });
    return this.#finish(verificationId);
  }

  /** What the page says, without its markup. */
  static text = ({ body }: Pick<Page, 'body'>): string =>
    body
      .replace(/<(script|style|head)\b.*?<\/\1>/gs, '')
      .replace(/<!--.*?-->/gs, '')
      .replace(/<\/(p|h1|h2|li|a|button|dt|dd|summary|label|td)>/g, '\n')
      .replace(/<[^>]*>/g, '')
      .replaceAll('&#x27;', "'")
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');

  async #atLogto(start: URL): Promise<void> {
    for (let next: URL | null = start; next && !/sign-in|register|one-time-token/.test(next.pathname);) {
      next = (await this.request(next)).location;
    }
  }

  async #finish(verificationId: string): Promise<Page> {
    // The address is taken over, and then the password is missing.
    await this.experience('POST', '/identification', { verificationId }).catch(() => undefined);
    await this.experience('POST', '/profile', { type: 'password', value: 'a-password-of-some-length' });
    await this.experience('POST', '/identification', {});
    return this.#submit();
  }

  async #submit(): Promise<Page> {
    const { redirectTo } = await this.experience('POST', '/submit');
    let next = new URL(String(redirectTo));
    while (next.origin !== new URL(env().APP_URL).origin) {
      const { location, status } = await this.request(next);
      if (!location) throw new Error(`Logto stopped with ${status} at ${next.href}`);
      next = location;
    }
    return this.goOn(await this.open(next));
  }
}
