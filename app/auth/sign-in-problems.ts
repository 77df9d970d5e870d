/** The ways a sign-in can end without one: the callback's page has a text and a way on for each. */
export const signInProblems = {
  /** Logto said no, mostly because the person did. */
  cancelled: 400,
  /** No attempt for this `state` in this browser: finished before, too old, another browser or another host. */
  lost: 400,
  /** Signed in, but the browser did not bring the cookie back. */
  'cookies-refused': 400,
  suspended: 403,
  /** Logto refused the code, or gave a refresh token that does not work: an operator's matter. */
  failed: 502,
  unreachable: 503,
} as const;

export type SignInProblem = keyof typeof signInProblems;

export const isSignInProblem = (name: string | null): name is SignInProblem =>
  name !== null && Object.hasOwn(signInProblems, name);

/** For what is noticed elsewhere and must not end in a redirect to sign in, which would come straight back. */
export const problemPage = (problem: SignInProblem): string => `/auth/callback?problem=${problem}`;

/** Says that the organization requires MFA, and leads to setting it up and back. `tried`: it was, and still there is none. */
export const mfaPage = (slug: string, returnTo: string, tried = false): string =>
  `/auth/mfa?${new URLSearchParams({ organization: slug, returnTo, ...(tried && { tried: 'yes' }) }).toString()}`;
