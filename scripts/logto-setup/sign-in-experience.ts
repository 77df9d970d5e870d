import { bodyOf, type ManagementApi } from '#app/logto/management-api.server.ts';
import type { Change, SetupStep } from './step.ts';

export const currentExperience = (api: ManagementApi) => bodyOf(api.GET('/api/sign-in-exp'));

/** A tenant has one at most. */
export const emailConnector = async (api: ManagementApi) =>
  (await bodyOf(api.GET('/api/connectors'))).find(({ type }) => type === 'Email');

const names = (list: readonly string[]) => list.join(', ') || 'nothing';

const signUpNow = ({ identifiers, password, verify }: { identifiers: string[]; password: boolean; verify: boolean }) =>
  names([...identifiers, ...(verify ? ['code'] : []), ...(password ? ['password'] : [])]);

/**
 * E-mail with password, the address verified: invitations go to an address, so an account needs one that is proven.
 * Logto refuses these settings without an e-mail connector, and a connector is the owner's to choose: without one this
 * step leaves everything. Other ways to sign in that are set up already stay.
 */
export const emailSignIn: SetupStep = {
  name: 'sign-in and sign-up by e-mail',
  look: async ({ api }) => {
    if (!(await emailConnector(api))) return [];
    const { signUp, signIn, forgotPasswordMethods } = await currentExperience(api);
    const changes: Change[] = [];

    if (!signUp.identifiers.includes('email') || !signUp.password || !signUp.verify) {
      // Logto refuses an identifier that is asked for twice.
      const { secondaryIdentifiers, ...others } = signUp;
      const second = secondaryIdentifiers?.filter(({ identifier }) => !/email/i.test(identifier));
      const body = {
        signUp: {
          ...others,
          ...(second && { secondaryIdentifiers: second }),
          identifiers: ['email' as const],
          password: true,
          verify: true,
        },
      };
      changes.push({
        what: `sign-up asks for an e-mail, its code and a password (now: ${signUpNow(signUp)})`,
        apply: () => api.PATCH('/api/sign-in-exp', { body }),
      });
    }
    if (!signIn.methods.some(({ identifier, password }) => identifier === 'email' && password)) {
      const byEmail = { identifier: 'email', password: true, verificationCode: true, isPasswordPrimary: true } as const;
      const others = signIn.methods.filter(({ identifier }) => identifier !== 'email');
      changes.push({
        what: `sign-in takes an e-mail and a password, too (now: ${names(signIn.methods.map(({ identifier }) => identifier))})`,
        apply: () => api.PATCH('/api/sign-in-exp', { body: { signIn: { methods: [byEmail, ...others] } } }),
      });
    }
    // Servers before 1.41 do not know it, and refuse a change of nothing they know.
    if (forgotPasswordMethods === null || forgotPasswordMethods?.length === 0) {
      changes.push({
        what: 'forgotten passwords are reset by a code to the e-mail (now: not at all)',
        apply: () => api.PATCH('/api/sign-in-exp', { body: { forgotPasswordMethods: ['EmailVerificationCode'] } }),
      });
    }
    return changes;
  },
};

/**
 * Organizations may require MFA. Logto asks their members to enrol only with `organizationRequiredMfaPolicy`; without it
 * they are refused and never told (observed on 1.37 and 1.41). Nobody else is prompted: `NoPrompt`, unless the tenant
 * has chosen a policy for factors of its own.
 */
export const organizationMfa: SetupStep = {
  name: 'MFA for organizations that require it',
  look: async ({ api }) => {
    const { mfa } = await currentExperience(api);
    const missing = (['Totp', 'BackupCode'] as const).filter((factor) => !mfa.factors.includes(factor));
    if (missing.length === 0 && mfa.organizationRequiredMfaPolicy === 'Mandatory') return [];
    const body = {
      mfa: {
        ...mfa,
        policy: mfa.factors.length > 0 ? mfa.policy : ('NoPrompt' as const),
        factors: [...mfa.factors, ...missing],
        organizationRequiredMfaPolicy: 'Mandatory' as const,
      },
    };
    const what =
      `offer ${names(body.mfa.factors)} and ask members of organizations that require MFA to enrol ` +
      `(now: ${names(mfa.factors)}; ${mfa.organizationRequiredMfaPolicy === 'Mandatory' ? 'asked' : 'not asked'})`;
    return [{ what, apply: () => api.PATCH('/api/sign-in-exp', { body }) }];
  },
};

/** Where Logto's own dead ends (Back after sign-in, an old bookmark, a spent link) lead back to the app; since 1.41. */
export const waysBack: SetupStep = {
  name: 'ways back to the app',
  look: async ({ api, appUrl }) => {
    const experience = await currentExperience(api);
    const wanted = { unknownSessionRedirectUrl: `${appUrl}/auth/sign-in`, supportWebsiteUrl: `${appUrl}/` };
    return Object.entries(wanted).flatMap(([key, url]) => {
      const known = key in experience;
      const taken = Boolean(experience[key as keyof typeof wanted]);
      if (!known || taken) return [];
      return [
        { what: `${key} is ${url} (now: none)`, apply: () => api.PATCH('/api/sign-in-exp', { body: { [key]: url } }) },
      ];
    });
  },
};
