import { makeLogtoRemix, Prompt, UserScope } from '@logto/remix';
import { createSession, type Session, type SessionStorage } from '@remix-run/node';
import { env } from '#app/env.server.ts';
import { permissionNames } from '#app/permissions.ts';

/**
 * The SDK, made for one request over a storage made for that request. With one storage for all, a second tab overwrites
 * the first one's sign-in (P17), starting a sign-in wipes the live session, and the session keeps its id (P16).
 */

const routes = {
  'sign-in': { path: '/auth/sign-in', redirectBackTo: '/auth/callback' },
  'sign-in-callback': { path: '/auth/callback', redirectBackTo: '/' },
  'sign-up': { path: '/auth/sign-up', redirectBackTo: '/auth/callback' },
  'sign-out': { path: '/auth/sign-out', redirectBackTo: '/' },
};

/** What the SDK keeps: `signInSession` on the way, `idToken` and `refreshToken` at the end. */
export type SdkData = Record<string, string>;

/**
 * Runs one of the SDK's two legs on what it kept. The request is built of APP_URL, so it has the right scheme and host
 * behind any proxy (P13) and the exact path (P15); of the original only the query is passed on.
 */
export async function runSdk(
  leg: 'sign-in' | 'sign-in-callback',
  { search = '', kept = {} }: { search?: string; kept?: SdkData },
): Promise<{ location: string; keep: SdkData }> {
  let keep: SdkData = {};
  const sessionStorage: SessionStorage = {
    getSession: async () => createSession(kept),
    commitSession: async (session: Session) => {
      keep = session.data as SdkData;
      return 'kept';
    },
    destroySession: async () => '',
  };
  const { APP_URL, LOGTO_ENDPOINT, LOGTO_APP_ID, LOGTO_APP_SECRET } = env();
  const sdk = makeLogtoRemix(
    {
      baseUrl: APP_URL,
      endpoint: LOGTO_ENDPOINT,
      appId: LOGTO_APP_ID,
      appSecret: LOGTO_APP_SECRET,
      // Every permission by name: there is no wildcard, and a name not asked for stays out of organization tokens.
      scopes: [UserScope.Email, UserScope.Profile, UserScope.Organizations, ...permissionNames],
      prompt: Prompt.Consent,
    },
    { sessionStorage },
  );
  const request = new Request(`${APP_URL}${routes[leg].path}${search}`, { headers: { cookie: 'kept' } });
  const answer = await sdk.handleAuthRoutes(routes)({ request, params: {}, context: {} as never });
  const location = (answer as Response).headers.get('location');
  if (location === null) throw new Error('The Logto SDK answered without a redirect.');
  return { location, keep };
}
