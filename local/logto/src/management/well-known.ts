import { signInExperience } from '../experience/settings.ts';
import type { Tenant } from '../tenant.ts';
import { accountCenter } from './account-center.ts';
import { hasEmailConnector } from './connectors.ts';

/** What anybody may know: the settings that the sign-in page is built from, without the policies that are not its business. */
export function publicSignInExperience({ store }: Tenant) {
  const {
    emailBlocklistPolicy: _,
    forgotPasswordMethods,
    ...settings
  } = signInExperience(store) as ReturnType<typeof signInExperience> & { emailBlocklistPolicy: unknown };
  const email = hasEmailConnector(store) && (forgotPasswordMethods ?? []).includes('EmailVerificationCode');
  return {
    ...settings,
    socialConnectors: [],
    ssoConnectors: [],
    forgotPassword: { email, phone: false },
    isDevelopmentTenant: false,
    customProfileFields: [],
  };
}

export const publicAccountCenter = ({ store }: Tenant) => accountCenter(store);
