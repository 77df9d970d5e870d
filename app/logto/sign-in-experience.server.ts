/** How people sign in to this Logto tenant. https://docs.logto.io/end-user-flows/mfa */
import { bodyOf, type ManagementApi } from './management-api.server.ts';

export const signInExperience = (api: ManagementApi) => ({
  /** The second factors that people can set up. Backup codes are no factor of their own: they replace a lost one. */
  mfaFactors: async (): Promise<string[]> => {
    const { mfa } = await bodyOf(api.GET('/api/sign-in-exp'));
    return mfa.factors.filter((factor) => factor !== 'BackupCode');
  },
});
