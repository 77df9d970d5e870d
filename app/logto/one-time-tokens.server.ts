/** Sign-in without a password, once. https://docs.logto.io/end-user-flows/one-time-token */
import { bodyOf, type ManagementApi } from './management-api.server.ts';

export type OneTimeToken = { token: string; expiresAt: Date };

export const oneTimeTokens = (api: ManagementApi) => ({
  /**
   * Signs in as `email`: goes into a redirect, never into a log or a page. Logto spends it when its page opens.
   * Never repeated by itself. `expiresIn` in seconds.
   */
  create: async ({ email, expiresIn }: { email: string; expiresIn: number }): Promise<OneTimeToken> => {
    // Logto compares by case when the token is used.
    const body = { email: email.toLowerCase(), expiresIn };
    const { token, expiresAt } = await bodyOf(api.POST('/api/one-time-tokens', { body }));
    return { token, expiresAt: new Date(expiresAt) };
  },
});
