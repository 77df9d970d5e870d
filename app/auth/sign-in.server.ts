import { redirect } from '@remix-run/node';
import { env } from '#app/env.server.ts';
import type { OrganizationId } from '#app/logto/ids.ts';
import { paths } from '#app/paths.ts';
import { encrypt, hashOf, randomSecret } from '#app/secrets.server.ts';
import { createAttempt } from '#app/tenants/sessions.server.ts';
import { attemptCookie } from './cookies.server.ts';
import { inTime } from './in-time.server.ts';
import { runSdk } from './logto-remix.server.ts';
import { refuse } from './refuse.server.ts';
import { safeReturnTo } from './return-to.ts';
import type { RequestArgs } from './session.server.ts';

/**
 * Sends somebody to Logto's sign-in page. What must be remembered until they are back is an *attempt*, a row of its own
 * keyed by `state`: two tabs do not meet, and a live session is left alone (P17).
 */

export type SignInOptions = {
  /** A path of this app. */
  returnTo: string;
  firstScreen?: 'register' | undefined;
  /** Fills the e-mail field. */
  loginHint?: string | undefined;
  /** Signs in as `loginHint` with no password. Logto spends it when its page opens: only behind a button. */
  oneTimeToken?: string | undefined;
  /** `login consent` shows Logto's page even to those it knows: to switch account, to set up MFA. */
  prompt?: 'consent' | 'login consent' | undefined;
  /** Shows that organization's logo. */
  organizationId?: OrganizationId | undefined;
  /** Language of Logto's pages; left out, the browser's decides. */
  locale?: string | undefined;
};

/** As long as its cookie: signing up includes reading a mail. */
const attemptMs = 3_600_000;
const probeMs = 5_000;

/** A redirect to Logto. Throws the 503 page when Logto does not answer: the browser's own error page has no way on. */
export async function startSignIn({ request, context }: RequestArgs, options: SignInOptions): Promise<Response> {
  const { location, keep } = await askLogto().catch((error: unknown) => {
    context.log.warn({ err: error }, 'Logto does not answer: nobody can sign in');
    throw refuse('logto-unreachable', context);
  });
  const url = withParameters(new URL(location), options);
  const browser = attemptCookie.read(request) ?? randomSecret();
  await createAttempt({
    id: hashOf(url.searchParams.get('state') ?? ''),
    browser: hashOf(browser),
    payload: encrypt('sign-in-attempt', JSON.stringify(keep)),
    returnTo: safeReturnTo(options.returnTo, paths.workspaces),
    expiresAt: new Date(Date.now() + attemptMs),
  });
  return redirect(url.href, { headers: { 'Set-Cookie': attemptCookie.set(browser), 'Cache-Control': 'no-store' } });
}

async function askLogto() {
  // The SDK asks once per process, which tells nothing about now.
  const discovery = await fetch(`${env().LOGTO_ENDPOINT}/oidc/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(probeMs),
  });
  await discovery.body?.cancel();
  if (!discovery.ok) throw new Error(`discovery answered ${discovery.status}`);
  return inTime(runSdk('sign-in', {}));
}

/** What the SDK cannot carry (P9, P10): only what our own callers name, never the request's query. */
function withParameters(url: URL, options: SignInOptions): URL {
  const parameters = {
    // Without `consent` Logto gives no refresh token (observed on 1.37 and 1.41).
    prompt: options.prompt ?? 'consent',
    first_screen: options.firstScreen,
    login_hint: options.loginHint,
    one_time_token: options.oneTimeToken,
    organization_id: options.organizationId,
    ui_locales: options.locale,
  };
  for (const [name, value] of Object.entries(parameters)) if (value) url.searchParams.set(name, value);
  return url;
}
